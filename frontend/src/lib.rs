//! The WASM entry: wakes up the islands of the page that the server sent.

// Named for what it exports: the islands of the features that this program was built with.
use itineraire_app as _;

/// Called by the page's script once the WASM is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}

/// Shows a board from what a tablet kept of it, with a step opened or none, in the place of what stands in the document.
/// `false`, and nothing changes, when it cannot be read.
#[cfg(feature = "board")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn mount_kept(kept: &str, step: Option<String>) -> bool {
    itineraire_app::pages::mount_kept(kept, step.as_deref())
}
