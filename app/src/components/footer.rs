//! The foot of the pages that one comes and goes by: help, and what the law wants said.

use crate::locales::say;
use leptos::prelude::*;

/// Links to the parts of `/a-propos`.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="law">
            <a href="/a-propos#aide">{say::about::HELP}</a>
            <a href="/a-propos#donnees">{say::about::DATA}</a>
            <a href="/a-propos#accessibilite">{say::about::ACCESSIBILITY}</a>
            <a href="/a-propos#qui">{say::about::WHO}</a>
        </footer>
    }
}
