//! What a page says to the person besides its content: what just happened, and why nothing is kept for now.

use crate::live::LiveBoard;
use crate::locales;
use itineraire_domain::Trouble;
use leptos::prelude::*;

/// Both, on a board's page. They are read aloud while a step is open too: what covers the rest of the page is therefore
/// no `aria-modal`, which would silence them, and the rest is `inert` instead.
#[component]
pub(crate) fn Notices(live: LiveBoard) -> impl IntoView {
    let notice = live.notice;
    view! {
        <p class="notice" class:said=move || notice.with(|it| !it.is_empty()) role="status" aria-live="polite">{move || notice.get()}</p>
        <SaysTrouble trouble=live.trouble/>
    }
}

/// Why the service keeps nothing, as long as that is so.
#[component]
pub(crate) fn SaysTrouble(trouble: ReadSignal<Option<Trouble>>) -> impl IntoView {
    view! {
        <p class="notice" class:said=move || trouble.get().is_some() role="status" aria-live="polite">{move || trouble.get().map(locales::trouble)}</p>
    }
}
