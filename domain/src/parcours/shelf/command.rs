//! What can be asked of anything on a shelf.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use crate::access::table::Parcours;
use crate::catalogue::Theme;
use crate::parcours::item::Item;
use serde::{Deserialize, Serialize};

/// The commands about one item, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShelfCommand {
    /// Change its theme.
    SetTheme { theme: Theme },
    /// Put it before another of its list, or at the end.
    Move { before: Option<Item> },
    /// Put it in the bin.
    Remove,
    /// Bring it back.
    Restore,
}

impl ShelfCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::SetTheme { .. } => Parcours::SetTheme,
            Self::Move { .. } => Parcours::Move,
            Self::Remove => Parcours::Remove,
            Self::Restore => Parcours::Restore,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::SetTheme { .. } | Self::Move { .. } | Self::Remove | Self::Restore => String::new(),
        }
    }
}
