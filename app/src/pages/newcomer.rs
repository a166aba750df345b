//! `/nouveau-parcours`: someone comes to the cell. A plain form, which keeps what is written when it is refused.

use crate::api::AppError;
use crate::components::Icon;
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::people::{LANGUAGES, NAME, REACH, Told, Unclear};
use itineraire_service::people::Opening;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The page, with why the last try was refused.
#[component]
pub fn NewParcoursPage(
    opening: Opening,
    /// The name that the parcours will have: sent twice, it is opened once.
    parcours: ParcoursId,
    refused: Option<String>,
) -> impl IntoView {
    let why = refused.as_deref().map(AppError::of_word);
    let unclear = match why {
        Some(AppError::Unclear(what)) => Some(what),
        _ => None,
    };
    // What is of no field stands above the button.
    let problem = match why {
        Some(AppError::Unclear(_)) => None,
        Some(AppError::Refused(Refusal::NotFound)) => Some(say::newcomer::NO_REFERENT.to_owned()),
        _ => locales::refused(refused, &locales::error(&AppError::Malformed)),
    };
    let field = move |of: Unclear, name: &'static str, label: &'static str| Asked {
        of,
        name,
        label,
        unclear,
    };
    let Opening {
        commune,
        referents,
        me,
    } = opening;
    let first = referents.first().map(|(id, _)| *id);
    let chosen = referents
        .iter()
        .find(|(id, _)| *id == me)
        .map(|(id, _)| *id)
        .or(first);
    // Whoever opens it and is the only one who may be it is not asked.
    let asked = referents.len() > 1 || chosen != Some(me);
    let referents = referents
        .into_iter()
        .map(|(id, name)| view! { <option value=id.to_string() selected=Some(id) == chosen>{name}</option> });
    let languages = LANGUAGES
        .into_iter()
        .zip(say::newcomer::LANGUAGES)
        .map(|(language, name)| view! { <option value=language>{name}</option> });
    let untold = (unclear == Some(Unclear::Told)).then_some("true");
    let told = |(how, words): (Told, &'static str)| {
        view! {
            <label class="check">
                <input
                    id=format!("information-{}", how.word())
                    type="radio"
                    name="written[told]"
                    value=how.word()
                    aria-invalid=untold
                    aria-describedby="refus-information"
                    required
                />
                {words}
            </label>
        }
    };
    let told = Told::ALL
        .into_iter()
        .zip([say::newcomer::TOLD_ALOUD, say::newcomer::TOLD_ON_PAPER])
        .map(told);
    view! {
        <main id="contenu" class="newcomer">
            <p><a class="button plain" href="/accueil">{Icon::ArrowLeft.draw()} {say::home::PARCOURS}</a></p>
            <h1>{say::newcomer::TITLE}</h1>
            <details class="newcomer-read">
                <summary>{Icon::Volume2.draw()} {say::newcomer::READ}</summary>
                {say::newcomer::INFORMATION.map(|words| view! { <p>{words}</p> }).collect_view()}
            </details>
            <form class="newcomer-form" method="post" action="/api/v1/open_parcours" data-keeps data-no-link=say::newcomer::NO_LINK data-signed-out=say::newcomer::SIGNED_OUT>
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                {field(Unclear::FirstName, "written[first_name]", say::newcomer::FIRST_NAME).line(NAME, true, "")}
                {field(Unclear::LastName, "written[last_name]", say::newcomer::LAST_NAME).line(NAME, true, "")}
                {field(Unclear::Born, "written[born]", say::newcomer::BORN).digits()}
                {field(Unclear::Phone, "written[phone]", say::newcomer::PHONE).line(30, false, "")}
                {field(Unclear::Called, "written[called]", say::newcomer::CALLED).line(NAME, false, "")}
                {field(Unclear::Reach, "written[reach]", say::newcomer::REACH).line(REACH, false, "")}
                {field(Unclear::Commune, "written[commune]", say::newcomer::COMMUNE).line(NAME, false, &commune)}
                {field(Unclear::Language, "written[language]", say::newcomer::LANGUAGE).list(languages.collect_view().into_any())}
                {if asked {
                    view! {
                        <div class="newcomer-field">
                            <label for="referent">{say::newcomer::REFERENT}</label>
                            <select id="referent" name="referent">{referents.collect_view()}</select>
                        </div>
                    }
                    .into_any()
                } else {
                    let one = chosen.map(|id| id.to_string());
                    view! { <input type="hidden" name="referent" value=one/> }.into_any()
                }}
                <fieldset class="newcomer-told">
                    <legend id="information">{say::newcomer::TOLD_HOW}</legend>
                    {told.collect_view()}
                    {field(Unclear::Told, "written[told]", "").problem()}
                </fieldset>
                <p id="refus" class="form-problem" role="alert">{problem}</p>
                <button class="button primary" type="submit">{Icon::Check.draw()} {say::newcomer::OPEN}</button>
            </form>
        </main>
        <script nonce=use_nonce()>{include_str!("keeps.js")}</script>
    }
}

/// A question of the form.
#[derive(Clone, Copy)]
struct Asked {
    of: Unclear,
    /// What it is sent under.
    name: &'static str,
    label: &'static str,
    /// What was not clear the last time.
    unclear: Option<Unclear>,
}

impl Asked {
    fn is_unclear(self) -> bool {
        self.unclear == Some(self.of)
    }

    /// Beside its field, why it was refused.
    fn problem(self) -> impl IntoView {
        let at = Unclear::ALL.iter().position(|it| *it == self.of);
        let words = at
            .and_then(|at| say::newcomer::UNCLEAR.get(at))
            .filter(|_| self.is_unclear());
        view! { <p id=self.problem_id() class="form-problem" role="alert">{words.copied()}</p> }
    }

    /// What was wrong takes the focus, or the first field.
    fn begins(self) -> bool {
        self.unclear
            .map_or(self.of == Unclear::FirstName, |it| it == self.of)
    }

    fn problem_id(self) -> String {
        format!("refus-{}", self.of.word())
    }

    fn around(self, required: bool, field: AnyView) -> impl IntoView {
        let maybe = (!required).then(|| view! { <small>{say::newcomer::MAYBE}</small> });
        view! {
            <div class="newcomer-field">
                <label for=self.of.word()>{self.label} " " {maybe}</label>
                {field}
                {self.problem()}
            </div>
        }
    }

    fn line(self, limit: usize, required: bool, known: &str) -> impl IntoView {
        let (known, invalid) = (known.to_owned(), self.is_unclear().then_some("true"));
        let begins = self.begins();
        let field = view! {
            <input
                id=self.of.word()
                name=self.name
                value=known
                maxlength=limit.to_string()
                autocomplete="off"
                autofocus=begins
                required=required
                aria-invalid=invalid
                aria-describedby=self.problem_id()
            />
        };
        self.around(required, field.into_any())
    }

    /// A year.
    fn digits(self) -> impl IntoView {
        let invalid = self.is_unclear().then_some("true");
        let field = view! {
            <input
                id=self.of.word()
                name=self.name
                inputmode="numeric"
                maxlength="4"
                autocomplete="off"
                autofocus=self.begins()
                aria-invalid=invalid
                aria-describedby=self.problem_id()
            />
        };
        self.around(false, field.into_any())
    }

    fn list(self, options: AnyView) -> impl IntoView {
        let invalid = self.is_unclear().then_some("true");
        let field = view! {
            <select id=self.of.word() name=self.name aria-invalid=invalid aria-describedby=self.problem_id()>{options}</select>
        };
        self.around(true, field.into_any())
    }
}
