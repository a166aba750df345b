//! Shelves after what happened.

use super::fact::ShelfFact;
use super::state::{Rank, Removed};
use crate::kernel::calendar::Moment;
use crate::kernel::order::OrderKey;
use crate::parcours::board::Board;
use crate::parcours::fact::Event;
use crate::parcours::item::Item;
use crate::parcours::sharing::state::SharedItem;
use std::sync::Arc;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, item: Item, fact: &ShelfFact) {
    let Some(shelved) = board.shelved_mut(item) else {
        return;
    };
    match fact {
        ShelfFact::ThemeSet { theme } => *shelved.theme_mut() = *theme,
        ShelfFact::Moved { key } => {
            *shelved.rank_mut() = Rank {
                key: key.clone(),
                given: event.seq,
            }
        }
        ShelfFact::Removed => {
            let (words, details) = shelved.says();
            *shelved.removed_mut() = Some(Removed {
                at: event.at,
                by: event.by,
                words,
                details,
            });
        }
        ShelfFact::Restored => *shelved.removed_mut() = None,
    }
}

/// The keys of a list are dealt anew: the same order, shorter keys (`CF4`).
pub(in crate::parcours) fn dealt(board: &mut Board, keys: &[(Item, OrderKey)]) {
    for (item, key) in keys {
        if let Some(shelved) = board.shelved_mut(*item) {
            shelved.rank_mut().key = key.clone();
        }
    }
}

/// Lets go of what has been in the bin for too long (`CF5`). At an event and by its time, so that every copy does it at
/// the same rank.
pub(in crate::parcours) fn empty_bin(board: &mut Board, at: Moment) {
    let stays = |removed: &Option<Removed>| removed.as_ref().is_none_or(|removed| !removed.is_over(at));
    let before = board.findings.len();
    board.findings.retain(|_, it| stays(&it.removed));
    board.steps.retain(|_, it| stays(&it.removed));
    // A share holds the words that were shown.
    let steps = &board.steps;
    let there = |item: SharedItem| match item {
        SharedItem::Step(id) => steps.contains_key(&id),
        SharedItem::Goal => true,
    };
    board.shares.retain(|share| there(share.item));
    if board.findings.len() == before {
        return;
    }
    for step in board.steps.values_mut() {
        let there = |id: &_| board.findings.contains_key(id);
        let (lifts, leans_on) = (step.lifts.filter(there), step.leans_on.filter(there));
        if (lifts, leans_on) != (step.lifts, step.leans_on) {
            let step = Arc::make_mut(step);
            (step.lifts, step.leans_on) = (lifts, leans_on);
        }
    }
}
