//! This page's place among those that this browser shows of a stream, and the client that the browser keeps for it
//! (`ID1`). A place is one tab's at a time, by the browser's own locks: a second tab has another place, and another client; a
//! page that is loaded anew finds its place free again, and takes the same one.

use js_sys::{Array, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"])]
    fn request(name: &str, options: &Object, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// Takes the first place of `whose` that no other tab holds, from place `number` on, until this page is gone; calls `then`
/// with its name. With none in a browser without locks: its clients are of one loading each.
pub(super) fn take_place(whose: String, number: u32, then: Rc<dyn Fn(Option<String>)>) {
    let name = format!("{whose} {number}");
    let (place, otherwise) = (name.clone(), then.clone());
    let granted = Closure::<dyn Fn(JsValue) -> Promise>::new(move |lock: JsValue| {
        if lock.is_null() {
            take_place(whose.clone(), number + 1, then.clone());
        } else {
            then(Some(place.clone()));
        }
        // A race of nobody has no end, and a lock is held until then.
        Promise::race(&Array::new())
    });
    let if_free = Object::new();
    let _ = Reflect::set(&if_free, &"ifAvailable".into(), &true.into());
    // No locks at all, or none for this page: said at once, or later.
    match request(&name, &if_free, &granted.into_js_value()) {
        Ok(held) => {
            let refused = Closure::once(move |_: JsValue| otherwise(None));
            let _ = held.catch(&refused);
            refused.forget();
        }
        Err(_) => otherwise(None),
    }
}
