//! The WASM entry: wakes up the page that the server sent.

/// Called by the page's script once the WASM is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(itineraire_app::App);
}
