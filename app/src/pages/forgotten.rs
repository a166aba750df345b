//! Whoever forgot their password: `/mot-de-passe` asks for a letter, `/nouveau-mot-de-passe` chooses another with the number that it
//! carries (`secret.js` fills it in). Plain forms.

use super::invitation::{Chosen, Secret};
use crate::api::AppError;
use crate::components::field::{AskedLine, Asking, KeepsForms, KeptForm};
use crate::locales::{self, say};
use itineraire_domain::people::Unclear;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// `/mot-de-passe`, with why the last try was refused.
#[component]
pub fn ForgottenPage(
    /// Letters are sent here.
    mails: bool,
    /// One was just asked for.
    sent: bool,
    refused: Option<String>,
) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let problem = match refused.as_deref().map(AppError::of_word) {
        Some(AppError::TooMany) => Some(say::forgotten::TOO_MANY.to_owned()),
        _ => locales::refused_here(refused, |_| None),
    };
    let email = asking.beginning(Unclear::Email);
    let email = email.of(Unclear::Email, "email", say::sign_in::EMAIL);
    let button = view! { <button class="button primary" type="submit">{say::forgotten::SEND}</button> };
    let button = button.into_any();
    let form = move || {
        view! {
            <p>{say::forgotten::WHY}</p>
            <KeptForm action="/api/v1/ask_new_password" class="" problem button>
                {email.line(AskedLine::email("username"), "")}
            </KeptForm>
            <KeepsForms/>
        }
    };
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::forgotten::TITLE}</h1>
            {match (mails, sent) {
                (false, _) => view! { <p>{say::forgotten::NO_MAIL}</p> }.into_any(),
                (true, true) => view! { <p role="status">{say::forgotten::SENT}</p> }.into_any(),
                (true, false) => form().into_any(),
            }}
            <p class="or"><a href="/connexion">{say::every_page::SIGN_IN}</a></p>
        </main>
    }
}

/// `/nouveau-mot-de-passe`, with why the last try was refused.
#[component]
pub fn NewPasswordPage(refused: Option<String>) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let problem = locales::refused(refused, say::forgotten::OVER);
    let button = view! { <button class="button primary" type="submit">{say::forgotten::CHOOSE}</button> };
    let button = button.into_any();
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::forgotten::NEW_TITLE}</h1>
            <p>{say::forgotten::NEW_WHY}</p>
            <KeptForm action="/api/v1/choose_new_password" class="" problem button>
                <Secret asked=say::forgotten::NUMBER read=say::forgotten::READ/>
                <Chosen asking/>
            </KeptForm>
            <p class="or"><a href="/mot-de-passe">{say::forgotten::ANOTHER}</a></p>
        </main>
        <script nonce=use_nonce()>{include_str!("secret.js")}</script>
        <KeepsForms/>
    }
}
