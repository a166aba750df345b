//! Where a step stands.

use crate::kernel::calendar::Moment;
use crate::parcours::agreement::state::Started;
use serde::{Deserialize, Serialize};

/// Where a step stands. *À discuter* and *Décidé ensemble* are both `Open`: which of the two follows from the
/// agreements, so that they can never disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not started.
    Open,
    /// Being done. Only a step that is decided together can be started (`AG3`).
    Started(Started),
    /// Done.
    Done {
        /// When.
        at: Moment,
    },
    /// Given up, with the reason.
    Stopped {
        /// When.
        at: Moment,
        /// Why, in words.
        reason: String,
    },
}

impl Stage {
    /// Given up: apart from what is done, and counted nowhere.
    pub const fn is_stopped(&self) -> bool {
        matches!(self, Self::Stopped { .. })
    }
}

/// The four columns of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// À discuter.
    ToDiscuss,
    /// Décidé ensemble.
    Decided,
    /// En cours.
    InProgress,
    /// Fait (and given up).
    Done,
}

impl Column {
    /// The columns from left to right.
    pub const ALL: [Self; 4] = [Self::ToDiscuss, Self::Decided, Self::InProgress, Self::Done];
}
