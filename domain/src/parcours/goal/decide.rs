//! What a command about the goal leads to.

use super::command::GoalCommand;
use super::fact::GoalFact;
use crate::access::Actor;
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::item::Field;

pub(in crate::parcours) fn decide(
    board: &Board,
    actor: &Actor,
    command: &GoalCommand,
) -> Result<Option<GoalFact>, Refusal> {
    match command {
        GoalCommand::Write { changes } => {
            board.goal.check(actor.client, changes, Field::Goal.limit())?;
            Ok((!changes.is_empty()).then(|| GoalFact::Written {
                changes: changes.clone(),
            }))
        }
        GoalCommand::SayOwn { words } if *words != board.goal_digest() => Err(Refusal::Stale),
        GoalCommand::SayOwn { .. } => Ok(board.goal_asks().map(|_| GoalFact::SaidOwn)),
    }
}

/// Whether a fact may happen to the board as it is: for whoever gives a command, and for whoever undoes one.
#[allow(clippy::unnecessary_wraps, reason = "as in each part")]
pub(in crate::parcours) fn may(fact: &GoalFact) -> Result<(), Refusal> {
    match fact {
        GoalFact::Written { .. } | GoalFact::SaidOwn => Ok(()),
    }
}
