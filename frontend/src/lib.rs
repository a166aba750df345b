//! The WASM entry: wakes up the islands of the page that the server sent.

// The islands are reached by their names from the page's script, and by nothing here.
use itineraire_app as _;

/// Called by the page's script once the WASM is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
