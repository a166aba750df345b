//! Moving a card: by finger, pen or mouse, by the arrows, by single taps; each move says in words what it did.

use crate::browser::focus;
use crate::browser::pointer::{self, Under};
use crate::live::LiveBoard;
use crate::locales::{self, say};
use itineraire_domain::access::Role;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{AnswerCommand, Column, Command, Item, ShelfCommand, StageCommand};
use leptos::ev::PointerEvent;
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
        focus::bring_to(format!("poignee-{}", self.id));
    }

    /// Begins to drag the card by its grip.
    pub fn drag(self, event: &PointerEvent) {
        pointer::drag(event, ".card", move |under| self.dropped(under));
    }

    /// The card was let go over something: a column, or another card of its own.
    fn dropped(self, under: &Under) {
        let target = match under.nearest("data-column").as_deref() {
            Some("a-discuter") => Column::ToDiscuss,
            Some("decide") => Column::Decided,
            Some("en-cours") => Column::InProgress,
            Some("fait") => Column::Done,
            _ => return,
        };
        if target != self.list().2 {
            return self.live.say(self.to(target));
        }
        let before = under.nearest("data-step").and_then(|it| it.parse().ok());
        let before = before.map(Item::Step);
        if before != Some(Item::Step(self.id)) {
            self.live
                .give(Command::Shelf(Item::Step(self.id), ShelfCommand::Move { before }));
            self.live.say(say::moved::ELSEWHERE);
        }
    }
}
