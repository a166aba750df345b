//! What a page says to the person besides its content: what just happened, why nothing is kept for now, and that there is
//! soon no more room.

use crate::components::Icon;
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::Trouble;
use itineraire_domain::parcours::Command;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// How long a sentence stays.
const STAYS: Duration = Duration::from_secs(8);

/// All three, at the bottom of a board's page, above all else. They are read aloud while a step is open too: what covers the
/// rest of the page is therefore no `aria-modal`, which would silence them, and the rest is `inert` instead.
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
    let just_done = Memo::new(move |_| live.just_done());
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(earlier) = timer.flatten() {
            earlier.clear();
        }
        // That the page is an old one stays true.
        let passes = notice.with(|it| !it.is_empty() && it != say::every_page::UPDATED);
        let hush = move || live.say("");
        passes
            .then(|| set_timeout_with_handle(hush, STAYS).ok())
            .flatten()
    });
    let undo = move |of| {
        view! {
            <button class="button plain" type="button" on:click=move |_| live.give(Command::Undo { of })>
                {Icon::Undo2.draw()} {say::tools::UNDO}
            </button>
        }
    };
    view! {
        <div class="notices">
            <div class="notice" class:said=move || notice.with(|it| !it.is_empty())>
                <p role="status" aria-live="polite">{move || notice.get()}</p>
                {move || just_done.get().filter(|_| notice.with(|it| !it.is_empty())).map(undo)}
            </div>
            <SaysTrouble trouble=live.trouble/>
            <p class="notice" class:said=move || room.get().is_some() role="status" aria-live="polite">{move || room.get()}</p>
        </div>
    }
}

/// Why the service keeps nothing, as long as that is so.
#[component]
pub(crate) fn SaysTrouble(trouble: ReadSignal<Option<Trouble>>) -> impl IntoView {
    view! {
        <p class="notice" class:said=move || trouble.get().is_some() role="status" aria-live="polite">{move || trouble.get().map(locales::trouble)}</p>
    }
}
