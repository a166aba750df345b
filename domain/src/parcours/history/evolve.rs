//! What a board remembers of what happened, for undo.

use super::action::{ACTIONS_KEPT, Action, ActionName};
use super::inverse::inverse;
use crate::kernel::ids::Seq;
use crate::kernel::words::{WordsChange, joined};
use crate::parcours::apply::apply;
use crate::parcours::board::Board;
use crate::parcours::diagnosis::fact::FindingFact;
use crate::parcours::fact::{Event, Fact};
use crate::parcours::goal::fact::GoalFact;
use crate::parcours::item::{Field, Item};
use crate::parcours::steps::fact::StepFact;
use std::sync::Arc;

/// Changes of one text that are undone together. One edit of more, in pieces that do not join, cannot be undone: nobody types
/// like that.
const EDITS_TOGETHER: usize = 200;

/// Remembers an event for undo. Called with the board as it was before the event.
pub(in crate::parcours) fn remember(board: &mut Board, event: &Event) {
    if let Fact::Undone { of, changes } = &event.fact {
        return remember_undo(board, event, *of, changes);
    }
    let Some((name, mut back)) = inverse(board, event.client, &event.fact) else {
        return;
    };
    if let Some(last) = board.actions.back_mut()
        && last.by == event.by
        && !last.undone
        && last.undoes.is_none()
        && let [before] = last.inverse.as_slice()
        && let Some((field, changes)) = written(before)
        && changes.len() < EDITS_TOGETHER
        && let [newest] = back.as_mut_slice()
        && let Some(newest) = more_of(newest, field)
    {
        newest.extend_from_slice(changes);
        *newest = joined(std::mem::take(newest));
        let last = Arc::make_mut(last);
        last.seq = event.seq;
        last.at = event.at;
        last.inverse = back;
        return;
    }
    if back
        .iter()
        .filter_map(written)
        .any(|(_, changes)| changes.len() > EDITS_TOGETHER)
    {
        return;
    }
    keep(board, event, (name, event.fact.item()), back, None);
}

fn remember_undo(board: &mut Board, event: &Event, of: Seq, changes: &[Fact]) {
    let Some(undone) = board.actions.iter().find(|action| action.seq == of) else {
        return;
    };
    let (about, before) = ((undone.name, undone.item), undone.undoes);
    for known in &mut board.actions {
        if known.seq == of {
            Arc::make_mut(known).undone = true;
        } else if Some(known.seq) == before {
            Arc::make_mut(known).undone = false;
        }
    }
    let mut scratch = board.clone();
    let mut back = Vec::new();
    for change in changes {
        if let Some((_, facts)) = inverse(&scratch, event.client, change) {
            back.splice(0..0, facts);
        }
        apply(&mut scratch, event, change);
    }
    keep(board, event, about, back, Some(of));
}

fn keep(
    board: &mut Board,
    event: &Event,
    (name, item): (ActionName, Option<Item>),
    inverse: Vec<Fact>,
    undoes: Option<Seq>,
) {
    board.actions.push_back(Arc::new(Action {
        seq: event.seq,
        by: event.by,
        at: event.at,
        name,
        item,
        inverse,
        undone: false,
        undoes,
    }));
    while board.actions.len() > ACTIONS_KEPT {
        board.actions.pop_front();
    }
}

/// The text that a fact writes in, and how, if that is what it is.
pub(in crate::parcours) fn written(fact: &Fact) -> Option<(Field, &[WordsChange])> {
    match fact {
        Fact::Goal(GoalFact::Written { changes }) => Some((Field::Goal, changes)),
        Fact::Finding(id, FindingFact::Written { changes }) => Some((Field::Finding(*id), changes)),
        Fact::Step(id, StepFact::TitleWritten { changes }) => Some((Field::Title(*id), changes)),
        Fact::Step(id, StepFact::DetailsWritten { changes }) => Some((Field::Details(*id), changes)),
        _ => None,
    }
}

/// The changes of a fact that writes in this text, to be added to.
fn more_of(fact: &mut Fact, field: Field) -> Option<&mut Vec<WordsChange>> {
    if written(fact).map(|(known, _)| known) != Some(field) {
        return None;
    }
    match fact {
        Fact::Goal(GoalFact::Written { changes })
        | Fact::Finding(_, FindingFact::Written { changes })
        | Fact::Step(_, StepFact::TitleWritten { changes } | StepFact::DetailsWritten { changes }) => {
            Some(changes)
        }
        _ => None,
    }
}
