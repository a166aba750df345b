//! What can be asked of shares and offers.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use super::state::SharedItem;
use crate::access::table::Parcours;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{OrganisationId, StepId};
use serde::{Deserialize, Serialize};

/// The commands about what partners see and offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharingCommand {
    /// Share an item with an organisation: the usager alone, freshly proven.
    Share {
        item: SharedItem,
        organisation: OrganisationId,
        purpose: String,
        until: Moment,
    },
    /// End a share: the usager, at any time.
    End {
        item: SharedItem,
        organisation: OrganisationId,
    },
    /// *Je peux aider*, as a partner, for one's own organisation.
    OfferHelp { step: StepId },
    /// Take the offer back.
    WithdrawOffer { step: StepId },
}

impl SharingCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Share { .. } => Parcours::Share,
            Self::End { .. } => Parcours::EndShare,
            Self::OfferHelp { .. } => Parcours::OfferHelp,
            Self::WithdrawOffer { .. } => Parcours::WithdrawOffer,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::Share { purpose, .. } => purpose.clone(),
            Self::End { .. } | Self::OfferHelp { .. } | Self::WithdrawOffer { .. } => String::new(),
        }
    }
}
