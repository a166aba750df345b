//! The goal after what happened.

use super::fact::GoalFact;
use crate::parcours::board::Board;
use crate::parcours::fact::Event;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, fact: &GoalFact) {
    match fact {
        GoalFact::Written { changes } => board.goal.apply(event.client, changes, event.seq),
    }
}
