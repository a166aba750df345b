//! Says what a command leads to, on this board, by this person, now. A command that would change nothing leads to no
//! event: repeating oneself turns no agreement back.

use crate::access::permission::{Standing, allows_on_parcours};
use crate::access::{Actor, Who};
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::command::Command;
use crate::parcours::fact::{Event, Fact};
use crate::parcours::may::may;
use crate::parcours::{agreement, diagnosis, goal, history, life, sharing, shelf, size, steps};

/// Decides a command.
pub fn decide(board: &Board, actor: &Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
    if !allows_on_parcours(command.operation(), Standing::of(actor)) {
        return Err(match actor.who {
            Who::Usager { .. } if command.takes_proof() => Refusal::ProofNeeded,
            _ => Refusal::NotAllowed,
        });
    }
    if matches!(actor.who, Who::Usager { person, .. } if person != board.usager) {
        return Err(Refusal::NotFound);
    }
    size::decide::room_for(board, command)?;
    let Some(fact) = leads_to(board, actor, command)? else {
        return Ok(Vec::new());
    };
    may(board, actor, &fact)?;
    Ok(vec![Event {
        seq: board.seq.next(),
        at: actor.at,
        by: actor.person(),
        client: actor.client,
        with: None,
        fact,
    }])
}

/// The fact that a command leads to; none when it changes nothing.
fn leads_to(board: &Board, actor: &Actor, command: &Command) -> Result<Option<Fact>, Refusal> {
    Ok(match command {
        Command::Goal(command) => goal::decide::decide(board, actor, command)?.map(Fact::Goal),
        Command::Finding(id, command) => {
            diagnosis::decide::decide(board, actor, *id, command)?.map(|fact| Fact::Finding(*id, fact))
        }
        Command::Step(id, command) => {
            steps::decide::decide(board, actor, *id, command)?.map(|fact| Fact::Step(*id, fact))
        }
        Command::Answer(id, command) => {
            agreement::decide::decide(board, actor, *id, command)?.map(|fact| Fact::Answer(*id, fact))
        }
        Command::Stage(id, command) => {
            life::decide::decide(board, *id, command)?.map(|fact| Fact::Stage(*id, fact))
        }
        Command::Sharing(command) => sharing::decide::decide(board, actor, command)?.map(Fact::Sharing),
        Command::Shelf(item, command) => shelf::decide::decide(board, *item, command)?,
        Command::Undo { of } => Some(Fact::Undone {
            of: *of,
            changes: history::decide::undo(board, *of)?,
        }),
    })
}
