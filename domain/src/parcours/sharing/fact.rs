//! What happens to shares and offers.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the fact"
)]

use super::state::SharedItem;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{OrganisationId, StepId};
use serde::{Deserialize, Serialize};

/// The facts about what partners see and offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharingFact {
    /// The usager shared an item.
    Shared {
        item: SharedItem,
        organisation: OrganisationId,
        purpose: String,
        until: Moment,
    },
    /// A share ended.
    Ended {
        item: SharedItem,
        organisation: OrganisationId,
    },
    /// A partner can help.
    HelpOffered {
        step: StepId,
        organisation: OrganisationId,
    },
    /// A partner no longer can.
    OfferWithdrawn {
        step: StepId,
        organisation: OrganisationId,
    },
    /// The usager wants that help, or does not.
    OfferAnswered {
        step: StepId,
        organisation: OrganisationId,
        wanted: bool,
    },
}

impl SharingFact {
    /// Its part and its name, as the log's column has it.
    pub(in crate::parcours) fn kind(&self) -> &'static str {
        match self {
            Self::Shared { .. } => "sharing.shared",
            Self::Ended { .. } => "sharing.ended",
            Self::HelpOffered { .. } => "sharing.help_offered",
            Self::OfferWithdrawn { .. } => "sharing.offer_withdrawn",
            Self::OfferAnswered { .. } => "sharing.offer_answered",
        }
    }
}
