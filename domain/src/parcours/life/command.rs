//! What can be asked of a step's stage.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use crate::access::table::Parcours;
use serde::{Deserialize, Serialize};

/// The commands about where one step stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageCommand {
    /// Start a step that is decided together.
    Start,
    /// *C'est fait.*
    Finish,
    /// Give it up.
    Stop { reason: String },
    /// Take a done or given up or started step up again.
    Reopen,
}

impl StageCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Start => Parcours::Start,
            Self::Finish => Parcours::Finish,
            Self::Stop { .. } => Parcours::Stop,
            Self::Reopen => Parcours::Reopen,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::Stop { reason } => reason.clone(),
            Self::Start | Self::Finish | Self::Reopen => String::new(),
        }
    }
}
