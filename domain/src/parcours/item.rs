//! What commands and facts are about.

use crate::access::{Actor, Who};
use crate::kernel::ids::{FindingId, StepId};
use serde::{Deserialize, Serialize};

/// Anything on the board that has a theme and a rank, and can be put in the bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A frein or a levier.
    Finding(FindingId),
    /// A step.
    Step(StepId),
}

impl Item {
    /// The step that it is, if it is one.
    pub const fn step(self) -> Option<StepId> {
        match self {
            Self::Step(id) => Some(id),
            Self::Finding(_) => None,
        }
    }
}

/// A text that is merged character by character (`CF3`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The goal.
    Goal,
    /// A finding's words.
    Finding(FindingId),
    /// A step's title.
    Title(StepId),
    /// A step's details.
    Details(StepId),
}

impl Field {
    /// What it is a text of; none for the goal.
    pub const fn item(self) -> Option<Item> {
        match self {
            Self::Goal => None,
            Self::Finding(id) => Some(Item::Finding(id)),
            Self::Title(id) | Self::Details(id) => Some(Item::Step(id)),
        }
    }

    /// The longest text allowed, in characters.
    pub const fn limit(self) -> usize {
        match self {
            Self::Goal => 500,
            Self::Finding(_) | Self::Title(_) => 200,
            Self::Details(_) => 5_000,
        }
    }
}

/// Whose voice a rating is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The usager's own.
    Person,
    /// The cell's.
    Team,
}

impl Voice {
    /// Whose voice someone speaks with.
    pub(super) fn of(actor: &Actor) -> Self {
        match actor.who {
            Who::Usager { .. } => Self::Person,
            Who::Professional { .. } | Who::Partner { .. } => Self::Team,
        }
    }
}
