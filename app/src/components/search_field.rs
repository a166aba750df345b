//! Where one looks for something: in the head of every page, and on the page of what was found.

use crate::locales::say;
use itineraire_domain::search::SOUGHT;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The field, as a plain form.
#[component]
pub fn SearchField(
    /// Its own on its page.
    id: &'static str,
    #[prop(optional)] written: String,
    /// It takes the focus.
    #[prop(optional)]
    begins: bool,
) -> impl IntoView {
    view! {
        <form class="search-field" role="search" method="post" action="/api/v1/look_for">
            <input
                id=id
                type="search"
                name="words"
                value=written
                maxlength=SOUGHT.to_string()
                placeholder=say::search::OPEN
                aria-label=say::search::OPEN
                aria-keyshortcuts=say::search::SHORTCUT
                autocomplete="off"
                autofocus=begins
            />
            <kbd aria-hidden="true">{say::search::KEYS}</kbd>
            // Who has no *Enter* key taps it.
            <button class="search-go" type="submit" aria-label=say::search::GO><Glass/></button>
        </form>
    }
}

/// The way to it, where there is no room for the field.
#[component]
pub fn SearchLink() -> impl IntoView {
    view! { <a class="search-link" href="/recherche" aria-label=say::search::OPEN><Glass/></a> }
}

/// *Ctrl K* leads to the field, or to its page where there is none in sight.
#[component]
pub fn SearchKey() -> impl IntoView {
    view! { <script nonce=use_nonce()>{include_str!("search_key.js")}</script> }
}

/// A lens, drawn here and not among the icons: no board draws it, and what it weighs would be in its program (Lucide, ISC).
#[component]
fn Glass() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="m21 21-4.34-4.34"/>
            <circle cx="11" cy="11" r="8"/>
        </svg>
    }
}
