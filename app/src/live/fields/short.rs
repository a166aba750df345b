//! What is typed in a short value of the board, on its way to becoming a command.

use crate::browser::local::Local;
use crate::live::LiveBoard;
use crate::live::engine::{Holds, Seat};
use crate::locales;
use itineraire_domain::Refusal;
use itineraire_domain::parcours::Board;
use leptos::html::Input;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use web_sys::HtmlInputElement;

/// How long typing may rest before it is given. Longer than for a text: each is a value of its own.
const REST: Duration = Duration::from_millis(1_500);

#[derive(Clone)]
pub(crate) struct ShortTyping(Rc<State>);

struct State {
    live: LiveBoard,
    input: RefCell<Option<HtmlInputElement>>,
    /// What the board said last: what differs was typed since.
    known: RefCell<String>,
    seat: Seat<Board>,
    give: Box<dyn Fn(String) -> bool>,
}

impl ShortTyping {
    pub fn new(
        live: LiveBoard,
        input: NodeRef<Input>,
        value: Memo<String>,
        give: impl Fn(String) -> bool + 'static,
    ) -> Self {
        let typing = Self(Rc::new(State {
            live,
            input: RefCell::new(None),
            known: RefCell::new(value.get_untracked()),
            seat: Seat::new(live.engine),
            give: Box::new(give),
        }));
        let shown = typing.clone();
        Effect::new(move |_| {
            let value = value.get();
            if let Some(input) = input.get() {
                shown.meets(input);
                shown.follow(value);
            }
        });
        Local::new().put(typing.clone(), Self::leaves);
        typing
    }

    fn meets(&self, input: HtmlInputElement) {
        if self.0.input.borrow().is_some() {
            return;
        }
        *self.0.input.borrow_mut() = Some(input.clone());
        let typing = self.clone();
        self.0
            .seat
            .take(move || typing.write_down(false), move || input.value());
    }

    fn leaves(self) {
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
        let typing = self.clone();
        self.0.seat.rests(REST, move || typing.write_down(false));
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
            self.0.live.say(locales::refusal(&Refusal::NoSuchDate));
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
