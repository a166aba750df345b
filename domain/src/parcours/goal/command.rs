//! What can be asked of the goal.

use crate::access::table::Parcours;
use crate::kernel::digest::Digest;
use crate::kernel::words::WordsChange;
use crate::kernel::words::typed;
use serde::{Deserialize, Serialize};

/// The commands of the goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalCommand {
    /// Write in it.
    Write {
        /// What is typed and erased.
        changes: Vec<WordsChange>,
    },
    /// Its words are the usager's own, whoever typed them.
    SayOwn {
        /// The goal that the usager saw; another is `Stale`.
        words: Digest,
    },
}

impl GoalCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Write { .. } => Parcours::Write,
            Self::SayOwn { .. } => Parcours::OwnGoal,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::Write { changes } => typed(changes),
            Self::SayOwn { .. } => String::new(),
        }
    }
}
