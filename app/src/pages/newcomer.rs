//! `/nouveau-parcours`: someone comes to the cell; and what is kept of them is corrected. Plain forms, which keep what is written
//! when they are refused.

use crate::components::Icon;
use crate::components::field::{AskedLine, Asking, KeepsForms, KeptForm};
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::people::{LANGUAGES, NAME, REACH, Told, Unclear, Written};
use itineraire_service::people::Opening;
use leptos::prelude::*;

/// The page, with why the last try was refused.
#[component]
pub fn NewParcoursPage(
    opening: Opening,
    /// The name that the parcours will have: sent twice, it is opened once.
    parcours: ParcoursId,
    refused: Option<String>,
) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let asking = asking.beginning(Unclear::FirstName);
    // What is of no field stands above the button.
    let problem = locales::refused_here(refused, |why| match why {
        Refusal::NotFound => Some(say::newcomer::NO_REFERENT),
        Refusal::WrongStage => Some(say::inbox::LATE),
        _ => None,
    });
    let Opening {
        known,
        came,
        referents,
        me,
    } = opening;
    let (from, noticed) = came.unzip();
    let from = from.map(|id| view! { <input type="hidden" name="from" value=id.to_string()/> });
    let noticed = noticed.map(|words| view! { <p class="box">{words}</p> });
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
        .map(|(id, name)| view! { <option value=id.to_string() selected=Some(id) == chosen>{name}</option> })
        .collect_view();
    let told_or_not = asking.of(Unclear::Told, "", "");
    let untold = told_or_not.invalid();
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
        .map(told)
        .collect_view();
    let button = view! { <button class="button primary" type="submit">{Icon::Check.draw()} {say::newcomer::OPEN}</button> };
    let button = button.into_any();
    view! {
        <main id="contenu" class="newcomer">
            <p><a class="button plain" href="/accueil">{Icon::ArrowLeft.draw()} {say::home::PARCOURS}</a></p>
            <h1>{say::newcomer::TITLE}</h1>
            {noticed}
            <details class="newcomer-read">
                <summary>{Icon::Volume2.draw()} {say::newcomer::READ}</summary>
                {say::newcomer::INFORMATION.map(|words| view! { <p>{words}</p> }).collect_view()}
            </details>
            <KeptForm action="/api/v1/open_parcours" problem button>
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                {from}
                <PersonFields asking known/>
                {if asked {
                    view! {
                        <div class="asked">
                            <label for="referent">{say::newcomer::REFERENT}</label>
                            <select id="referent" name="referent">{referents}</select>
                        </div>
                    }
                    .into_any()
                } else {
                    let one = chosen.map(|id| id.to_string());
                    view! { <input type="hidden" name="referent" value=one/> }.into_any()
                }}
                <fieldset class="asked-several">
                    <legend id="information">{say::newcomer::TOLD_HOW}</legend>
                    {told}
                    {told_or_not.problem()}
                </fieldset>
            </KeptForm>
        </main>
        <KeepsForms/>
    }
}

/// What is asked of someone, each with what is known.
#[component]
pub(super) fn PersonFields(asking: Asking, known: Written) -> impl IntoView {
    let field = move |of, name, label| asking.of(of, name, label);
    let language = known.language;
    let languages = LANGUAGES
        .into_iter()
        .zip(say::newcomer::LANGUAGES)
        .map(|(it, name)| view! { <option value=it selected=it == language>{name}</option> });
    view! {
        {field(Unclear::FirstName, "written[first_name]", say::newcomer::FIRST_NAME).line(AskedLine::words(NAME, true), &known.first_name)}
        {field(Unclear::LastName, "written[last_name]", say::newcomer::LAST_NAME).line(AskedLine::words(NAME, true), &known.last_name)}
        {field(Unclear::Born, "written[born]", say::newcomer::BORN).digits(&known.born)}
        {field(Unclear::Phone, "written[phone]", say::newcomer::PHONE).line(AskedLine::words(30, false), &known.phone)}
        {field(Unclear::Called, "written[called]", say::newcomer::CALLED).line(AskedLine::words(NAME, false), &known.called)}
        {field(Unclear::Reach, "written[reach]", say::newcomer::REACH).line(AskedLine::words(REACH, false), &known.reach)}
        {field(Unclear::Commune, "written[commune]", say::newcomer::COMMUNE).line(AskedLine::words(NAME, false), &known.commune)}
        {field(Unclear::Language, "written[language]", say::newcomer::LANGUAGE).list(true, languages.collect_view().into_any())}
    }
}

/// `/parcours/:id/identite`: what is kept of the usager of a parcours is corrected beside them.
#[component]
pub fn CorrectPage(parcours: ParcoursId, known: Written, refused: Option<String>) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let problem = locales::refused_here(refused, |_| None);
    let button = view! { <button class="button primary" type="submit">{Icon::Check.draw()} {say::members::SAVE}</button> };
    let button = button.into_any();
    view! {
        <main id="contenu" class="newcomer">
            <p><a class="button plain" href=format!("/parcours/{parcours}/equipe")>{Icon::ArrowLeft.draw()} {say::team::OPEN}</a></p>
            <h1>{say::newcomer::CORRECT}</h1>
            <p>{say::newcomer::CORRECT_WHY}</p>
            <KeptForm action="/api/v1/correct_identity" problem button>
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                <PersonFields asking known/>
            </KeptForm>
        </main>
        <KeepsForms/>
    }
}
