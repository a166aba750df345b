//! `/invitation`: whoever was asked to come comes. A plain form; the link fills in its number by itself (`secret.js`).

use crate::api::AppError;
use crate::components::field::{AskedLine, Asking, KeepsForms, KeptForm};
use crate::locales::{self, say};
use itineraire_domain::Refusal;
use itineraire_domain::people::{EMAIL, Unclear};
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The longest password, in characters.
const PASSWORD: usize = 200;

/// The page, with why the last try was refused.
#[component]
pub fn InvitationPage(refused: Option<String>) -> impl IntoView {
    let (asking, refused) = Asking::after(refused);
    let problem = match refused.as_deref().map(AppError::of_word) {
        Some(AppError::Refused(Refusal::AlreadyThere)) => Some(say::invitation::USED.to_owned()),
        Some(AppError::Refused(Refusal::WrongStage)) => Some(say::invitation::OVER.to_owned()),
        _ => locales::refused(refused, say::invitation::UNKNOWN),
    };
    let button = view! { <button class="button primary" type="submit">{say::invitation::ENTER}</button> };
    let button = button.into_any();
    view! {
        <main id="contenu" class="sign-in">
            <p class="brand">{say::every_page::BRAND}</p>
            <h1>{say::invitation::TITLE}</h1>
            <p>{say::invitation::WHY}</p>
            <KeptForm action="/api/v1/accept_invitation" class="" problem button>
                <Secret asked=say::invitation::NUMBER read=say::invitation::READ/>
                <div class="asked">
                    <label for="email">{say::invitation::EMAIL}</label>
                    <input id="email" name="email" type="email" maxlength=EMAIL.to_string() autocomplete="username" data-next required/>
                </div>
                <Chosen asking once=true/>
            </KeptForm>
            <p>{say::invitation::HAS_ACCOUNT}</p>
            <p class="or"><a href="/connexion">{say::every_page::SIGN_IN}</a></p>
        </main>
        <script nonce=use_nonce()>{include_str!("secret.js")}</script>
        <KeepsForms/>
    }
}

/// The number that an address carries behind its `#`, or that is typed.
#[component]
pub(super) fn Secret(asked: &'static str, read: &'static str) -> impl IntoView {
    view! {
        <div id="secret-asked">
            <div class="asked">
                <label for="numero">{asked}</label>
                <input id="numero" name="secret" maxlength="300" data-secret autocomplete="off" required/>
            </div>
        </div>
        <p id="secret-read" class="secret-read" hidden>{read}</p>
    }
}

/// A password that is chosen, and written twice.
#[component]
pub(super) fn Chosen(
    asking: Asking,
    /// Who has an account already writes its password once.
    #[prop(optional)]
    once: bool,
) -> impl IntoView {
    let line = AskedLine {
        kind: "password",
        fills: "new-password",
        ..AskedLine::words(PASSWORD, true)
    };
    let again = AskedLine {
        required: !once,
        unsaid: once,
        ..line
    };
    let password = asking.of(Unclear::Password, "password", say::invitation::PASSWORD);
    view! {
        <p id="comment"><small>{say::invitation::PASSWORD_HOW}</small></p>
        {password.line(line, "")}
        {asking.of(Unclear::Again, "again", say::invitation::AGAIN).line(again, "")}
    }
}
