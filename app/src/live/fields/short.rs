//! A short value that is edited where it is read: a place, a day, an hour. The last one in the service's order counts
//! (`CF1`), but what is being typed is never overwritten: it is given after a rest, or when the field is left.

use super::LiveBoard;
use leptos::html::Input;
use leptos::prelude::*;

/// A field of a short value.
#[component]
pub fn ShortField(
    live: LiveBoard,
    /// Its id, for its label.
    id: &'static str,
    /// `text`, `date` or `time`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The value, as the board says it now.
    value: Memo<String>,
    /// Nothing can be written here now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Gives what was written; `false` when it was refused.
    give: impl Fn(String) -> bool + 'static,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let first = value.get_untracked();
    let hand = Hand::new(live, input, value, give);
    let leaves = hand.clone();
    view! {
        <input
            node_ref=input
            id=id
            type=kind
            min=(kind == "date").then_some("2000-01-01")
            maxlength=(kind == "text").then_some("200")
            autocomplete="off"
            value=first
            disabled=disabled
            on:input=move |_| hand.typed()
            on:blur=move |_| leaves.write_down(true)
        />
    }
}

#[cfg(feature = "hydrate")]
use browser::Hand;

/// On the server nobody types.
#[cfg(not(feature = "hydrate"))]
#[derive(Clone)]
struct Hand;

#[cfg(not(feature = "hydrate"))]
impl Hand {
    fn new(_: LiveBoard, _: NodeRef<Input>, _: Memo<String>, _: impl Fn(String) -> bool + 'static) -> Self {
        Self
    }
    fn typed(&self) {}
    fn write_down(&self, _: bool) {}
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Input, LiveBoard};
    use crate::live::engine::{Holds, Seat};
    use itineraire_domain::Refusal;
    use leptos::prelude::*;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;
    use web_sys::HtmlInputElement;

    /// How long typing may rest before it is given, in milliseconds. Longer than for a text: each is a value of its own.
    const REST_MS: u64 = 1_500;

    #[derive(Clone)]
    pub(super) struct Hand(Rc<Typing>);

    struct Typing {
        live: LiveBoard,
        input: RefCell<Option<HtmlInputElement>>,
        /// What the board said last: what differs was typed since.
        known: RefCell<String>,
        seat: Seat,
        waits: Cell<u32>,
        give: Box<dyn Fn(String) -> bool>,
    }

    impl Hand {
        pub fn new(
            live: LiveBoard,
            input: NodeRef<Input>,
            value: Memo<String>,
            give: impl Fn(String) -> bool + 'static,
        ) -> Self {
            let hand = Self(Rc::new(Typing {
                live,
                input: RefCell::new(None),
                known: RefCell::new(value.get_untracked()),
                seat: Seat::new(live),
                waits: Cell::new(0),
                give: Box::new(give),
            }));
            let shown = hand.clone();
            Effect::new(move |_| {
                let value = value.get();
                if let Some(input) = input.get() {
                    shown.meets(input);
                    shown.follow(value);
                }
            });
            let last = StoredValue::new_local(hand.clone());
            on_cleanup(move || {
                if let Some(hand) = last.try_get_value() {
                    hand.leaves();
                }
            });
            hand
        }

        fn meets(&self, input: HtmlInputElement) {
            if self.0.input.borrow().is_some() {
                return;
            }
            *self.0.input.borrow_mut() = Some(input);
            let (hand, write) = (self.clone(), self.clone());
            queue_microtask(move || hand.0.seat.take(Rc::new(move || write.write_down(false))));
        }

        fn leaves(&self) {
            self.write_down(true);
            self.0.seat.leave();
            self.0.input.take();
        }

        /// The board says something else. What was typed since stays: given, it will be the last.
        fn follow(&self, value: String) {
            let before = self.0.known.replace(value.clone());
            if let Some(input) = self.0.input.borrow().as_ref()
                && input.value() == before
                && !input.validity().bad_input()
            {
                input.set_value(&value);
            }
        }

        pub fn typed(&self) {
            let Some(input) = self.0.input.borrow().clone() else {
                return;
            };
            if input.value() == *self.0.known.borrow() {
                return;
            }
            self.0.seat.holds(Holds::Words);
            let wait = self.0.waits.get() + 1;
            self.0.waits.set(wait);
            let hand = self.clone();
            set_timeout(
                move || {
                    if hand.0.waits.get() == wait {
                        hand.write_down(false);
                    }
                },
                Duration::from_millis(REST_MS),
            );
        }

        /// Gives what was typed. A day of which only a part was typed waits until the field is left.
        pub fn write_down(&self, left: bool) {
            let Some(input) = self.0.input.borrow().clone() else {
                return;
            };
            if !left && !input.check_validity() {
                return;
            }
            if input.validity().bad_input() {
                self.0.live.say(&Refusal::NoSuchDate);
                return self.0.seat.holds(Holds::Refused);
            }
            let value = input.value();
            if value == *self.0.known.borrow() {
                return self.0.seat.holds(Holds::Nothing);
            }
            let before = self.0.known.replace(value.clone());
            if (self.0.give)(value) {
                self.0.seat.holds(Holds::Nothing);
            } else {
                *self.0.known.borrow_mut() = before;
                self.0.seat.holds(Holds::Refused);
            }
        }
    }
}
