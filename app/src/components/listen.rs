//! *Écouter*: reads aloud, with the browser's own voice, for whoever reads with difficulty.

use super::Icon;
use crate::locales::say;
use leptos::prelude::*;

/// A button that reads `text` aloud, and stops when it is pressed again. Not there where the browser has no voice.
#[component]
pub fn Listen(
    /// `primary` where reading aloud is what most people come for, or `plain`.
    look: &'static str,
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    // Taken for granted until the page is awake: nearly every browser has one, and nothing moves then.
    let has_voice = RwSignal::new(true);
    let speaks = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| has_voice.set(voice::is_there()));
    #[cfg(feature = "hydrate")]
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
    #[cfg(not(feature = "hydrate"))]
    let toggle = move || drop(text());
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

#[cfg(feature = "hydrate")]
mod voice {
    use crate::locales::say;
    use leptos::prelude::window;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;
    use web_sys::SpeechSynthesisUtterance;

    pub fn is_there() -> bool {
        window().speech_synthesis().is_ok()
    }

    pub fn stop() {
        if let Ok(voice) = window().speech_synthesis() {
            voice.cancel();
        }
    }

    pub fn say(text: &str, ended: impl Fn() + 'static) {
        let (Ok(voice), Ok(words)) = (
            window().speech_synthesis(),
            SpeechSynthesisUtterance::new_with_text(text),
        ) else {
            return ended();
        };
        words.set_lang(say::language::VOICE);
        words.set_rate(0.9);
        // The browser calls one of the two, once, and then holds nothing of ours.
        let ended = Closure::once_into_js(ended);
        words.set_onend(Some(ended.unchecked_ref()));
        words.set_onerror(Some(ended.unchecked_ref()));
        voice.cancel();
        voice.speak(&words);
    }
}
