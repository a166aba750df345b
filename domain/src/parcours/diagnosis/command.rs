//! What can be asked of the diagnosis.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use super::state::{Level, Side};
use crate::access::table::Parcours;
use crate::catalogue::Theme;
use crate::kernel::words::WordsChange;
use crate::kernel::words::typed;
use serde::{Deserialize, Serialize};

/// The commands about one finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCommand {
    /// Add it, as a frein or as a levier.
    Add { side: Side, theme: Theme, words: String },
    /// Write in its words.
    Write { changes: Vec<WordsChange> },
    /// Say how strong it is, in one's own voice.
    Rate { level: Option<Level> },
}

impl FindingCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Add { .. } => Parcours::AddFinding,
            Self::Write { .. } => Parcours::Write,
            Self::Rate { .. } => Parcours::Rate,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::Add { words, .. } => words.clone(),
            Self::Write { changes } => typed(changes),
            Self::Rate { .. } => String::new(),
        }
    }
}
