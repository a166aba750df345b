//! What this browser keeps until its person signs out: a line at a place. One that keeps nothing has nothing there.

use leptos::prelude::window;

/// What is kept at a place.
pub(crate) fn at(place: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(place).ok()?
}

/// Keeps a line at a place.
pub(crate) fn keep_at(place: &str, line: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(place, line);
    }
}

/// Keeps nothing there any more.
pub(crate) fn drop_at(place: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(place);
    }
}
