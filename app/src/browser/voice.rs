//! The browser's own voice.

use crate::locales::say;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// Tells whether there is one that speaks the page's language: now, and when the browser has found its voices.
pub(crate) fn is_there(told: impl Fn(bool) + 'static) {
    let speaks = || {
        let Ok(voice) = window().speech_synthesis() else {
            return false;
        };
        let all = voice.get_voices();
        let mut all = all.iter().map(SpeechSynthesisVoice::unchecked_from_js);
        all.any(|one| one.lang().starts_with(say::language::CODE))
    };
    told(speaks());
    if let Ok(voice) = window().speech_synthesis() {
        let found = Closure::<dyn Fn()>::new(move || told(speaks()));
        // Each that asks is told: a page has several.
        let _ =
            voice.add_event_listener_with_callback("voiceschanged", found.into_js_value().unchecked_ref());
    }
}

/// Says no more.
pub(crate) fn stop() {
    if let Ok(voice) = window().speech_synthesis() {
        voice.cancel();
    }
}

/// Says a text; `ended` is called once, when it is said or cannot be.
pub(crate) fn say(text: &str, ended: impl Fn() + 'static) {
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
