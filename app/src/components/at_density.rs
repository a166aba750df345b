//! How much stands on a screen.

use itineraire_domain::access::Density;
use leptos::prelude::*;
use leptos_meta::Html;

/// The page is shown as its person wants it (`style/base.css`).
#[component]
pub fn AtDensity(density: Density) -> impl IntoView {
    view! { <Html attr:data-density=density.word()/> }
}
