//! What each party can answer to a step.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use crate::access::table::Parcours;
use crate::kernel::digest::Digest;
use serde::{Deserialize, Serialize};

/// The answers to one step, each for oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerCommand {
    /// *D'accord*, to exactly these words. For the usager it takes a fresh proof (`AG1`).
    Agree { words: Digest },
    /// *On en parle.*
    TalkAboutIt,
    /// *Non.*
    Refuse,
    /// Take one's own answer back. It always wins (`CF2`).
    Withdraw,
    /// Record, as a professional, that the usager agreed on paper (`AG4`).
    RecordPaper { words: Digest },
    /// Take that record back: the usager has then answered nothing.
    TakePaperBack,
}

impl AnswerCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Agree { .. } => Parcours::Agree,
            Self::TalkAboutIt => Parcours::TalkAboutIt,
            Self::Refuse => Parcours::Refuse,
            Self::Withdraw => Parcours::Withdraw,
            Self::RecordPaper { .. } => Parcours::RecordPaper,
            Self::TakePaperBack => Parcours::TakePaperBack,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::Agree { .. }
            | Self::TalkAboutIt
            | Self::Refuse
            | Self::Withdraw
            | Self::RecordPaper { .. }
            | Self::TakePaperBack => String::new(),
        }
    }
}
