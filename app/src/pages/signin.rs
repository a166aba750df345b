//! Signing in: e-mail and password, or card and PIN. Both are plain forms: nobody waits for a program to load.

use crate::api::AppError;
use crate::components::field::SixDigits;
use crate::locales::{self, say};
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// `/connexion`: professionals and partners, with why the last try was refused.
#[component]
pub fn SignInPage(
    refused: Option<String>,
    /// Where they wanted to go.
    then: Option<String>,
    /// Which communes are worked for here.
    communes: Vec<String>,
) -> impl IntoView {
    let wrong = refused.is_some().then_some("true");
    let problem = locales::refused(refused, &locales::error(&AppError::SignIn));
    view! {
        <main id="contenu" class="sign-in">
            <Brand communes/>
            <h1>{say::every_page::SIGN_IN}</h1>
            <form method="post" action="/api/v1/sign_in">
                <label for="email">{say::sign_in::EMAIL}</label>
                <input id="email" name="email" type="email" autocomplete="username" required/>
                <label for="password">{say::sign_in::PASSWORD}</label>
                <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    aria-invalid=wrong
                    aria-describedby="refus"
                    required
                />
                {then.map(|then| view! { <input type="hidden" name="then" value=then/> })}
                <p id="refus" class="form-problem" role="alert">{problem}</p>
                <button class="button primary" type="submit">{say::sign_in::ENTER}</button>
            </form>
            <p class="or"><a href="/mot-de-passe">{say::sign_in::FORGOTTEN}</a></p>
            <p class="or"><a href="/carte">{say::sign_in::TO_CARD}</a></p>
            <p class="or"><a href="/demander">{say::report::ASK}</a></p>
            <script nonce=use_nonce()>{include_str!("signin.js")}</script>
        </main>
    }
}

/// `/carte`: usagers, with why the last try was refused. A card's own address fills the form by itself (`secret.js`).
#[component]
pub fn CardPage(
    refused: Option<String>,
    /// Who has the tablet, when a professional handed it over to them.
    to: Option<String>,
    /// Which communes are worked for here.
    communes: Vec<String>,
) -> impl IntoView {
    let hello = match &to {
        Some(name) => say::handing::yours(name),
        None => say::sign_in::HELLO.to_owned(),
    };
    // Who has the tablet in hand is accompanied already.
    let asks = to.is_none();
    let (other, words) = match to {
        Some(_) => ("/reprendre", say::handing::GIVE_BACK_NOW),
        None => ("/connexion", say::sign_in::TO_PROFESSIONALS),
    };
    let problem = locales::refused(refused, say::sign_in::CARD_REFUSED);
    view! {
        <main id="contenu" class="sign-in usager-scale">
            <Brand communes/>
            <h1>{hello}</h1>
            <form method="post" action="/api/v1/sign_in_with_card">
                <div id="secret-asked">
                    <label for="card">{say::sign_in::CARD_NUMBER}</label>
                    <input id="card" name="card" data-secret autocomplete="off" required/>
                </div>
                <p id="secret-read" class="secret-read" hidden>{say::sign_in::CARD_READ}</p>
                <SixDigits name="pin" label=say::sign_in::PIN problem sends=true/>
                <button class="button primary answer" type="submit">{say::sign_in::ENTER}</button>
            </form>
            <p class="or"><a href=other>{words}</a></p>
            {asks.then(|| view! { <p class="or"><a href="/demander">{say::report::ASK}</a></p> })}
            <script nonce=use_nonce()>{include_str!("secret.js")}</script>
        </main>
    }
}

/// More than this many are not named: they say nothing of where one is.
const NAMED: usize = 3;

/// *Itinéraire*, and where one is.
#[component]
fn Brand(communes: Vec<String>) -> impl IntoView {
    let named = (1..=NAMED).contains(&communes.len());
    view! {
        <p class="sign-in-brand">
            <span class="brand">{say::every_page::BRAND}</span>
            {named.then(|| view! { <span class="sign-in-communes">{communes.join(" · ")}</span> })}
        </p>
    }
}
