//! Shares and offers after what happened.

use super::fact::SharingFact;
use super::state::{Offer, Share, SharedItem};
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
            // One that is not there any more is shared with nobody.
            let Some(shown) = board.shown(*item) else { return };
            let (shown, decided) = (Arc::new(shown), board.is_decided(*item));
            let other = |share: &Share| (share.item, share.organisation) != (*item, *organisation);
            board.shares.retain(other);
            board.shares.push(Share {
                item: *item,
                organisation: *organisation,
                purpose: purpose.clone(),
                until: *until,
                at,
                shown,
                decided,
            });
        }
        SharingFact::Ended { item, organisation } => {
            let other = |share: &Share| (share.item, share.organisation) != (*item, *organisation);
            board.shares.retain(other);
            // Who sees nothing of it any more offers no help with it, and nobody is asked whether they want that.
            if let SharedItem::Step(id) = item
                && let Some(step) = board.steps.get_mut(id)
                && step.offer_of(*organisation).is_some()
            {
                let offers = &mut Arc::make_mut(step).offers;
                offers.retain(|offer| offer.organisation != *organisation);
            }
        }
        SharingFact::HelpOffered { step, organisation } => {
            if let Some(step) = board.steps.get_mut(step).map(Arc::make_mut) {
                step.offers.retain(|offer| offer.organisation != *organisation);
                step.offers.push(Offer {
                    organisation: *organisation,
                    by,
                    at,
                    wanted: None,
                });
            }
        }
        SharingFact::OfferAnswered {
            step,
            organisation,
            wanted,
        } => {
            if let Some(step) = board.steps.get_mut(step).map(Arc::make_mut) {
                let mut offers = step.offers.iter_mut();
                if let Some(offer) = offers.find(|offer| offer.organisation == *organisation) {
                    offer.wanted = Some(*wanted);
                }
            }
        }
        SharingFact::OfferWithdrawn { step, organisation } => {
            if let Some(step) = board.steps.get_mut(step).map(Arc::make_mut) {
                step.offers.retain(|offer| offer.organisation != *organisation);
            }
        }
    }
}
