//! What can be asked of shares and offers.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use super::state::SharedItem;
use crate::access::table::Parcours;
use crate::kernel::calendar::Moment;
use crate::kernel::digest::Digest;
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
        /// What the person saw of it (the digest of what is shown): something else is not shared (`VW5`). None from older pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Digest>,
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
    /// *Oui, je veux bien* or *Non merci* to an organisation's offer: the usager alone, who may say the other later.
    AnswerOffer {
        step: StepId,
        organisation: OrganisationId,
        wanted: bool,
    },
}

impl SharingCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Share { .. } => Parcours::Share,
            Self::End { .. } => Parcours::EndShare,
            Self::OfferHelp { .. } => Parcours::OfferHelp,
            Self::WithdrawOffer { .. } => Parcours::WithdrawOffer,
            Self::AnswerOffer { .. } => Parcours::AnswerOffer,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::Share { purpose, .. } => purpose.clone(),
            Self::End { .. }
            | Self::OfferHelp { .. }
            | Self::WithdrawOffer { .. }
            | Self::AnswerOffer { .. } => String::new(),
        }
    }
}
