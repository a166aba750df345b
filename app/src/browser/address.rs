//! The page's address, as the browser shows and remembers it.

use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Another address of the same page: *back* comes back to the one before it.
pub(crate) fn push(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Hands over the path at each *back* and *forward*.
pub(crate) fn follow(moved: impl Fn(&str) + 'static) {
    let moved = Rc::new(moved);
    Effect::new(move |_| {
        let moved = moved.clone();
        let back = window_event_listener(leptos::ev::popstate, move |_| {
            moved(&window().location().pathname().unwrap_or_default());
        });
        on_cleanup(move || back.remove());
    });
}
