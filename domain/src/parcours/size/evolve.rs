//! What a board weighs after what happened, and what it forgets of what was erased.

use crate::kernel::words::{RUN_WEIGHT, Words, WordsChange};
use crate::parcours::agreement::state::Agreement;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::{Action, ActionName};
use crate::parcours::history::evolve::written;
use crate::parcours::item::Field;
use crate::parcours::steps::state::Step;
use std::sync::Arc;

/// Events from one look to the next.
const LOOK_EVERY: u64 = 32;

/// What was erased is kept up to this weight, all texts of the board together, in bytes; half of it when it was passed.
const ERASED_KEPT: usize = 32_000;

/// Looks at the board's size, when it is time to.
pub(in crate::parcours) fn look(board: &mut Board) {
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
    let shown: usize = board
        .shares
        .iter()
        .map(|it| it.shown.words.len() + it.shown.place.len())
        .sum();
    let actions: usize = board.actions.iter().map(of_action).sum();
    let own = board.whose.own.as_ref().map_or(0, |own| own.words.len());
    words + own + steps + things * THING + shown + actions
}

fn of_step(step: &Step) -> usize {
    let removed = step.removed.as_ref();
    let lines = step.checklist.iter().map(|line| line.words.len());
    let said = step.comments.iter().map(|comment| comment.words.len());
    let beside = step.place_words.len() + step.bring.len();
    let binned = removed.map_or(0, |it| it.words.len() + it.details.len());
    let things = 4 + step.checklist.len() + step.comments.len() + step.agreements.len() + step.offers.len();
    let agreed_to = step.agreements.values().filter_map(|answer| match answer {
        Agreement::ToConfirm { was: Some(was), .. } => Some(was.weight()),
        _ => None,
    });
    lines.chain(said).chain(agreed_to).sum::<usize>() + beside + binned + things * THING
}

fn of_action(action: &Arc<Action>) -> usize {
    let changes = |fact: &Fact| written(fact).map_or(0, |(_, changes)| changes.len());
    let changes: usize = action.inverse.iter().map(changes).sum();
    (2 + changes) * THING
}
