//! The goal after what happened.

use super::fact::GoalFact;
use super::state::OwnWords;
use crate::parcours::board::Board;
use crate::parcours::fact::Event;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, fact: &GoalFact) {
    let is_own = match fact {
        GoalFact::Written { changes } => {
            // Who goes on writing in another's words has not said that they are theirs.
            let asked = board.goal_asks().is_some();
            board.goal.apply(event.client, changes, event.seq);
            board.whose.last = Some(event.by);
            !asked && event.by == board.usager
        }
        GoalFact::SaidOwn => true,
    };
    if is_own {
        board.whose.own = Some(OwnWords {
            words: board.goal.text(),
            at: event.at,
        });
    }
}
