//! One card of a column at a time is where *Tab* stops (`T40`): a board of forty cards is four stops. From a card's title the
//! arrows go to the others, up and down in its column and across to the next.

use crate::browser::keys;
use itineraire_domain::ids::StepId;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

/// The stop of a column.
#[derive(Clone, Copy)]
pub(super) struct Stops {
    /// The card that had the focus last.
    last: RwSignal<Option<StepId>>,
    /// The one where *Tab* stops.
    stop: Memo<Option<StepId>>,
    /// Until then no arrow is heard, and *Tab* stops at each.
    awake: ReadSignal<bool>,
}

impl Stops {
    /// Of these cards: the first, until another has had the focus, and again when that one has gone.
    pub fn of(cards: Signal<Vec<StepId>>, awake: ReadSignal<bool>) -> Self {
        let last = RwSignal::new(None);
        let stop = Memo::new(move |_| {
            cards.with(|cards| {
                let there = last.get().filter(|last| cards.contains(last));
                there.or_else(|| cards.first().copied())
            })
        });
        Self { last, stop, awake }
    }

    /// The `tabindex` of what a card holds.
    pub fn tab(self, id: StepId) -> Memo<&'static str> {
        Memo::new(move |_| {
            if !self.awake.get() || self.stop.get() == Some(id) {
                "0"
            } else {
                "-1"
            }
        })
    }

    /// A card, or something in it, has the focus.
    pub fn enters(self, event: &FocusEvent) {
        let card = element(event.target()).and_then(|it| it.closest(".card").ok()?);
        let id = card.and_then(|card| card.get_attribute("data-step")?.parse().ok());
        if id.is_some() && self.last.get_untracked() != id {
            self.last.set(id);
        }
    }

    /// An arrow, on a card's title.
    pub fn goes(event: &KeyboardEvent) {
        // With another key an arrow is the browser's: back, forward, the ends of the page.
        if event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let Some(title) = element(event.target()).filter(|it| it.matches(".card-title a").unwrap_or(false))
        else {
            return;
        };
        let card = title.closest(".card").ok().flatten();
        let column = title.closest(".column").ok().flatten();
        let within = |of: Option<Element>, what: &str| of.and_then(|of| of.query_selector(what).ok()?);
        let of_card = |card: Option<Element>| within(card, ".card-title a");
        let stop = |column: Option<Element>| within(column, ".card-title a[tabindex='0']");
        let beside = |from: Option<Element>, step: fn(&Element) -> Option<Element>| {
            let mut at = from?;
            loop {
                at = step(&at)?;
                if let Some(stop) = stop(Some(at.clone())) {
                    return Some(stop);
                }
            }
        };
        let next = match event.key().as_str() {
            "ArrowDown" => of_card(card.and_then(|it| it.next_element_sibling())),
            "ArrowUp" => of_card(card.and_then(|it| it.previous_element_sibling())),
            "ArrowRight" => beside(column, Element::next_element_sibling),
            "ArrowLeft" => beside(column, Element::previous_element_sibling),
            keys::TO_FIRST => within(column, ".card-title a"),
            keys::TO_LAST => within(column, ".card:last-child .card-title a"),
            _ => return,
        };
        event.prevent_default();
        if let Some(Ok(next)) = next.map(Element::dyn_into::<HtmlElement>) {
            let _ = next.focus();
        }
    }
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
