//! What a page says to the person besides its content: what just happened, why nothing is kept for now, and that there is
//! soon no more room.

use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::Trouble;
use leptos::prelude::*;

/// All three, on a board's page. They are read aloud while a step is open too: what covers the rest of the page is therefore
/// no `aria-modal`, which would silence them, and the rest is `inert` instead.
#[component]
pub(crate) fn Notices(live: LiveBoard) -> impl IntoView {
    let notice = live.notice;
    let room = Memo::new(move |_| {
        let size = live.board.with(|board| board.size);
        let said = if size.is_full() {
            say::board::FULL
        } else {
            say::board::NEARLY_FULL
        };
        size.is_nearly_full().then_some(said)
    });
    view! {
        <p class="notice" class:said=move || notice.with(|it| !it.is_empty()) role="status" aria-live="polite">{move || notice.get()}</p>
        <SaysTrouble trouble=live.trouble/>
        <p class="notice" class:said=move || room.get().is_some() role="status" aria-live="polite">{move || room.get()}</p>
    }
}

/// Why the service keeps nothing, as long as that is so.
#[component]
pub(crate) fn SaysTrouble(trouble: ReadSignal<Option<Trouble>>) -> impl IntoView {
    view! {
        <p class="notice" class:said=move || trouble.get().is_some() role="status" aria-live="polite">{move || trouble.get().map(locales::trouble)}</p>
    }
}
