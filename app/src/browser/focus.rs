//! The keyboard's place. When what had the focus goes (an item is removed, a form closes) or is put elsewhere in the page,
//! the browser forgets where the person was, and the next Tab would start again from the top. The focus then goes to the
//! same element if it is still there, or to the nearest thing that is.

use leptos::ev;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlElement};

thread_local! {
    /// What had the focus last. None once the person has pointed elsewhere: then nothing is lost.
    static LAST: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Watches over the place, and looks after each change of what `changes` reads.
pub(crate) fn keep(changes: impl Fn() + 'static) {
    let seen = |target: Option<EventTarget>| LAST.set(target.and_then(|it| it.dyn_into().ok()));
    Effect::new(move |_| {
        let watches = [
            window_event_listener(ev::pointerdown, move |_| seen(None)),
            window_event_listener(ev::focusin, move |event| seen(event.target())),
            // A form that closes changes nothing on the board.
            window_event_listener(ev::click, |_| look()),
        ];
        on_cleanup(move || {
            for watch in watches {
                watch.remove();
            }
        });
    });
    Effect::new(move |_| {
        changes();
        look();
    });
}

/// Finds the place again, once the page is drawn, if it was lost.
pub(crate) fn look() {
    request_animation_frame(|| {
        let document = document();
        let lost = document.active_element().is_none_or(|it| it.tag_name() == "BODY");
        // It is remembered until it is lost: what goes may go after this.
        if let Some(last) = lost.then(|| LAST.take()).flatten() {
            let find = |what: &str| document.query_selector(what).ok().flatten();
            let near = if last.is_connected() {
                Some(last.into())
            } else {
                let step = last.closest("[data-step]").ok().flatten();
                step.and_then(|it| {
                    find(&format!(
                        ".card[data-step='{}'] a",
                        it.get_attribute("data-step")?
                    ))
                })
                .or_else(|| find(".sheet"))
                .or_else(|| find("#contenu"))
            };
            if let Some(near) = near.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                let _ = near.focus();
            }
        }
    });
}

/// Brings the focus to the element with an id, once the page is drawn, if it is there then.
pub(crate) fn bring_to(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Brings the focus to an element as soon as it is there.
pub(crate) fn begin_at<E>(node: NodeRef<E>)
where
    E: leptos::html::ElementType,
    E::Output: JsCast + Clone + 'static,
{
    Effect::new(move |_| {
        if let Some(element) = node.get()
            && let Some(element) = element.dyn_ref::<HtmlElement>()
        {
            let _ = element.focus();
        }
    });
}

/// Gives the focus to an element that is there.
pub(crate) fn give(node: NodeRef<leptos::html::Button>) {
    if let Some(element) = node.get_untracked() {
        let _ = element.focus();
    }
}

/// Finds the place again when the view that says so is gone: it took the keyboard, and gives it back.
pub(crate) fn comes_back() {
    Effect::new(move |_| on_cleanup(look));
}
