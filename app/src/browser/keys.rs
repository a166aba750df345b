//! Keys that work wherever one is on the page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Whether a key came in a field that one writes in: there the browser has ways of its own.
pub(crate) fn is_in_field(event: &KeyboardEvent) -> bool {
    let on = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    on.is_some_and(|on| matches!(on.closest("input, textarea, select"), Ok(Some(_))))
}

/// What goes to the first of a list.
pub(crate) const TO_FIRST: &str = "Home";

/// What goes to the last of a list.
pub(crate) const TO_LAST: &str = "End";

/// *Enter*, and not the one that ends a composed character.
pub(crate) fn ends_line(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.is_composing()
}

/// A letter by itself, outside of what is written in and of what asks something. Gives whether it did anything.
pub(crate) fn letter(does: impl Fn(&str) -> bool + Clone + 'static) {
    Effect::new(move |_| {
        let does = does.clone();
        let keys = window_event_listener(ev::keydown, move |event| {
            let held = event.ctrl_key() || event.meta_key() || event.alt_key();
            let asked = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
            if !held && !asked && !is_in_field(&event) && does(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || keys.remove());
    });
}

/// *Ctrl Z* outside of what is written in.
pub(crate) fn undo(undoes: impl Fn() + Clone + 'static) {
    Effect::new(move |_| {
        let undoes = undoes.clone();
        let keys = window_event_listener(ev::keydown, move |event| {
            let held = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
            if held && event.key() == "z" && !is_in_field(&event) {
                event.prevent_default();
                undoes();
            }
        });
        on_cleanup(move || keys.remove());
    });
}
