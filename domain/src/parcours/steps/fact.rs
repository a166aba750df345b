//! What happens to a step.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the fact"
)]

use super::terms::{Doer, Terms, When};
use crate::catalogue::Theme;
use crate::kernel::ids::{CheckId, CommentId, FindingId};
use crate::kernel::order::OrderKey;
use crate::kernel::words::WordsChange;
use crate::parcours::agreement::state::ProposerYes;
use serde::{Deserialize, Serialize};

/// The facts about one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepFact {
    /// It was proposed.
    Proposed {
        title: String,
        theme: Theme,
        key: OrderKey,
        /// What it said beside its title; nothing in logs of before `AG5`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        terms: Option<Box<Terms>>,
        /// The frein that it was to lift.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lifts: Option<FindingId>,
        /// The proposer's own *yes* (`AG5`); none in logs of before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        yes: Option<ProposerYes>,
    },
    /// Its title was written in.
    TitleWritten { changes: Vec<WordsChange> },
    /// Its details were written in.
    DetailsWritten { changes: Vec<WordsChange> },
    /// Who does it.
    DoersSet { doers: Vec<Doer> },
    /// When.
    WhenSet { when: Option<When> },
    /// Where.
    PlaceSet { place: String },
    /// What to bring.
    BringSet { bring: String },
    /// Which frein it lifts.
    LiftsSet { barrier: Option<FindingId> },
    /// Which levier it leans on.
    LeansOnSet { lever: Option<FindingId> },
    /// A line was added to the checklist, at `index`.
    CheckAdded {
        check: CheckId,
        words: String,
        index: usize,
    },
    /// A line was ticked or unticked.
    CheckTicked { check: CheckId, done: bool },
    /// A line was removed.
    CheckRemoved { check: CheckId },
    /// Something was said about it.
    Commented { comment: CommentId, words: String },
    /// Its author removed a comment.
    CommentRemoved { comment: CommentId },
    /// The usager needs help with it, or no longer.
    HelpAsked { needed: bool },
}

impl StepFact {
    /// Its part and its name, as the log's column has it.
    pub(in crate::parcours) fn kind(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "step.proposed",
            Self::TitleWritten { .. } => "step.title_written",
            Self::DetailsWritten { .. } => "step.details_written",
            Self::DoersSet { .. } => "step.doers_set",
            Self::WhenSet { .. } => "step.when_set",
            Self::PlaceSet { .. } => "step.place_set",
            Self::BringSet { .. } => "step.bring_set",
            Self::LiftsSet { .. } => "step.lifts_set",
            Self::LeansOnSet { .. } => "step.leans_on_set",
            Self::CheckAdded { .. } => "step.check_added",
            Self::CheckTicked { .. } => "step.check_ticked",
            Self::CheckRemoved { .. } => "step.check_removed",
            Self::Commented { .. } => "step.commented",
            Self::CommentRemoved { .. } => "step.comment_removed",
            Self::HelpAsked { .. } => "step.help_asked",
        }
    }
}
