//! Applies what happened.

use crate::kernel::ids::StepId;
use crate::parcours::apply::apply;
use crate::parcours::board::Board;
use crate::parcours::fact::{Event, Fact};
use crate::parcours::history::evolve::remember;
use crate::parcours::item::Item;
use crate::parcours::shelf::evolve::empty_bin;
use crate::parcours::{sharing, size};
use std::sync::Arc;

/// Applies one event.
///
/// `AG2` stands here and nowhere else: whatever the event, a step whose text, date, place or parties are no longer the
/// same has all its agreements turned back to *to be confirmed*; and those to the text that it has again hold again (`AG6`).
pub fn evolve(board: &mut Board, event: &Event) {
    let before: Vec<_> = touched_steps(&event.fact)
        .into_iter()
        .filter_map(|id| Some((id, board.steps.get(&id)?.terms())))
        .collect();

    remember(board, event);
    apply(board, event, &event.fact);
    empty_bin(board, event.at);
    board.seq = event.seq;

    for (id, before) in before {
        let Some(step) = board.steps.get_mut(&id) else {
            continue;
        };
        let now = step.terms();
        if now == before || step.agreements.is_empty() {
            continue;
        }
        let now = now.digest();
        for answer in Arc::make_mut(step).agreements.values_mut() {
            *answer = answer.after_change(&before, now);
        }
    }
    sharing::shown::follow(board, &event.fact);
    size::evolve::look(board);
}

fn touched_steps(fact: &Fact) -> Vec<StepId> {
    let of = |fact: &Fact| fact.item().and_then(Item::step);
    match fact {
        Fact::Undone { changes, .. } => {
            let mut steps: Vec<_> = changes.iter().filter_map(of).collect();
            steps.dedup();
            steps
        }
        other => of(other).into_iter().collect(),
    }
}
