//! Moving a card: by finger, pen or mouse, by the arrows, by single taps; each move says in words what it did.

use crate::browser::focus;
use crate::browser::pointer::{self, Drag, Under};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{AnswerCommand, Column, Command, Item, ShelfCommand, StageCommand};
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

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

    /// The columns before and after its own, where there are any.
    pub fn beside(self) -> [Option<Column>; 2] {
        let column = self.live.board.with(|board| {
            let step = board.steps.get(&self.id);
            step.map_or(Column::ToDiscuss, |step| board.column_of(step))
        });
        match column {
            Column::ToDiscuss => [None, Some(Column::Decided)],
            Column::Decided => [Some(Column::ToDiscuss), Some(Column::InProgress)],
            Column::InProgress => [Some(Column::Decided), Some(Column::Done)],
            Column::Done => [Some(Column::Decided), None],
        }
    }

    pub fn right(self) -> String {
        let [_, after] = untrack(|| self.beside());
        after.map_or_else(|| say::moved::LAST_COLUMN.into(), |column| self.to(column))
    }

    pub fn left(self) -> String {
        let [before, _] = untrack(|| self.beside());
        before.map_or_else(|| say::moved::FIRST_COLUMN.into(), |column| self.to(column))
    }

    /// Why its card can not be put in a column, where it can not.
    pub fn forbids(self, column: Column) -> Option<&'static str> {
        let own = self.list().2;
        let allowed = own == column || self.command(own, column).is_some();
        let why = match (own, column) {
            (Column::ToDiscuss, _) => say::moved::AGREE_FIRST,
            (Column::Done, _) => say::moved::DONE_ALREADY,
            _ => say::moved::NOT_THERE,
        };
        (!allowed).then_some(why)
    }

    fn command(self, before: Column, column: Column) -> Option<Command> {
        let step = self.id;
        let words = self
            .live
            .board
            .with_untracked(|board| board.steps.get(&step).map(|step| step.digest()));
        match (before, column) {
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
        }
    }

    /// What putting a card in another column means. Nobody's agreement is given by moving a card but one's own, and the
    /// usager's takes their PIN like any *yes*.
    pub fn to(self, column: Column) -> String {
        let before = self.list().2;
        let command = self.command(before, column);
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
        focus::bring_to(format!("poignee-{}", self.id));
    }

    /// Begins to carry the card, by its grip or anywhere on it where nothing else is to press.
    pub fn carry(self, event: &PointerEvent, carried: RwSignal<Option<StepId>>) {
        let on = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let inside = |what: &str| {
            on.as_ref()
                .is_some_and(|on| matches!(on.closest(what), Ok(Some(_))))
        };
        let grip = inside(".card-menu-button");
        if !grip && inside("button, input, textarea, .card-menu") {
            return;
        }
        let drag = Drag {
            row: "data-step",
            carried: Box::new(move |it| carried.set(it.then_some(self.id))),
            dropped: Box::new(move |under| self.dropped(under)),
        };
        pointer::drag(event, ".card", grip, drag);
    }

    /// The card was let go over something: a column, or another card of its own.
    fn dropped(self, under: &Under) {
        let target = match under.nearest("data-column").map(|(name, _)| name).as_deref() {
            Some("a-discuter") => Column::ToDiscuss,
            Some("decide") => Column::Decided,
            Some("en-cours") => Column::InProgress,
            Some("fait") => Column::Done,
            _ => return,
        };
        let (list, at, own) = self.list();
        if target != own {
            return self.live.say(
                self.forbids(target)
                    .map_or_else(|| self.to(target), str::to_owned),
            );
        }
        let before = under.nearest("data-step").and_then(|(id, lower)| {
            let found = list.iter().position(|it| it.to_string() == id)?;
            // In the lower half of a card: behind it.
            Some(found + usize::from(lower))
        });
        let before = before.unwrap_or(list.len());
        if before != at && before != at + 1 {
            let before = list.get(before).map(|id| Item::Step(*id));
            self.live
                .give(Command::Shelf(Item::Step(self.id), ShelfCommand::Move { before }));
            self.live.say(say::moved::ELSEWHERE);
        }
    }
}
