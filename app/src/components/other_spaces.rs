//! The way to one's other memberships, for who has several.

use itineraire_domain::views::pages::Me;
use leptos::prelude::*;

/// A link, or nothing.
#[component]
pub fn OtherSpaces(me: Me) -> impl IntoView {
    me.has_others
        .then(|| view! { <a href="/espaces">"Changer d’espace"</a> })
}
