//! Dragging by pointer: finger, pen or mouse alike.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement};

/// How far a finger goes before it drags, in CSS pixels.
const FAR: i32 = 8;

/// What a pointer was lifted over.
pub(crate) struct Under(Element);

impl Under {
    /// An attribute of the nearest element around that has it.
    pub(crate) fn nearest(&self, attribute: &str) -> Option<String> {
        let element = self.0.closest(&format!("[{attribute}]")).ok()??;
        element.get_attribute(attribute)
    }
}

/// The grip that an event is about begins to drag what `whole` selects around it; `dropped` is told where it was let go.
pub(crate) fn drag(event: &PointerEvent, whole: &str, dropped: impl Fn(&Under) + 'static) {
    let grip = event.current_target();
    let Some(grip) = grip.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let Ok(Some(whole)) = grip.closest(whole) else {
        return;
    };
    let _ = grip.set_pointer_capture(event.pointer_id());
    let (x, y) = (event.client_x(), event.client_y());
    let moving = Rc::new(Cell::new(false));
    let (seen, shown) = (moving.clone(), whole.clone());
    let on_move = Closure::<dyn FnMut(PointerEvent)>::new(move |event: PointerEvent| {
        let far = (event.client_x() - x).abs() + (event.client_y() - y).abs() > FAR;
        if far && !seen.replace(true) {
            let _ = shown.class_list().add_1("dragged");
        }
    });
    grip.set_onpointermove(Some(on_move.as_ref().unchecked_ref()));
    let held = grip.clone();
    let on_up = Closure::once_into_js(move |event: PointerEvent| {
        held.set_onpointermove(None);
        held.set_onpointerup(None);
        held.set_onpointercancel(None);
        drop(on_move);
        let _ = whole.class_list().remove_1("dragged");
        if moving.get() && event.type_() == "pointerup" {
            #[allow(clippy::cast_precision_loss, reason = "screen coordinates")]
            let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
            if let Some(under) = under {
                dropped(&Under(under));
            }
        }
    });
    grip.set_onpointerup(Some(on_up.unchecked_ref()));
    grip.set_onpointercancel(Some(on_up.unchecked_ref()));
}
