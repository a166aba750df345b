//! What a command about a finding leads to.

use super::command::FindingCommand;
use super::fact::FindingFact;
use super::state::{Finding, Side};
use crate::access::Actor;
use crate::kernel::ids::FindingId;
use crate::kernel::order::OrderKey;
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::item::{Field, Item, Voice};
use crate::parcours::shelf::decide::{kept, there};
use crate::parcours::text::{SHORT, fresh, room, said};

/// Findings of one side, at most.
const EACH_SIDE: usize = 100;

pub(in crate::parcours) fn decide(
    board: &Board,
    actor: &Actor,
    id: FindingId,
    command: &FindingCommand,
) -> Result<Option<FindingFact>, Refusal> {
    match command {
        FindingCommand::Add { side, theme, words } => {
            let last = board
                .findings_in_order(*side)
                .last()
                .map(|(_, it)| it.rank.key.clone());
            Ok(Some(FindingFact::Added {
                side: *side,
                theme: *theme,
                words: said(words, SHORT)?,
                key: OrderKey::between(last.as_ref(), None),
            }))
        }
        FindingCommand::Write { changes } => {
            let words = &finding(board, id)?.words;
            words.check(actor.client, changes, Field::Finding(id).limit())?;
            Ok((!changes.is_empty()).then(|| FindingFact::Written {
                changes: changes.clone(),
            }))
        }
        FindingCommand::Rate { level } => {
            let (voice, said) = (Voice::of(actor), finding(board, id)?.level);
            let new = said.of(voice).map(|rating| rating.level) != *level;
            Ok(new.then_some(FindingFact::Rated { voice, level: *level }))
        }
    }
}

/// Whether a fact may happen to the board as it is: for whoever gives a command, and for whoever undoes one.
pub(in crate::parcours) fn may(
    board: &Board,
    actor: &Actor,
    id: FindingId,
    fact: &FindingFact,
) -> Result<(), Refusal> {
    match fact {
        FindingFact::Added { side, .. } => {
            room(there(of_side(board, *side), actor.at), EACH_SIDE)?;
            fresh(!board.findings.contains_key(&id))
        }
        // Words still reach what is in the bin (`CF5`).
        FindingFact::Written { .. } => finding(board, id).map(drop),
        FindingFact::Rated { voice, .. } => {
            kept(board, Item::Finding(id))?;
            // Nobody speaks for the other voice, nor takes back what it said.
            if *voice == Voice::of(actor) {
                Ok(())
            } else {
                Err(Refusal::NotAllowed)
            }
        }
    }
}

fn of_side(board: &Board, side: Side) -> impl Iterator<Item = &Finding> {
    let all = board.findings.values().map(|finding| &**finding);
    all.filter(move |finding| finding.side == side)
}

fn finding(board: &Board, id: FindingId) -> Result<&Finding, Refusal> {
    board
        .findings
        .get(&id)
        .map(|finding| &**finding)
        .ok_or(Refusal::NotFound)
}
