//! Keys that work wherever one is on the page.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// *Ctrl Z* outside of what is written in, where the browser has its own.
pub(crate) fn undo(undoes: impl Fn() + Clone + 'static) {
    Effect::new(move |_| {
        let undoes = undoes.clone();
        let keys = window_event_listener(ev::keydown, move |event| {
            let held = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
            let on = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            let writes = on.is_some_and(|on| matches!(on.closest("input, textarea"), Ok(Some(_))));
            if held && event.key() == "z" && !writes {
                event.prevent_default();
                undoes();
            }
        });
        on_cleanup(move || keys.remove());
    });
}
