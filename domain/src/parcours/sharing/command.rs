//! What can be asked of shares and offers.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use super::state::SharedItem;
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
