//! Signing in: e-mail and password, or card and PIN. Both work as plain forms too.

use crate::api;
use crate::browser::address;
use crate::locales::{self, say};
use leptos::html::Input;
use leptos::prelude::*;

/// `/connexion`: professionals and partners, with why the last try was refused.
#[cfg(feature = "ssr")]
#[component]
pub fn SignInPage(refused: Option<String>) -> impl IntoView {
    let problem = refused.map(|why| locales::error(&api::AppError::of_word(&why)));
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::every_page::SIGN_IN}</h1>
            <form method="post" action="/api/v1/sign_in">
                <label for="email">{say::sign_in::EMAIL}</label>
                <input id="email" name="email" type="email" autocomplete="username" required/>
                <label for="password">{say::sign_in::PASSWORD}</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required/>
                <p class="form-problem" role="alert">{problem}</p>
                <button class="button primary" type="submit">{say::sign_in::ENTER}</button>
            </form>
            <p class="or"><a href="/carte">{say::sign_in::TO_CARD}</a></p>
        </main>
    }
}

/// `/carte`: usagers.
#[cfg(feature = "ssr")]
#[component]
pub fn CardPage(refused: Option<String>) -> impl IntoView {
    view! {
        <main id="contenu" class="sign-in usager-scale">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::sign_in::HELLO}</h1>
            <CardForm refused/>
            <p class="or"><a href="/connexion">{say::sign_in::TO_PROFESSIONALS}</a></p>
        </main>
    }
}

/// The card's secret is in the address after `#`, which browsers keep to themselves; it is erased from the address bar
/// as soon as it is read. The page stays when the code is wrong: the card is not shown a second time.
#[island]
pub fn CardForm(refused: Option<String>) -> impl IntoView {
    // The fields keep their own values: what is typed before the WASM arrives stays.
    let card = NodeRef::<Input>::new();
    let pin = NodeRef::<Input>::new();
    let read = RwSignal::new(false);
    let problem = RwSignal::new(refused.map(|why| locales::error(&api::AppError::of_word(&why))));
    Effect::new(move |_| {
        if let Some(card) = card.get()
            && let Some(secret) = address::take_secret()
        {
            card.set_value(&secret);
            read.set(true);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let (Some(card), Some(pin)) = (card.get_untracked(), pin.get_untracked()) {
            leptos::task::spawn_local(async move {
                match api::sign_in_with_card(card.value(), pin.value()).await {
                    Ok(()) => address::go("/mon-parcours"),
                    Err(error) => {
                        problem.set(Some(locales::error(&error)));
                        pin.set_value("");
                    }
                }
            });
        }
    };
    view! {
        <form method="post" action="/api/v1/sign_in_with_card" on:submit=submit>
            <div hidden=read>
                <label for="card">{say::sign_in::CARD_NUMBER}</label>
                <input id="card" node_ref=card name="card" autocomplete="off" required/>
            </div>
            <p class="card-read" hidden=move || !read.get()>{say::sign_in::CARD_READ}</p>
            <label for="pin">{say::sign_in::PIN}</label>
            <input
                id="pin"
                node_ref=pin
                class="pin"
                name="pin"
                type="password"
                inputmode="numeric"
                pattern="[0-9]{6}"
                maxlength="6"
                autocomplete="off"
                required
            />
            <p class="form-problem" role="alert">{move || problem.get()}</p>
            <button class="button primary answer" type="submit">{say::sign_in::ENTER}</button>
        </form>
    }
}
