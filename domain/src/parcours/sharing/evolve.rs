//! Shares and offers after what happened.

use super::fact::SharingFact;
use super::state::{Offer, Share};
use crate::parcours::board::Board;
use crate::parcours::fact::Event;
use std::sync::Arc;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, fact: &SharingFact) {
    let (by, at) = (event.by, event.at);
    match fact {
        SharingFact::Shared {
            item,
            organisation,
            purpose,
            until,
        } => {
            let other = |share: &Share| (share.item, share.organisation) != (*item, *organisation);
            board.shares.retain(other);
            board.shares.push(Share {
                item: *item,
                organisation: *organisation,
                purpose: purpose.clone(),
                until: *until,
                at,
            });
        }
        SharingFact::Ended { item, organisation } => {
            let other = |share: &Share| (share.item, share.organisation) != (*item, *organisation);
            board.shares.retain(other);
        }
        SharingFact::HelpOffered { step, organisation } => {
            if let Some(step) = board.steps.get_mut(step).map(Arc::make_mut) {
                step.offers.retain(|offer| offer.organisation != *organisation);
                step.offers.push(Offer {
                    organisation: *organisation,
                    by,
                    at,
                });
            }
        }
        SharingFact::OfferWithdrawn { step, organisation } => {
            if let Some(step) = board.steps.get_mut(step).map(Arc::make_mut) {
                step.offers.retain(|offer| offer.organisation != *organisation);
            }
        }
    }
}
