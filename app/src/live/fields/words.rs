//! What is typed in a text of the board, on its way to becoming commands.

use crate::browser::clock::now;
use crate::browser::keys;
use crate::browser::local::Local;
use crate::live::LiveBoard;
use crate::live::engine::{Holds, Seat};
use itineraire_domain::ids::ClientId;
use itineraire_domain::parcours::{Board, Command, Field, Words};
use itineraire_domain::sync::draft::Draft;
use leptos::html::Textarea;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

/// How long typing may rest before it is given.
const REST: Duration = Duration::from_millis(200);
/// How long someone may type without a rest before it is given all the same, in milliseconds.
const MOST_MS: i64 = 1_000;

/// One person's typing in one field.
#[derive(Clone)]
pub(crate) struct WordsTyping(Rc<State>);

struct State {
    live: LiveBoard,
    field: Field,
    /// The element itself: it is read once more when the field is taken off the page.
    area: RefCell<Option<HtmlTextAreaElement>>,
    draft: RefCell<Draft>,
    seat: Seat<Board>,
    since: Cell<Option<i64>>,
    /// Nothing is left in a field that must say something.
    empty: RwSignal<bool>,
}

impl WordsTyping {
    pub fn new(live: LiveBoard, field: Field, area: NodeRef<Textarea>, words: Memo<Words>) -> Self {
        let typing = Self(Rc::new(State {
            live,
            field,
            area: RefCell::new(None),
            draft: RefCell::new(Draft::new(words.get_untracked())),
            seat: Seat::new(live.engine),
            since: Cell::new(None),
            empty: RwSignal::new(false),
        }));
        let shown = typing.clone();
        Effect::new(move |_| {
            words.track();
            if let Some(area) = area.get() {
                shown.meets(area);
                shown.follow();
            }
        });
        Local::new().put(typing.clone(), Self::leaves);
        typing
    }

    /// The field is on the page. What was typed in it before the page woke is given like any other word.
    fn meets(&self, area: HtmlTextAreaElement) {
        if self.0.area.borrow().is_some() {
            return;
        }
        *self.0.area.borrow_mut() = Some(area.clone());
        let typing = self.clone();
        self.0
            .seat
            .take(move || typing.write_down(), move || area.value());
    }

    fn leaves(self) {
        self.write_down();
        self.0.seat.leave();
        self.0.area.take();
    }

    /// Whether nothing is left of a title, or of the words of a frein or a levier: that is not given, and what was there
    /// comes back when the field is left (`T37`).
    pub fn empty(&self) -> ReadSignal<bool> {
        self.0.empty.read_only()
    }

    /// Its words name something: one line, and never none.
    fn names(&self) -> bool {
        matches!(self.0.field, Field::Title(_) | Field::Finding(_))
    }

    /// *Enter* in what is one line: what was typed is given, and no line begins.
    pub fn enters(&self, event: &KeyboardEvent) {
        if self.names() && keys::ends_line(event) {
            event.prevent_default();
            self.write_down();
        }
    }

    /// The field is left. A browser says so too of one that goes from the page with the keyboard's place in it: then nothing
    /// of it is there any more.
    pub fn left(&self) {
        let Some(area) = self.0.area.borrow().clone() else {
            return;
        };
        self.write_down();
        if self.0.empty.get_untracked() {
            let words = self
                .0
                .live
                .board
                .with_untracked(|board| board.words(self.0.field).cloned());
            let words = words.unwrap_or_default();
            area.set_value(&words.text());
            *self.0.draft.borrow_mut() = Draft::new(words);
            self.0.empty.set(false);
            self.0.seat.holds(Holds::Nothing);
        }
    }

    pub fn composes(&self, now: bool) {
        self.0.draft.borrow_mut().composes(now);
        if !now {
            self.write_down();
            self.follow();
        }
    }

    pub fn typed(&self) {
        self.0.seat.holds(Holds::Words);
        self.joins_lines();
        let at = now().0;
        let since = self.0.since.get().unwrap_or(at);
        self.0.since.set(Some(since));
        if at - since > MOST_MS {
            return self.write_down();
        }
        let typing = self.clone();
        self.0.seat.rests(REST, move || typing.write_down());
    }

    /// What was pasted in several lines is one line, where there is one.
    fn joins_lines(&self) {
        let area = self.0.area.borrow().clone();
        if let Some(area) = area.filter(|area| self.names() && area.value().contains('\n')) {
            let at = area.selection_end().ok().flatten().unwrap_or_default();
            area.set_value(&area.value().replace('\n', " "));
            let _ = area.set_selection_range(at, at);
        }
    }

    fn client(&self) -> Option<ClientId> {
        self.0.seat.engine()?.client()
    }

    /// What differs from the board becomes a command.
    pub fn write_down(&self) {
        let Some(area) = self.0.area.borrow().clone() else {
            return;
        };
        self.0.since.set(None);
        let value = area.value();
        let empty = self.names() && value.trim().is_empty();
        if self.0.empty.get_untracked() != empty {
            self.0.empty.set(empty);
        }
        if empty || !self.0.draft.borrow().holds(&value) {
            return self.0.seat.holds(Holds::Nothing);
        }
        let Some(client) = self.client() else {
            return self.0.seat.holds(Holds::Words);
        };
        let cursor = area.selection_start().ok().flatten();
        let cursor = cursor.map(|at| chars_before(&value, at));
        let changes = self.0.draft.borrow().unwritten(client, &value, cursor);
        let field = self.0.field;
        let edit = Command::write(field, changes.clone());
        // Before it is given: the board that then holds it is followed at once.
        let before = self.0.draft.borrow().clone();
        self.0.draft.borrow_mut().written(client, &changes);
        if changes.is_empty() || self.0.live.give_now(edit) {
            self.0.seat.holds(Holds::Nothing);
        } else {
            // Refused at once (too long…): the words stay in the field, and the notice says why.
            *self.0.draft.borrow_mut() = before;
            self.0.seat.holds(Holds::Refused);
        }
    }

    /// The board says something else: the field shows it, with what was typed since.
    fn follow(&self) {
        let Some(area) = self.0.area.borrow().clone() else {
            return;
        };
        let live = self.0.live;
        let words = live
            .board
            .with_untracked(|board| board.words(self.0.field).cloned());
        let value = area.value();
        let at = |at: Option<u32>| at.map_or(0, |at| chars_before(&value, at));
        let selection = (
            at(area.selection_start().ok().flatten()),
            at(area.selection_end().ok().flatten()),
        );
        let client = self.client().unwrap_or(ClientId(uuid::Uuid::nil()));
        let words = words.unwrap_or_default();
        let shown = self
            .0
            .draft
            .borrow_mut()
            .follow(client, &words, &value, selection);
        let Some(shown) = shown else { return };
        let element: &web_sys::Element = area.as_ref();
        let focused = document()
            .active_element()
            .is_some_and(|active| active == *element);
        area.set_value(&shown.text);
        if focused {
            let (start, end) = shown.selection;
            let _ =
                area.set_selection_range(utf16_before(&shown.text, start), utf16_before(&shown.text, end));
        }
    }
}

fn chars_before(text: &str, utf16: u32) -> usize {
    let mut left = utf16 as usize;
    text.chars()
        .take_while(|c| {
            let take = left >= c.len_utf16();
            left = left.saturating_sub(c.len_utf16());
            take
        })
        .count()
}

fn utf16_before(text: &str, chars: usize) -> u32 {
    u32::try_from(text.chars().take(chars).map(char::len_utf16).sum::<usize>()).unwrap_or(u32::MAX)
}
