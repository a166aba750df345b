//! Dragging by pointer: finger, pen or mouse alike. What is carried follows the pointer; where it would land is marked; near an
//! edge, what scrolls there scrolls.

use leptos::ev::{self, PointerEvent};
use leptos::leptos_dom::helpers::{IntervalHandle, WindowListenerHandle};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, Node};

/// How far a pointer goes before it drags, in CSS pixels.
const FAR: i32 = 8;

/// How long a finger rests on a card before it carries it: until then it scrolls.
const HOLD: Duration = Duration::from_millis(400);

/// How near an edge is near, and how far it scrolls each time.
const EDGE: f64 = 48.0;
const SCROLL: f64 = 14.0;
const OFTEN: Duration = Duration::from_millis(40);

/// What a pointer was lifted over.
pub(crate) struct Under {
    element: Element,
    y: f64,
}

impl Under {
    /// An attribute of the nearest element around that has it, and whether the pointer is in that element's lower half.
    pub(crate) fn nearest(&self, attribute: &str) -> Option<(String, bool)> {
        let element = self.row(attribute)?;
        let lower = self.is_low(&element);
        Some((element.get_attribute(attribute)?, lower))
    }

    fn row(&self, attribute: &str) -> Option<Element> {
        self.element.closest(&format!("[{attribute}]")).ok()?
    }

    fn is_low(&self, element: &Element) -> bool {
        let its = element.get_bounding_client_rect();
        self.y > its.y() + its.height() / 2.0
    }
}

/// What is dragged: the attribute that its rows bear, and who is told.
pub(crate) struct Drag {
    /// Rows are marked, before or after, where it would land.
    pub row: &'static str,
    /// Whether it is carried, at its begin and at its end.
    pub carried: Box<dyn Fn(bool)>,
    /// Where it was let go; not when it was given up.
    pub dropped: Box<dyn Fn(&Under)>,
}

/// One drag, from the pointer that goes down until it is lifted.
struct Going {
    drag: Drag,
    whole: HtmlElement,
    /// What follows the pointer.
    ghost: RefCell<Option<HtmlElement>>,
    marked: RefCell<Option<Element>>,
    pointer: i32,
    start: (i32, i32),
    at: Cell<(i32, i32)>,
    /// A finger that has not rested yet scrolls.
    held: Cell<bool>,
    ends: RefCell<Vec<WindowListenerHandle>>,
    scrolls: Cell<Option<IntervalHandle>>,
}

/// The pointer of an event begins to drag what the event is of, once it has gone some way; a finger, unless `at_once`, once it
/// has rested.
pub(crate) fn drag(event: &PointerEvent, whole: &str, at_once: bool, drag: Drag) {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let whole = target.and_then(|it| it.closest(whole).ok().flatten());
    let Some(whole) = whole.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if event.button() != 0 {
        return;
    }
    let start = (event.client_x(), event.client_y());
    let going = Rc::new(Going {
        drag,
        whole,
        ghost: RefCell::default(),
        marked: RefCell::default(),
        pointer: event.pointer_id(),
        start,
        at: Cell::new(start),
        held: Cell::new(at_once || event.pointer_type() != "touch"),
        ends: RefCell::default(),
        scrolls: Cell::new(None),
    });
    let (moves, lifted, lost, keys) = (going.clone(), going.clone(), going.clone(), going.clone());
    *going.ends.borrow_mut() = vec![
        window_event_listener(ev::pointermove, move |event| moves.moves(&event)),
        window_event_listener(ev::pointerup, move |event| lifted.is_left(&event, true)),
        window_event_listener(ev::pointercancel, move |event| lost.is_left(&event, false)),
        window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                keys.ends(false);
            }
        }),
    ];
    if !going.held.get() {
        let rests = going.clone();
        set_timeout(
            move || {
                if !rests.ends.borrow().is_empty() {
                    rests.held.set(true);
                    rests.begins();
                }
            },
            HOLD,
        );
    }
    // From then on the finger carries, and scrolls no more.
    let carries = going.clone();
    let still = Closure::<dyn Fn(ev::TouchEvent)>::new(move |event: ev::TouchEvent| {
        if carries.ghost.borrow().is_some() {
            event.prevent_default();
        }
    });
    going
        .whole
        .set_ontouchmove(Some(still.into_js_value().unchecked_ref()));
}

impl Going {
    fn moves(self: &Rc<Self>, event: &PointerEvent) {
        if event.pointer_id() != self.pointer {
            return;
        }
        let (x, y) = (event.client_x(), event.client_y());
        self.at.set((x, y));
        let far = (x - self.start.0).abs() + (y - self.start.1).abs() > FAR;
        if self.ghost.borrow().is_none() {
            match (far, self.held.get()) {
                (false, _) => return,
                (true, false) => return self.ends(false),
                (true, true) => self.begins(),
            }
        }
        self.follows();
    }

