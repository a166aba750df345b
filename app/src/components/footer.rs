//! The foot of the pages that one comes and goes by: help, and what the law wants said.

use crate::locales::say;
use leptos::prelude::*;

/// Links to the parts of `/a-propos`, and to how one's pages are shown.
#[component]
pub fn Footer(
    /// Whoever reads it is signed in.
    #[prop(optional)]
    signed_in: bool,
) -> impl IntoView {
    view! {
        <footer class="law">
            {signed_in.then(|| view! { <a href="/affichage">{say::display::TITLE}</a> })}
            <a href="/a-propos#aide">{say::about::HELP}</a>
            <a href="/a-propos#donnees">{say::about::DATA}</a>
            <a href="/a-propos#accessibilite">{say::about::ACCESSIBILITY}</a>
            <a href="/a-propos#qui">{say::about::WHO}</a>
        </footer>
    }
}
