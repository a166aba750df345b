//! How large a board may become. What was erased is kept for those who had not seen that yet, and for undo, but not for ever:
//! beyond a weight the board forgets what was erased first, up to a *floor* that is written in it. An edit of before the
//! floor whose place is gone becomes a conflict with its whole text (`RB2`). And a board as a whole has a limit, which its page
//! says before it is reached.
//!
//! Looked at now and then, at an event and from the board alone, so that every copy does it at the same rank.

use crate::kernel::ids::Seq;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::{RUN_WEIGHT, Words, WordsChange};
use crate::parcours::board::Board;
use crate::parcours::command::Command;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::{Action, ActionName};
use crate::parcours::history::evolve::written;
use crate::parcours::item::Field;
use crate::parcours::steps::state::Step;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Events from one look to the next.
const LOOK_EVERY: u64 = 32;

/// What was erased is kept up to this weight, all texts of the board together, in bytes; half of it when it was passed.
const ERASED_KEPT: usize = 32_000;

/// The most that a board may weigh, in bytes: ten times one of 200 steps as they are usually written.
pub const BOARD_LIMIT: usize = 1_000_000;

/// From here on its page says that it will be full.
const NEARLY: usize = BOARD_LIMIT / 10 * 8;

/// What a board knew of its size when it was last looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// About how many bytes it is written down in.
    pub weight: usize,
    /// What was erased up to this event is forgotten.
    pub floor: Seq,
}

impl Size {
    /// Nothing more may be written on it.
    pub const fn is_full(self) -> bool {
        self.weight > BOARD_LIMIT
    }

    /// It will soon be full, or is.
    pub const fn is_nearly_full(self) -> bool {
        self.weight > NEARLY
    }
}

/// Refuses what would make a full board larger.
pub(super) fn room_for(board: &Board, command: &Command) -> Result<(), Refusal> {
    if board.size.is_full() && grows(command) {
        Err(Refusal::Full)
    } else {
        Ok(())
    }
}

/// Whether a command brings new words. What erases, removes, answers or ends stays possible on a full board.
fn grows(command: &Command) -> bool {
    match command.writing() {
        Some((_, changes)) => changes
            .iter()
            .any(|change| matches!(change, WordsChange::Insert { .. })),
        None => !command.words().is_empty(),
    }
}

/// Looks at the board's size, when it is time to.
pub(super) fn look(board: &mut Board) {
    if board.seq.0.is_multiple_of(LOOK_EVERY) {
        forget_what_was_erased(board);
        board.size.weight = weight(board);
    }
}

fn forget_what_was_erased(board: &mut Board) {
    let mut erased: Vec<_> = texts(board).flat_map(Words::erased).collect();
    let mut left: usize = erased.iter().map(|(_, weight)| weight).sum();
    if left <= ERASED_KEPT {
        return;
    }
    erased.sort_unstable();
    for (at, weight) in erased {
        if left <= ERASED_KEPT / 2 && at > board.size.floor {
            break;
        }
        left -= weight;
        board.size.floor = at;
    }
    let floor = board.size.floor;
    let fields: Vec<_> = fields(board).collect();
    for field in fields {
        let old = |words: &Words| words.erased().any(|(at, _)| at <= floor);
        if board.words(field).is_some_and(old)
            && let Some(words) = board.words_mut(field)
        {
            words.forget(floor);
        }
    }
    let mut actions = std::mem::take(&mut board.actions);
    actions.retain(|action| can_be_undone(board, action));
    board.actions = actions;
}

/// Whether all that undoing it would show again is still there.
fn can_be_undone(board: &Board, action: &Action) -> bool {
    let is_there = |field, change: &_| match change {
        WordsChange::Show { from, count } => {
            board.words(field).is_some_and(|words| words.holds(*from, *count))
        }
        WordsChange::Insert { .. } | WordsChange::Hide { .. } => true,
    };
    action.name != ActionName::Words
        || action
            .inverse
            .iter()
            .filter_map(written)
            .all(|(field, changes)| changes.iter().all(|change| is_there(field, change)))
}

fn fields(board: &Board) -> impl Iterator<Item = Field> {
    let findings = board.findings.keys().map(|id| Field::Finding(*id));
    let steps = board
        .steps
        .keys()
        .flat_map(|id| [Field::Title(*id), Field::Details(*id)]);
    std::iter::once(Field::Goal).chain(findings).chain(steps)
}

fn texts(board: &Board) -> impl Iterator<Item = &Words> {
    fields(board).filter_map(|field| board.words(field))
}

/// What the names, dates and keys of anything weigh beside its words.
const THING: usize = 8 * RUN_WEIGHT;

fn weight(board: &Board) -> usize {
    let words: usize = texts(board).map(Words::weight).sum();
    let steps: usize = board.steps.values().map(|step| of_step(step)).sum();
    let things = board.findings.len() + board.shares.len();
    let actions: usize = board.actions.iter().map(of_action).sum();
    words + steps + things * THING + actions
}

fn of_step(step: &Step) -> usize {
    let removed = step.removed.as_ref();
    let lines = step.checklist.iter().map(|line| line.words.len());
    let said = step.comments.iter().map(|comment| comment.words.len());
    let beside = step.place_words.len() + step.bring.len();
    let binned = removed.map_or(0, |it| it.words.len() + it.details.len());
    let things = 4 + step.checklist.len() + step.comments.len() + step.agreements.len() + step.offers.len();
    lines.chain(said).sum::<usize>() + beside + binned + things * THING
}

fn of_action(action: &Arc<Action>) -> usize {
    let changes = |fact: &Fact| written(fact).map_or(0, |(_, changes)| changes.len());
    let changes: usize = action.inverse.iter().map(changes).sum();
    (2 + changes) * THING
}
