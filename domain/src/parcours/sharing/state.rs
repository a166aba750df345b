//! What is shared, with whom, and who offered to help.

use crate::kernel::calendar::Moment;
use crate::kernel::ids::{OrganisationId, PersonId, StepId};
use crate::parcours::item::Item;
use serde::{Deserialize, Serialize};

/// Something that is shared with an organisation, for a purpose and until a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// What is shared.
    pub item: SharedItem,
    /// With whom.
    pub organisation: OrganisationId,
    /// What for, in words.
    pub purpose: String,
    /// Until when.
    pub until: Moment,
    /// When the usager gave it.
    pub at: Moment,
}

/// What can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedItem {
    /// The goal.
    Goal,
    /// A step.
    Step(StepId),
}

impl SharedItem {
    /// What lies on a shelf of it; none for the goal.
    pub const fn item(self) -> Option<Item> {
        match self {
            Self::Goal => None,
            Self::Step(id) => Some(Item::Step(id)),
        }
    }
}

/// An organisation's offer to help with a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Who said so for it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}
