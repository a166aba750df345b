//! The second of two taps. What a first tap takes away, another thing stands in the place of: a finger that taps twice, or a
//! key that is pressed twice, means the first.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Element;

/// Two taps that come within this are one, in milliseconds; and so near, in CSS pixels.
const WITHIN: f64 = 800.0;
const NEAR: i32 = 30;

/// A press that was let through.
struct Tap {
    at: f64,
    place: (i32, i32),
    on: Element,
}

/// Keeps the second of two taps from what has come under the finger, on the whole page and for as long as it is there.
pub(crate) fn guard() {
    Effect::new(|_| {
        let last: Rc<RefCell<Option<Tap>>> = Rc::default();
        let known = last.clone();
        let on_click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
            if !is_second(&event, known.borrow().as_ref()) {
                known.replace(tap(&event));
                return;
            }
            event.prevent_default();
            event.stop_immediate_propagation();
        });
        // Another key than those that press: the person has gone on.
        let on_key = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            if event.key() != "Enter" && event.key() != " " {
                last.take();
            }
        });
        let listeners = [
            ("click", on_click.into_js_value()),
            ("keydown", on_key.into_js_value()),
        ];
        for (name, listener) in listeners {
            // Before anything else hears of it.
            let listener = listener.unchecked_ref();
            let _ = window().add_event_listener_with_callback_and_bool(name, listener, true);
        }
    });
}

fn tap(event: &MouseEvent) -> Option<Tap> {
    let on = event.target()?.dyn_into::<Element>().ok()?;
    Some(Tap {
        at: event.time_stamp(),
        place: (event.client_x(), event.client_y()),
        // What is pressed, not the icon in it.
        on: on
            .closest("button, a, summary, label")
            .ok()
            .flatten()
            .unwrap_or(on),
    })
}

/// Whether what was pressed before, at the same place and just now, is gone. What a program presses is none.
fn is_second(event: &MouseEvent, before: Option<&Tap>) -> bool {
    let (Some(before), Some(now)) = (before, tap(event)) else {
        return false;
    };
    let far = (now.place.0 - before.place.0)
        .abs()
        .max((now.place.1 - before.place.1).abs());
    event.is_trusted() && now.at - before.at < WITHIN && far < NEAR && !before.on.is_connected()
}
