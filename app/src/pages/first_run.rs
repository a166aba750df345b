//! `/mise-en-place`: the first day of a service: a cell begins, with its first coordinator. A plain form; the address that the
//! service printed fills in its number by itself (`secret.js`).

use super::invitation::{Chosen, Secret};
use crate::components::Badge;
use crate::components::field::{AskedLine, Asking, KeepsForms, KeptForm};
use crate::locales::{self, say};
use itineraire_domain::people::{NAME, Unclear, ZONES};
use itineraire_service::accounts::SettingUp;
use itineraire_service::territory::Kit;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The page, with why the last try was refused.
#[component]
pub fn FirstRunPage(before: SettingUp, refused: Option<String>) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let asking = asking.beginning(Unclear::Commune);
    let problem = locales::refused(refused, say::first_run::UNKNOWN);
    let field = move |of, name, label| asking.of(of, name, label);
    let SettingUp { known, kit } = before;
    // What a territory file has made has its own words.
    let settled = known.is_some();
    let kit = known.is_none().then(|| view! { <Words kit/> });
    let (commune, cell, of) = match known {
        Some(row) => (row.commune, row.name, row.zone),
        None => (
            String::new(),
            say::first_run::USUAL_CELL.to_owned(),
            String::new(),
        ),
    };
    let zones = ZONES
        .into_iter()
        .zip(say::first_run::ZONES)
        .map(|(zone, name)| view! { <option value=zone selected=zone == of>{name}</option> })
        .collect_view();
    let around = field(
        Unclear::Organisations,
        "founding[organisations]",
        say::first_run::ORGANISATIONS,
    );
    let area = view! {
        <textarea
            id=Unclear::Organisations.word()
            name="founding[organisations]"
            rows="5"
            maxlength="10000"
            aria-invalid=around.invalid()
            aria-describedby=around.problem_id()
        ></textarea>
    };
    let button = view! { <button class="button primary" type="submit">{say::first_run::BEGIN}</button> };
    let button = button.into_any();
    view! {
        <main id="contenu" class="members members-narrow">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::first_run::TITLE}</h1>
            <p>{say::first_run::WHY}</p>
            <KeptForm action="/api/v1/set_up" signed_out=say::first_run::DONE problem button>
                <Secret asked=say::first_run::NUMBER read=say::first_run::READ/>
                <h2>{say::first_run::THE_CELL}</h2>
                {field(Unclear::Commune, "founding[commune]", say::first_run::COMMUNE).line(AskedLine { settled, ..AskedLine::words(NAME, true) }, &commune)}
                {field(Unclear::Cell, "founding[cell]", say::first_run::CELL).line(AskedLine { settled, ..AskedLine::words(NAME, true) }, &cell)}
                {field(Unclear::Zone, "founding[zone]", say::first_run::ZONE).list(true, zones.into_any())}
                <div class="asked-wide">{around.around(false, area.into_any())}</div>
                <h2>{say::first_run::COORDINATOR}</h2>
                {field(Unclear::FirstName, "founding[first_name]", say::members::FIRST_NAME).line(AskedLine { fills: "given-name", ..AskedLine::words(NAME, true) }, "")}
                {field(Unclear::LastName, "founding[last_name]", say::members::LAST_NAME).line(AskedLine { fills: "family-name", ..AskedLine::words(NAME, true) }, "")}
                {field(Unclear::Job, "founding[job]", say::members::JOB).line(AskedLine::words(NAME, false), "")}
                {field(Unclear::Email, "founding[email]", say::members::EMAIL).line(AskedLine::email("username"), "")}
                <Chosen asking/>
                <label class="check asked-wide"><input type="checkbox" name="founding[accompanies]" value="on" checked/> {say::first_run::ACCOMPANIES}</label>
            </KeptForm>
            {kit}
        </main>
        <script nonce=use_nonce()>{include_str!("secret.js")}</script>
        <KeepsForms/>
    }
}

/// What the cell will say at first.
#[component]
fn Words(kit: Kit) -> impl IntoView {
    let themes = kit.themes.into_iter().map(|theme| view! { <Badge theme/> });
    let lists = kit.suggestions.map(|list| view! { <p>{list.join(", ")}</p> });
    view! {
        <details class="tool box">
            <summary>{say::first_run::KIT}</summary>
            <p>{say::first_run::KIT_WHY}</p>
            <p class="members-themes">{themes.collect_view()}</p>
            {lists.into_iter().collect_view()}
        </details>
    }
}

/// There is a cell already.
#[component]
pub fn FirstRunDone() -> impl IntoView {
    view! {
        <main id="contenu" class="message-page">
            <h1>{say::first_run::TITLE}</h1>
            <p>{say::first_run::DONE}</p>
            <p><a class="button primary" href="/connexion">{say::every_page::SIGN_IN}</a></p>
        </main>
    }
}
