//! What was answered to a step.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the fact"
)]

use super::state::UsagerYes;
use crate::kernel::digest::Digest;
use serde::{Deserialize, Serialize};

/// The facts about the answers to one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerFact {
    /// The usager agreed, freshly proven (`AG1`).
    UsagerAgreed(UsagerYes),
    /// A professional agreed, for themselves.
    ProfessionalAgreed { words: Digest },
    /// A professional says that the usager agreed on paper (`AG4`).
    PaperRecorded { words: Digest },
    /// What a professional had said so is taken back, by one of the team.
    PaperTakenBack,
    /// *On en parle.*
    TalkAsked,
    /// *Non.*
    Refused,
    /// An answer was taken back.
    Withdrawn,
}

impl AnswerFact {
    /// Its part and its name, as the log's column has it.
    pub(in crate::parcours) fn kind(&self) -> &'static str {
        match self {
            Self::UsagerAgreed(_) => "answer.usager_agreed",
            Self::ProfessionalAgreed { .. } => "answer.professional_agreed",
            Self::PaperRecorded { .. } => "answer.paper_recorded",
            Self::PaperTakenBack => "answer.paper_taken_back",
            Self::TalkAsked => "answer.talk_asked",
            Self::Refused => "answer.refused",
            Self::Withdrawn => "answer.withdrawn",
        }
    }
}
