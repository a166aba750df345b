//! Applies a fact, part by part. Total: one that finds nothing to change changes nothing.

use crate::parcours::board::Board;
use crate::parcours::fact::{Event, Fact};
use crate::parcours::{agreement, diagnosis, goal, life, sharing, shelf, steps};

pub(in crate::parcours) fn apply(board: &mut Board, event: &Event, fact: &Fact) {
    match fact {
        Fact::Goal(fact) => goal::evolve::evolve(board, event, fact),
        Fact::Finding(id, fact) => diagnosis::evolve::evolve(board, event, *id, fact),
        Fact::Step(id, fact) => steps::evolve::evolve(board, event, *id, fact),
        Fact::Answer(id, fact) => agreement::evolve::evolve(board, event, *id, fact),
        Fact::Stage(id, fact) => life::evolve::evolve(board, event, *id, fact),
        Fact::Sharing(fact) => sharing::evolve::evolve(board, event, fact),
        Fact::Shelf(item, fact) => shelf::evolve::evolve(board, event, *item, fact),
        Fact::Dealt { keys } => shelf::evolve::dealt(board, keys),
        Fact::Undone { changes, .. } => changes.iter().for_each(|change| apply(board, event, change)),
    }
}
