//! The page as a whole.

use crate::locales::say;
use leptos::prelude::*;

/// What is covered does not scroll, while `covers` says so and for as long as the view that asks is there. The page says it: a style that asks
/// whether a step is open (`:has`) is asked again at each key, all over the board.
pub(crate) fn cover(covers: impl Fn() -> bool + 'static) {
    let cover = |covered| {
        if let Some(body) = document().body() {
            let _ = body.toggle_attribute_with_force("data-covered", covered);
        }
    };
    Effect::new(move |_| {
        cover(covers());
        on_cleanup(move || cover(false));
    });
}

/// Whether the page is alive: until then what is pressed is a plain form's, or waits. The document says it too, once the island
/// and all within it are, for who looks from outside.
pub(crate) fn awake() -> ReadSignal<bool> {
    let (awake, wakes) = signal(false);
    Effect::new(move |_| {
        wakes.set(true);
        let say = || {
            let root = document().document_element();
            let _ = root.map(|root| root.set_attribute("data-awake", ""));
        };
        set_timeout(say, std::time::Duration::ZERO);
    });
    awake
}

/// Whether there is room for a step beside the board: in letters, as a style counts them. Not known before the page is alive.
pub(crate) fn is_wide() -> Signal<bool> {
    let wide = RwSignal::new(false);
    Effect::new(move |_| {
        let Ok(Some(query)) = window().match_media("(width >= 87.5rem)") else {
            return;
        };
        let look = move || {
            let matches = query.matches();
            if wide.get_untracked() != matches {
                wide.set(matches);
            }
        };
        look();
        let resized = window_event_listener(leptos::ev::resize, move |_| look());
        on_cleanup(move || resized.remove());
    });
    wide.into()
}

/// What is open stands before the page's title, for as long as the view that says so is there.
pub(crate) fn titled(words: &'static str) {
    Effect::new(move |_| {
        let before = document().title();
        document().set_title(&format!("{words} · {before}"));
        on_cleanup(move || {
            // Unless the page said something else meanwhile: that it is over.
            if document().title().starts_with(words) {
                document().set_title(&before);
            }
        });
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
