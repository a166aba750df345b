//! A plain form that keeps what is written when it is refused. Without scripts it comes back empty, with why in its address.

use crate::locales::say;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The form, and above what sends it why it was refused. A page with one ends with [`KeepsForms`].
#[component]
pub fn KeptForm(
    action: &'static str,
    /// Its own on its page.
    #[prop(into, optional)]
    id: Option<String>,
    #[prop(default = "asked-form")] class: &'static str,
    /// Why it was refused, where that is of none of its fields.
    #[prop(optional_no_strip)]
    problem: Option<String>,
    /// What is said when another page comes in its place.
    #[prop(default = say::every_page::SIGNED_OUT)]
    signed_out: &'static str,
    /// What sends it.
    button: AnyView,
    children: Children,
) -> impl IntoView {
    let says = id.as_ref().map_or("refus".to_owned(), |id| format!("refus-{id}"));
    let id = id.unwrap_or_else(|| "formulaire".to_owned());
    view! {
        <form id=id class=class method="post" action=action data-keeps data-no-link=say::every_page::NO_LINK data-signed-out=signed_out>
            {children()}
            <p id=says class="form-problem" data-says role="alert">{problem}</p>
            {button}
        </form>
    }
}

/// What keeps what is written in the forms of a page.
#[component]
pub fn KeepsForms() -> impl IntoView {
    view! { <script nonce=use_nonce()>{include_str!("kept.js")}</script> }
}
