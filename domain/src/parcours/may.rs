//! What may happen to a board as it is, part by part: asked by whoever gives a command, and by whoever undoes one.

use crate::access::Actor;
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::{agreement, diagnosis, goal, life, sharing, shelf, steps};

pub(in crate::parcours) fn may(board: &Board, actor: &Actor, fact: &Fact) -> Result<(), Refusal> {
    match fact {
        Fact::Goal(fact) => goal::decide::may(fact),
        Fact::Finding(id, fact) => diagnosis::decide::may(board, actor, *id, fact),
        Fact::Step(id, fact) => steps::decide::may(board, actor, *id, fact),
        Fact::Answer(id, fact) => agreement::decide::may(board, *id, fact),
        Fact::Stage(id, fact) => life::decide::may(board, *id, fact),
        Fact::Sharing(fact) => sharing::decide::may(board, actor, fact),
        Fact::Shelf(item, fact) => shelf::decide::may(board, actor.at, *item, fact),
        // Its move was asked for, and may be.
        Fact::Dealt { .. } => Ok(()),
        Fact::Undone { changes, .. } => changes.iter().try_for_each(|change| may(board, actor, change)),
    }
}
