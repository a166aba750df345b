//! The page as a whole.

use crate::locales::say;
use leptos::prelude::*;

/// What is covered does not scroll, for as long as the view that says so is there. The page says it: a style that asks
/// whether a step is open (`:has`) is asked again at each key, all over the board.
pub(crate) fn cover() {
    let cover = |covered| {
        if let Some(body) = document().body() {
            let _ = body.toggle_attribute_with_force("data-covered", covered);
        }
    };
    Effect::new(move |_| {
        cover(true);
        on_cleanup(move || cover(false));
    });
}

/// Shuts what opened over the page, by its id: what was chosen in it may be gone by then, and shuts nothing itself.
pub(crate) fn shut(popover: &str) {
    let popover = document().get_element_by_id(popover);
    if let Some(Ok(popover)) = popover.map(wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>) {
        let _ = popover.hide_popover();
    }
}

/// Takes out of the page what the server wrote into it for its islands, and the title.
pub(crate) fn forget_what_came() {
    document().set_title(say::every_page::BRAND);
    if let Ok(islands) = document().query_selector_all("leptos-island") {
        for at in 0..islands.length() {
            if let Some(island) = islands.item(at)
                && let Ok(island) = wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(island)
            {
                let _ = island.remove_attribute("data-props");
            }
        }
    }
}
