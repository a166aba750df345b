//! Moving a card: by finger, pen or mouse, by the arrows, by single taps; each move says in words what it did.

use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{AnswerCommand, Column, Command, Item, ShelfCommand, StageCommand};
use leptos::prelude::*;

/// Moves a card; each move says in words what it did.
#[derive(Clone, Copy)]
pub(super) struct Mover {
    pub live: LiveBoard,
    pub id: StepId,
}

impl Mover {
    fn list(self) -> (Vec<StepId>, usize, Column) {
        self.live.board.with_untracked(|board| {
            let column = board
                .steps
                .get(&self.id)
                .map_or(Column::ToDiscuss, |step| board.column_of(step));
            let list: Vec<_> = board.column(column).into_iter().map(|(id, _)| id).collect();
            let at = list.iter().position(|id| *id == self.id).unwrap_or(0);
            (list, at, column)
        })
    }

    pub fn up(self) -> String {
        let (list, at, _) = self.list();
        let Some(before) = at.checked_sub(1).map(|at| list[at]) else {
            return say::moved::TOP.into();
        };
        self.live.give(Command::Shelf(
            Item::Step(self.id),
            ShelfCommand::Move {
                before: Some(Item::Step(before)),
            },
        ));
        say::moved::up(&list.len().to_string(), &at.to_string())
    }

    pub fn down(self) -> String {
        let (list, at, _) = self.list();
        if at + 1 >= list.len() {
            return say::moved::BOTTOM.into();
        }
        let before = list.get(at + 2).map(|id| Item::Step(*id));
        self.live
            .give(Command::Shelf(Item::Step(self.id), ShelfCommand::Move { before }));
        say::moved::down(&list.len().to_string(), &(at + 2).to_string())
    }

    pub fn right(self) -> String {
        match self.list().2 {
            Column::ToDiscuss => self.to(Column::Decided),
            Column::Decided => self.to(Column::InProgress),
            Column::InProgress => self.to(Column::Done),
            Column::Done => say::moved::LAST_COLUMN.into(),
        }
    }

    pub fn left(self) -> String {
        match self.list().2 {
            Column::ToDiscuss => say::moved::FIRST_COLUMN.into(),
            Column::Decided => self.to(Column::ToDiscuss),
            Column::InProgress | Column::Done => self.to(Column::Decided),
        }
    }

    /// What putting a card in another column means. Nobody's agreement is given by moving a card but one's own, and the
    /// usager's takes their PIN like any *yes*.
    pub fn to(self, column: Column) -> String {
        let step = self.id;
        let before = self.list().2;
        let words = self
            .live
            .board
            .with_untracked(|board| board.steps.get(&step).map(|step| step.digest()));
        let command = match (before, column) {
            (Column::ToDiscuss, Column::Decided) => {
                words.map(|words| Command::Answer(step, AnswerCommand::Agree { words }))
            }
            (Column::Decided, Column::ToDiscuss) => Some(Command::Answer(step, AnswerCommand::Withdraw)),
            (Column::Decided, Column::InProgress) => Some(Command::Stage(step, StageCommand::Start)),
            (Column::Decided | Column::InProgress, Column::Done) => {
                Some(Command::Stage(step, StageCommand::Finish))
            }
            (Column::InProgress | Column::Done, Column::ToDiscuss | Column::Decided) => {
                Some(Command::Stage(step, StageCommand::Reopen))
            }
            _ => None,
        };
        let Some(command) = command else {
            return say::moved::NOT_THERE.into();
        };
        self.live.give(command);
        let after = self.list().2;
        if after == before {
            let waits = if self.live.me.with_untracked(|me| me.role == Role::Usager) {
                say::moved::ANSWER_ON_ITS_WAY
            } else {
                say::moved::AWAITS_PERSON
            };
            if before == Column::ToDiscuss && column == Column::Decided {
                return waits.into();
            }
            return self.live.notice.get_untracked();
        }
        say::moved::in_column(locales::column(after))
    }

    /// A card that changed column is another element: the focus follows it.
    pub fn focus_again(self) {
        #[cfg(feature = "hydrate")]
        request_animation_frame(move || crate::live::focus(&format!("poignee-{}", self.id)));
    }
}

/// Dragging by pointer: finger, pen or mouse alike.
pub(super) mod drag {
    use super::{LiveBoard, StepId};
    use leptos::ev::PointerEvent;

    #[cfg(not(feature = "hydrate"))]
    pub fn start(_: LiveBoard, _: StepId, _: &PointerEvent) {}

    #[cfg(feature = "hydrate")]
    pub fn start(live: LiveBoard, id: StepId, event: &PointerEvent) {
        use leptos::prelude::*;
        use std::cell::Cell;
        use std::rc::Rc;
        use wasm_bindgen::JsCast;
        use wasm_bindgen::prelude::Closure;

        let Some(grip) = event
            .current_target()
            .and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok())
        else {
            return;
        };
        let Ok(Some(card)) = grip.closest(".card") else {
            return;
        };
        let _ = grip.set_pointer_capture(event.pointer_id());
        let (x, y) = (event.client_x(), event.client_y());
        let moving = Rc::new(Cell::new(false));
        let (seen, shown) = (moving.clone(), card.clone());
        let on_move = Closure::<dyn FnMut(PointerEvent)>::new(move |event: PointerEvent| {
            let far = (event.client_x() - x).abs() + (event.client_y() - y).abs() > 8;
            if far && !seen.replace(true) {
                let _ = shown.class_list().add_1("dragged");
            }
        });
        grip.set_onpointermove(Some(on_move.as_ref().unchecked_ref()));
        let held = grip.clone();
        let on_up = Closure::once_into_js(move |event: PointerEvent| {
            held.set_onpointermove(None);
            held.set_onpointerup(None);
            held.set_onpointercancel(None);
            drop(on_move);
            let _ = card.class_list().remove_1("dragged");
            if moving.get() && event.type_() == "pointerup" {
                #[allow(clippy::cast_precision_loss, reason = "screen coordinates")]
                let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
                if let Some(under) = under {
                    drop_on(live, id, &under);
                }
            }
        });
        grip.set_onpointerup(Some(on_up.unchecked_ref()));
        grip.set_onpointercancel(Some(on_up.unchecked_ref()));
    }

    #[cfg(feature = "hydrate")]
    fn drop_on(live: LiveBoard, id: StepId, under: &web_sys::Element) {
        use crate::locales::say;
        use itineraire_domain::parcours::{Column, Command, Item, ShelfCommand};
        use leptos::prelude::*;
        let mover = super::Mover { live, id };
        let column = under
            .closest("[data-column]")
            .ok()
            .flatten()
            .and_then(|it| it.get_attribute("data-column"));
        let target = match column.as_deref() {
            Some("a-discuter") => Column::ToDiscuss,
            Some("decide") => Column::Decided,
            Some("en-cours") => Column::InProgress,
            Some("fait") => Column::Done,
            _ => return,
        };
        if target != mover.list().2 {
            live.notice.set(mover.to(target));
            return;
        }
        let before = under
            .closest("[data-step]")
            .ok()
            .flatten()
            .and_then(|it| it.get_attribute("data-step"));
        let before = before.and_then(|it| it.parse().ok()).map(Item::Step);
        if before != Some(Item::Step(id)) {
            live.give(Command::Shelf(Item::Step(id), ShelfCommand::Move { before }));
            live.notice.set(say::moved::ELSEWHERE.into());
        }
    }
}
