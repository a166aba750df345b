//! `/parcours/:id/carte`: a card is given to the usager, who chooses its code; then it is shown once, to be printed: two A6 beside
//! each other, its face and its back. The server writes it alone.

use crate::api::AppError;
use crate::components::Icon;
use crate::components::field::{Digits, SixDigits};
use crate::locales::{self, say};
use crate::pages::paper::Drawn;
use itineraire_domain::ids::ParcoursId;
use itineraire_service::documents::qr::Square;
use itineraire_service::people::Giving;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// A card that was given just now.
#[derive(Clone, Debug)]
pub struct Given {
    /// What a telephone reads.
    pub square: Square,
    /// Its secret as it is written by hand.
    pub number: String,
    /// Where it is written.
    pub page: String,
}

/// The page, with the card that was given just now, if one was, or why the last try was refused.
#[component]
pub fn GiveCardPage(
    parcours: ParcoursId,
    giving: Giving,
    given: Option<Given>,
    /// Another is to be given in its place.
    another: bool,
    refused: Option<String>,
) -> impl IntoView {
    match given.filter(|_| refused.is_none() && !another) {
        Some(given) => view! { <Printed parcours name=giving.to given/> }.into_any(),
        None => view! { <Chosen parcours giving refused/> }.into_any(),
    }
}

/// The usager chooses a code.
#[component]
fn Chosen(parcours: ParcoursId, giving: Giving, refused: Option<String>) -> impl IntoView {
    let Giving { to, has_card, .. } = giving;
    let problem = match refused.as_deref().map(AppError::of_word) {
        Some(AppError::Code) => Some(say::give_card::WRONG.to_owned()),
        _ => locales::refused(refused, &locales::error(&AppError::Malformed)),
    };
    let invalid = problem.is_some().then_some("true");
    view! {
        <main id="contenu" class="sign-in usager-scale">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::give_card::title(&to)}</h1>
            {has_card.then(|| view! { <p class="box">{say::give_card::replaces(&to)}</p> })}
            <p>{say::give_card::choose(&to)}</p>
            <form method="post" action="/api/v1/give_card">
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                <SixDigits name="code" label=say::give_card::CODE problem begins=true/>
                <Digits name="again" label=say::give_card::AGAIN invalid/>
                <button class="button primary answer" type="submit">{Icon::Check.draw()} {say::give_card::GIVE}</button>
            </form>
            <p class="or"><a href=format!("/parcours/{parcours}")>{say::handing::BACK}</a></p>
        </main>
    }
}

/// The card, as it is printed.
#[component]
fn Printed(parcours: ParcoursId, name: String, given: Given) -> impl IntoView {
    let Given { square, number, page } = given;
    let describes = say::give_card::square(&name);
    view! {
        <nav class="printed-tools" aria-label=say::give_card::title(&name)>
            <a class="button plain" href=format!("/parcours/{parcours}")>{Icon::ArrowLeft.draw()} {say::give_card::TO_BOARD}</a>
            <button id="imprimer" class="button primary" type="button" hidden>{say::give_card::PRINT}</button>
            <a class="button plain" href=format!("/parcours/{parcours}/carte?autre")>{say::give_card::ANOTHER}</a>
            <p role="status">{say::give_card::READY}</p>
        </nav>
        <main id="contenu" class="printed-card" tabindex="-1">
            <h1 class="visually-hidden">{say::give_card::title(&name)}</h1>
            <section class="printed-side">
                <p class="brand">{say::every_page::BRAND}</p>
                <p class="printed-name">{name}</p>
                <Drawn class="printed-square" square describes/>
            </section>
            <section class="printed-side">
                <h2>{say::give_card::MINE}</h2>
                <p>{say::give_card::OPENS}</p>
                <p>{say::give_card::how(&page)}</p>
                <p>{say::give_card::NUMBER} <strong class="printed-number">{number}</strong></p>
                <p><strong>{say::give_card::NEVER}</strong></p>
                <p>{say::give_card::LOST}</p>
                <p>{say::give_card::FOUND}</p>
            </section>
        </main>
        <script nonce=use_nonce()>{include_str!("paper.js")}</script>
    }
}
