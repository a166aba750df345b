//! What this browser keeps until its person signs out, and what a tab of it keeps until it is closed: a line at a place. One
//! that keeps nothing has nothing there.

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

/// What this tab keeps until it is closed, with its place: it outlives a page that is loaded again.
pub(crate) fn in_tab() -> Vec<(String, String)> {
    let Ok(Some(storage)) = window().session_storage() else {
        return Vec::new();
    };
    let places = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
    places
        .filter_map(|place| Some((storage.get_item(&place).ok()??, place)))
        .map(|(words, place)| (place, words))
        .collect()
}

/// Keeps words at a place of this tab; where they are empty, nothing.
pub(crate) fn keep_in_tab(place: &str, words: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match words {
            "" => storage.remove_item(place),
            words => storage.set_item(place, words),
        };
    }
}

/// The tab is this person's from here on: it keeps nothing of another's.
pub(crate) fn is_tab_of(person: &str) {
    const PLACE: &str = "a";
    let known = window().session_storage().ok().flatten();
    let known = known.and_then(|storage| storage.get_item(PLACE).ok()?);
    if known.as_deref() != Some(person) {
        forget_tab();
        keep_in_tab(PLACE, person);
    }
}

/// The tab keeps nothing any more.
pub(crate) fn forget_tab() {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.clear();
    }
}
