//! What happens to a step's stage.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the fact"
)]

use serde::{Deserialize, Serialize};

/// The facts about where one step stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageFact {
    /// Under way.
    Started,
    /// Done.
    Finished,
    /// Given up.
    Stopped { reason: String },
    /// Not started again.
    Reopened,
}

impl StageFact {
    /// Its part and its name, as the log's column has it.
    pub(in crate::parcours) fn kind(&self) -> &'static str {
        match self {
            Self::Started => "stage.started",
            Self::Finished => "stage.finished",
            Self::Stopped { .. } => "stage.stopped",
            Self::Reopened => "stage.reopened",
        }
    }
}
