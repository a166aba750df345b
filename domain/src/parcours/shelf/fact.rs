//! What happens to anything on a shelf.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the fact"
)]

use crate::catalogue::Theme;
use crate::kernel::order::OrderKey;
use serde::{Deserialize, Serialize};

/// The facts about one item, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShelfFact {
    /// It changed theme.
    ThemeSet { theme: Theme },
    /// It has a new rank in its list.
    Moved { key: OrderKey },
    /// It went to the bin (`CF5`).
    Removed,
    /// It came back.
    Restored,
}

impl ShelfFact {
    /// Its part and its name, as the log's column has it.
    pub(in crate::parcours) fn kind(&self) -> &'static str {
        match self {
            Self::ThemeSet { .. } => "shelf.theme_set",
            Self::Moved { .. } => "shelf.moved",
            Self::Removed => "shelf.removed",
            Self::Restored => "shelf.restored",
        }
    }
}
