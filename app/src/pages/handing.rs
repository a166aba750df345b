//! Passing the tablet: what a professional is asked before, the way back, and what stands on the pages of whoever has it.
//! Plain forms alone: the page that is left goes from the screen and from memory, and a small one takes its place.

use crate::components::Icon;
use crate::components::field::SixDigits;
use crate::locales::{self, say};
use itineraire_domain::ids::ParcoursId;
use itineraire_service::accounts::{HandingOver, InHands};
use leptos::prelude::*;

/// `/parcours/:id/passer`, with why the last try was refused.
#[component]
pub fn HandOverPage(parcours: ParcoursId, asked: HandingOver, refused: Option<String>) -> impl IntoView {
    let HandingOver { to, has_code } = asked;
    let problem = problem_of(refused);
    let is_refused = problem.is_some();
    let code = move |label| view! { <SixDigits name="code" label problem required=!has_code/> };
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::handing::title(&to)}</h1>
            <p>{say::handing::what_happens(&to)}</p>
            <form method="post" action="/api/v1/hand_over">
                <input type="hidden" name="parcours" value=parcours.to_string()/>
                {if has_code {
                    view! {
                        <p>{say::handing::CODE_NEEDED}</p>
                        <details class="tool" open=is_refused>
                            <summary>{say::handing::CHANGE}</summary>
                            {code(say::handing::NEW_CODE)}
                        </details>
                    }
                    .into_any()
                } else {
                    view! {
                        <p>{say::handing::CHOOSE}</p>
                        {code(say::handing::CODE)}
                    }
                    .into_any()
                }}
                <button class="button primary" type="submit">{Icon::Hand.draw()} {say::handing::title(&to)}</button>
            </form>
            <p class="or"><a href=format!("/parcours/{parcours}")>{say::handing::BACK}</a></p>
        </main>
    }
}

/// `/reprendre`, with why the last try was refused.
#[component]
pub fn TakeUpPage(by: String, refused: Option<String>) -> impl IntoView {
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::handing::take_up(&by)}</h1>
            <p>{say::handing::CLOSED}</p>
            <form method="post" action="/api/v1/take_up">
                <SixDigits name="code" label=say::handing::CODE problem=problem_of(refused) sends=true begins=true/>
                <button class="button primary" type="submit">{say::handing::OPEN}</button>
            </form>
            <p class="or"><a href="/carte">{say::sign_in::TO_CARD}</a></p>
            <p class="or"><a href="/connexion">{say::handing::FORGOTTEN}</a></p>
        </main>
    }
}

fn problem_of(refused: Option<String>) -> Option<String> {
    locales::refused(refused, say::handing::WRONG)
}

/// On the pages of whoever has the tablet: the button that gives it back. Nothing, on a tablet that nobody left.
#[component]
pub fn GiveBack(hands: Option<InHands>) -> impl IntoView {
    hands.map(|hands| {
        view! {
            <form class="give-back" method="post" action="/api/v1/give_back" aria-label=say::handing::GIVE_BACK_NOW>
                <p>{say::handing::yours(&hands.to)}</p>
                <button class="button primary" type="submit">{Icon::Hand.draw()} {say::handing::give_back(&hands.by)}</button>
            </form>
        }
    })
}
