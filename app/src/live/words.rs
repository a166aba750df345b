//! A text that is edited where it is read, by several people at once. No save button: what is typed becomes a command a
//! moment later, and at once when the field, the page or the tablet is left (`RB1`).

use super::LiveBoard;
use itineraire_domain::board::Field;
use leptos::html::Textarea;
use leptos::prelude::*;

/// How long typing may rest before it is sent, in milliseconds.
#[cfg(feature = "hydrate")]
const REST_MS: u64 = 200;

/// A text field of the board.
#[component]
pub fn WordsField(
    live: LiveBoard,
    field: Field,
    /// What it is, for screen readers.
    #[prop(into)]
    label: String,
    /// The class that gives it the look of the text it stands for.
    #[prop(into)]
    class: String,
    /// Shown while it is empty.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let text = Memo::new(move |_| {
        live.board.with(|board| {
            board
                .words(field)
                .map(itineraire_domain::board::Words::text)
                .unwrap_or_default()
        })
    });
    let area = NodeRef::<Textarea>::new();
    // The text stands in the page that the server sends; afterwards the browser's own value is the truth.
    let first = text.get_untracked().replace('&', "&amp;").replace('<', "&lt;");

    let hand = Hand::new(live, field, area, text);
    let (on_input, on_start, on_end, on_leave) = (hand.clone(), hand.clone(), hand.clone(), hand);
    view! {
        <textarea
            node_ref=area
            class=format!("words {class}")
            rows="1"
            aria-label=label
            placeholder=hint
            spellcheck="true"
            inner_html=first
            on:focus=move |_| live.writes_in(Some(field))
            on:input=move |_| on_input.typed()
            on:compositionstart=move |_| on_start.composing(true)
            on:compositionend=move |_| on_end.composing(false)
            on:blur=move |_| {
                on_leave.write_down();
                live.writes_in(None);
            }
        ></textarea>
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
    fn new(_: LiveBoard, _: Field, _: NodeRef<Textarea>, _: Memo<String>) -> Self {
        Self
    }
    fn typed(&self) {}
    fn composing(&self, _: bool) {}
    fn write_down(&self) {}
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Field, LiveBoard, Memo, NodeRef, REST_MS, Textarea};
    use itineraire_domain::board::{CharRef, Command, Words};
    use leptos::prelude::*;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;

    /// One person's typing in one field.
    #[derive(Clone)]
    pub(super) struct Hand(Rc<Typing>);

    struct Typing {
        live: LiveBoard,
        field: Field,
        area: NodeRef<Textarea>,
        /// The words that the textarea was last in step with.
        words: RefCell<Words>,
        composing: Cell<bool>,
        waits: Cell<u32>,
    }

    impl Hand {
        pub fn new(live: LiveBoard, field: Field, area: NodeRef<Textarea>, text: Memo<String>) -> Self {
            let words = live
                .board
                .with_untracked(|board| board.words(field).cloned())
                .unwrap_or_default();
            let hand = Self(Rc::new(Typing {
                live,
                field,
                area,
                words: RefCell::new(words),
                composing: Cell::new(false),
                waits: Cell::new(0),
            }));
            let shown = hand.clone();
            Effect::new(move |_| {
                let text = text.get();
                shown.show(&text);
            });
            // Registered once the link is there, which is after the first effects ran.
            let flush = hand.clone();
            let number = StoredValue::new_local(None);
            Effect::new(move |_| {
                let flush = flush.clone();
                request_animation_frame(move || {
                    live.engine.with_value(|engine| {
                        if let Some(engine) = engine {
                            number.set_value(Some(engine.on_flush(Rc::new(move || flush.write_down()))));
                        }
                    });
                });
            });
            on_cleanup(move || {
                if let Some(Some(number)) = number.try_get_value() {
                    live.engine.try_with_value(|engine| {
                        if let Some(engine) = engine {
                            engine.forget_flush(number);
                        }
                    });
                }
            });
            hand
        }

        pub fn composing(&self, now: bool) {
            self.0.composing.set(now);
            if !now {
                self.typed();
            }
        }

        pub fn typed(&self) {
            let wait = self.0.waits.get() + 1;
            self.0.waits.set(wait);
            let hand = self.clone();
            set_timeout(
                move || {
                    if hand.0.waits.get() == wait {
                        hand.write_down();
                    }
                },
                Duration::from_millis(REST_MS),
            );
        }

        /// What differs from the board becomes a command.
        pub fn write_down(&self) {
            let Some(area) = self.0.area.get_untracked() else {
                return;
            };
            if self.0.composing.get() {
                return;
            }
            let value = area.value();
            let known = self.0.words.borrow().clone();
            if value == known.text() {
                return;
            }
            let Some(client) = self
                .0
                .live
                .engine
                .with_value(|engine| engine.as_ref().and_then(crate::live::engine::Engine::client))
            else {
                return;
            };
            let cursor = area
                .selection_start()
                .ok()
                .flatten()
                .map(|at| chars_before(&value, at));
            let changes = known.diff(client, &value, cursor);
            if changes.is_empty() {
                return;
            }
            let mut ahead = known.clone();
            ahead.apply(client, &changes);
            *self.0.words.borrow_mut() = ahead;
            let field = self.0.field;
            // Refused at once (too long…): the words stay in the field, and the notice says why.
            if !self.0.live.give_now(Command::EditWords { field, changes }) {
                *self.0.words.borrow_mut() = known;
            }
        }

        /// Foreign words came: the cursor stays behind the character that it stood behind.
        fn show(&self, text: &str) {
            let Some(area) = self.0.area.get_untracked() else {
                return;
            };
            let now = self
                .0
                .live
                .board
                .with_untracked(|board| board.words(self.0.field).cloned())
                .unwrap_or_default();
            let before = self.0.words.replace(now.clone());
            let value = area.value();
            if value == text || self.0.composing.get() {
                return;
            }
            // Something typed since is not on the board yet: it is written down before anything foreign is applied.
            let place = |at: Option<u32>| -> Option<u32> {
                let at = chars_before(&value, at?);
                let anchor: Option<CharRef> = at.checked_sub(1).and_then(|at| before.char_at(at));
                let place = anchor.map_or(Some(0), |anchor| now.place_after(anchor))?;
                Some(utf16_before(text, place))
            };
            let start = place(area.selection_start().ok().flatten());
            let end = place(area.selection_end().ok().flatten());
            area.set_value(text);
            let focused = document().active_element().is_some_and(|active| {
                let area: &web_sys::Element = area.as_ref();
                active == *area
            });
            if let (true, Some(start), Some(end)) = (focused, start, end) {
                let _ = area.set_selection_range(start, end);
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
}
