//! `/nouveau-parcours`: someone comes to the cell. A plain form, which keeps what is written when it is refused.

use crate::api::AppError;
use crate::components::Icon;
use crate::components::field::{AskedLine, Asking};
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::people::{LANGUAGES, NAME, REACH, Told, Unclear};
use itineraire_domain::referral::NewReferral;
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
    let asking = Asking {
        unclear,
        first: Some(Unclear::FirstName),
    };
    let field = move |of, name, label| asking.of(of, name, label);
    let words = |limit, required| AskedLine {
        limit,
        required,
        ..AskedLine::default()
    };
    let Opening {
        commune,
        referents,
        me,
        came,
    } = opening;
    let from = came.as_ref().map(|(id, _)| id.to_string());
    let from = from.map(|id| view! { <input type="hidden" name="from" value=id/> });
    let noticed = came
        .as_ref()
        .map(|(_, it)| view! { <p class="box">{it.noticed.clone()}</p> });
    let came = came.map(|(_, it)| it);
    let known = |of: fn(&NewReferral) -> Option<&str>| came.as_ref().and_then(of).unwrap_or_default();
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
    let untold = field(Unclear::Told, "", "").invalid();
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
            {noticed}
            <details class="newcomer-read">
                <summary>{Icon::Volume2.draw()} {say::newcomer::READ}</summary>
                {say::newcomer::INFORMATION.map(|words| view! { <p>{words}</p> }).collect_view()}
            </details>
            <form class="asked-form" method="post" action="/api/v1/open_parcours" data-keeps data-no-link=say::every_page::NO_LINK data-signed-out=say::every_page::SIGNED_OUT>
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                {from}
                {field(Unclear::FirstName, "written[first_name]", say::newcomer::FIRST_NAME).line(words(NAME, true), known(|it| Some(&it.first_name)))}
                {field(Unclear::LastName, "written[last_name]", say::newcomer::LAST_NAME).line(words(NAME, true), known(|it| Some(&it.last_name)))}
                {field(Unclear::Born, "written[born]", say::newcomer::BORN).digits()}
                {field(Unclear::Phone, "written[phone]", say::newcomer::PHONE).line(words(30, false), known(|it| it.phone.as_deref()))}
                {field(Unclear::Called, "written[called]", say::newcomer::CALLED).line(words(NAME, false), "")}
                {field(Unclear::Reach, "written[reach]", say::newcomer::REACH).line(words(REACH, false), known(|it| it.reach.as_deref()))}
                {field(Unclear::Commune, "written[commune]", say::newcomer::COMMUNE).line(words(NAME, false), &commune)}
                {field(Unclear::Language, "written[language]", say::newcomer::LANGUAGE).list(true, languages.collect_view().into_any())}
                {if asked {
                    view! {
                        <div class="asked">
                            <label for="referent">{say::newcomer::REFERENT}</label>
                            <select id="referent" name="referent">{referents.collect_view()}</select>
                        </div>
                    }
                    .into_any()
                } else {
                    let one = chosen.map(|id| id.to_string());
                    view! { <input type="hidden" name="referent" value=one/> }.into_any()
                }}
                <fieldset class="asked-several">
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
