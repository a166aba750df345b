//! What happens to the diagnosis.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the fact"
)]

use super::state::{Level, Side};
use crate::catalogue::Theme;
use crate::kernel::order::OrderKey;
use crate::kernel::words::WordsChange;
use crate::parcours::item::Voice;
use serde::{Deserialize, Serialize};

/// The facts about one finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingFact {
    /// It was added.
    Added {
        side: Side,
        theme: Theme,
        words: String,
        key: OrderKey,
    },
    /// Its words were written in.
    Written { changes: Vec<WordsChange> },
    /// One voice said how strong it is; `None` takes it back to *not yet raised*.
    Rated { voice: Voice, level: Option<Level> },
}

impl FindingFact {
    /// Its part and its name, as the log's column has it.
    pub(in crate::parcours) fn kind(&self) -> &'static str {
        match self {
            Self::Added { .. } => "finding.added",
            Self::Written { .. } => "finding.written",
            Self::Rated { .. } => "finding.rated",
        }
    }
}