    /// A picture of it is carried: it has no names, and nobody is told of it.
    fn begins(self: &Rc<Self>) {
        if self.ghost.borrow().is_some() {
            return;
        }
        let copy = self.whole.clone_node_with_deep(true).ok();
        let (Some(ghost), Some(body)) = (
            copy.and_then(|it: Node| it.dyn_into::<HtmlElement>().ok()),
            document().body(),
        ) else {
            return;
        };
        if let Ok(named) = ghost.query_selector_all("[id]") {
            for at in 0..named.length() {
                if let Some(named) = named.item(at).and_then(|it| it.dyn_into::<Element>().ok()) {
                    let _ = named.remove_attribute("id");
                }
            }
        }
        let its = self.whole.get_bounding_client_rect();
        let _ = ghost.remove_attribute(self.drag.row);
        let _ = ghost.set_attribute("aria-hidden", "true");
        let _ = ghost.set_attribute("inert", "");
        let _ = ghost.class_list().add_1("carried");
        // Whole pixels: what writes a fraction would be one more thing to load.
        #[allow(clippy::cast_possible_truncation, reason = "pixels of a screen")]
        for (name, value) in [("left", its.x()), ("top", its.y()), ("width", its.width())] {
            let _ = ghost.style().set_property(name, &format!("{}px", value as i32));
        }
        let _ = body.append_child(&ghost);
        let _ = body.set_pointer_capture(self.pointer);
        let _ = self.whole.class_list().add_1("dragged");
        *self.ghost.borrow_mut() = Some(ghost);
        (self.drag.carried)(true);
        let near = self.clone();
        self.scrolls
            .set(set_interval_with_handle(move || near.scrolls(), OFTEN).ok());
    }

    fn follows(&self) {
        let (x, y) = self.at.get();
        if let Some(ghost) = &*self.ghost.borrow() {
            let way = format!("{}px {}px", x - self.start.0, y - self.start.1);
            let _ = ghost.style().set_property("translate", &way);
        }
        self.mark(self.under().and_then(|under| {
            let row = under.row(self.drag.row)?;
            let lower = under.is_low(&row);
            Some((row, if lower { "after" } else { "before" }))
        }));
    }

    fn mark(&self, row: Option<(Element, &str)>) {
        if let Some(before) = self.marked.take() {
            let _ = before.remove_attribute("data-land");
        }
        if let Some((row, side)) = row {
            let _ = row.set_attribute("data-land", side);
            self.marked.replace(Some(row));
        }
    }

    fn under(&self) -> Option<Under> {
        let (x, y) = self.at.get();
        #[allow(clippy::cast_precision_loss, reason = "screen coordinates")]
        let element = document().element_from_point(x as f32, y as f32)?;
        Some(Under {
            element,
            y: f64::from(y),
        })
    }

    fn scrolls(&self) {
        let y = f64::from(self.at.get().1);
        let height = window()
            .inner_height()
            .ok()
            .and_then(|it| it.as_f64())
            .unwrap_or_default();
        let way = |from: f64, to: f64| match (y < from + EDGE, y > to - EDGE) {
            (true, _) => -SCROLL,
            (_, true) => SCROLL,
            _ => 0.0,
        };
        let list = self.under().and_then(|it| it.row("data-scrolls"));
        if let Some(list) = list {
            let its = list.get_bounding_client_rect();
            #[allow(clippy::cast_possible_truncation, reason = "a few pixels")]
            list.set_scroll_top(list.scroll_top() + way(its.y(), its.y() + its.height()) as i32);
        }
        window().scroll_by_with_x_and_y(0.0, way(0.0, height));
    }

    /// Its own pointer is lifted, or lost: another finger ends nothing.
    fn is_left(&self, event: &PointerEvent, lifted: bool) {
        if event.pointer_id() == self.pointer {
            self.ends(lifted);
        }
    }

    fn ends(&self, lifted: bool) {
        for end in self.ends.take() {
            end.remove();
        }
        if let Some(scrolls) = self.scrolls.take() {
            scrolls.clear();
        }
        self.whole.set_ontouchmove(None);
        self.mark(None);
        let Some(ghost) = self.ghost.take() else {
            return;
        };
        ghost.remove();
        let _ = self.whole.class_list().remove_1("dragged");
        (self.drag.carried)(false);
        if let (true, Some(under)) = (lifted, self.under()) {
            (self.drag.dropped)(&under);
        }
    }
}
