//! What a command about shares and offers leads to.

use super::command::SharingCommand;
use super::fact::SharingFact;
use super::state::SharedItem;
use crate::access::{Actor, Who};
use crate::kernel::ids::{OrganisationId, StepId};
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::steps::decide::step;
use crate::parcours::text::{SHORT, room, said};

/// The longest share, in days (CASF L.121-6-2: the strict necessary).
pub const SHARE_DAYS: u16 = 90;

/// Shares of a parcours, at most.
const SHARES: usize = 500;

pub(in crate::parcours) fn decide(
    board: &Board,
    actor: &Actor,
    command: &SharingCommand,
) -> Result<Option<SharingFact>, Refusal> {
    Ok(match command {
        SharingCommand::Share {
            item,
            organisation,
            purpose,
            until,
            seen,
        } => {
            if let SharedItem::Step(id) = item {
                step(board, *id)?;
            }
            if *until <= actor.at || *until > actor.at.plus_days(SHARE_DAYS.into()) {
                return Err(Refusal::BadPeriod);
            }
            let now = board.shown(*item).map(|shown| shown.digest());
            if seen.is_some() && *seen != now {
                return Err(Refusal::Stale);
            }
            Some(SharingFact::Shared {
                item: *item,
                organisation: *organisation,
                purpose: said(purpose, SHORT)?,
                until: *until,
            })
        }
        SharingCommand::End { item, organisation } => {
            let mut all = board.shares.iter();
            let there = all.any(|share| (share.item, share.organisation) == (*item, *organisation));
            there.then_some(SharingFact::Ended {
                item: *item,
                organisation: *organisation,
            })
        }
        SharingCommand::OfferHelp { step: id } => {
            let organisation = organisation(actor)?;
            let there = offered(board, actor, *id, organisation)?;
            (!there).then_some(SharingFact::HelpOffered {
                step: *id,
                organisation,
            })
        }
        SharingCommand::WithdrawOffer { step: id } => {
            let organisation = organisation(actor)?;
            let there = offered(board, actor, *id, organisation)?;
            there.then_some(SharingFact::OfferWithdrawn {
                step: *id,
                organisation,
            })
        }
        SharingCommand::AnswerOffer {
            step: id,
            organisation,
            wanted,
        } => {
            let offer = step(board, *id)?
                .offer_of(*organisation)
                .ok_or(Refusal::NotFound)?;
            (offer.wanted != Some(*wanted)).then_some(SharingFact::OfferAnswered {
                step: *id,
                organisation: *organisation,
                wanted: *wanted,
            })
        }
    })
}

/// Whether a fact may happen to the board as it is. A share and an offer are undone by nobody: each has its own way back.
pub(in crate::parcours) fn may(board: &Board, actor: &Actor, fact: &SharingFact) -> Result<(), Refusal> {
    match fact {
        SharingFact::Shared { .. } => room(board.shares.len(), SHARES),
        // The answer to an offer is no inverse of anything: it was judged when it was given.
        SharingFact::Ended { .. } | SharingFact::OfferAnswered { .. } => Ok(()),
        SharingFact::HelpOffered { step, organisation }
        | SharingFact::OfferWithdrawn { step, organisation } => {
            offered(board, actor, *step, *organisation).map(drop)
        }
    }
}

fn organisation(actor: &Actor) -> Result<OrganisationId, Refusal> {
    match actor.who {
        Who::Partner { organisation, .. } => Ok(organisation),
        Who::Usager { .. } | Who::Professional { .. } => Err(Refusal::NotAllowed),
    }
}

/// Whether an organisation offered to help with a step: a shared one only; a hidden step and none at all answer alike
/// (`VW2`).
fn offered(board: &Board, actor: &Actor, id: StepId, of: OrganisationId) -> Result<bool, Refusal> {
    if !board.is_shared(SharedItem::Step(id), of, actor.at) {
        return Err(Refusal::NotFound);
    }
    Ok(step(board, id)?.offer_of(of).is_some())
}
