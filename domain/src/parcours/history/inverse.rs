//! What takes a fact back, part by part.

use super::action::ActionName;
use crate::kernel::ids::ClientId;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::{agreement, diagnosis, goal, life, sharing, shelf, steps};

/// The facts that take one back, seen from the board before it, and what the action is called. Answers, shares, comments
/// and offers have none: each has its own way back, by the person it belongs to (`AG1`).
pub(in crate::parcours) fn inverse(
    board: &Board,
    client: ClientId,
    fact: &Fact,
) -> Option<(ActionName, Vec<Fact>)> {
    match fact {
        Fact::Goal(fact) => goal::inverse::inverse(board, client, fact),
        Fact::Finding(id, fact) => diagnosis::inverse::inverse(board, client, *id, fact),
        Fact::Step(id, fact) => steps::inverse::inverse(board, client, *id, fact),
        Fact::Answer(_, fact) => agreement::inverse::inverse(fact),
        Fact::Stage(id, fact) => life::inverse::inverse(board, *id, fact),
        Fact::Sharing(fact) => sharing::inverse::inverse(fact),
        Fact::Shelf(item, fact) => shelf::inverse::inverse(board, *item, fact),
        Fact::Dealt { .. } | Fact::Undone { .. } => None,
    }
}
