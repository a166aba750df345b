//! How far something is, as segments. The words that say it stand beside: the segments are for the eye alone.

use leptos::prelude::*;

/// `done` of `all`; with many, each segment stands for several.
#[component]
pub fn Segments(done: usize, all: usize) -> impl IntoView {
    let shown = all.clamp(1, 10);
    let filled = (done * shown).checked_div(all).unwrap_or(0);
    view! {
        <span class="segments" aria-hidden="true">
            {(0..shown).map(|at| view! { <span class:filled=at < filled></span> }).collect_view()}
        </span>
    }
}
