//! *Écouter*: reads aloud, with the browser's own voice, for whoever reads with difficulty.

use super::Icon;
use crate::browser::voice;
use crate::locales::say;
use leptos::prelude::*;

/// A button that reads `text` aloud, and stops when it is pressed again. Not there where the browser has no voice.
#[component]
pub fn Listen(
    /// `primary` where reading aloud is what most people come for, or `plain`.
    look: &'static str,
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    // Taken for granted until the page is awake: nearly every browser has one.
    let has_voice = RwSignal::new(true);
    let speaks = RwSignal::new(false);
    Effect::new(move |_| {
        voice::is_there(move |there| {
            has_voice.try_set(there);
        });
    });
    let toggle = move || {
        if speaks.get_untracked() {
            voice::stop();
            speaks.set(false);
        } else {
            speaks.set(true);
            voice::say(&text(), move || {
                speaks.try_set(false);
            });
        }
    };
    view! {
        <button
            class=format!("button {look}")
            hidden=move || !has_voice.get()
            type="button"
            aria-pressed=move || speaks.get().to_string()
            on:click=move |_| toggle()
        >
            {Icon::Volume2.draw()} {move || if speaks.get() { say::every_page::LISTEN_NO_MORE } else { say::every_page::LISTEN }}
        </button>
    }
}
