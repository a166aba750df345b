//! What can be asked of a step.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use super::state::Doer;
use crate::kernel::ids::{CheckId, CommentId, FindingId};
use crate::kernel::words::WordsChange;
use crate::theme::Theme;
use serde::{Deserialize, Serialize};

/// The commands about one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepCommand {
    /// Propose it.
    Propose { title: String, theme: Theme },
    /// Write in its title.
    WriteTitle { changes: Vec<WordsChange> },
    /// Write in its details.
    WriteDetails { changes: Vec<WordsChange> },
    /// Say who does it.
    SetDoers { doers: Vec<Doer> },
    /// Say when.
    SetWhen { when: Option<WrittenWhen> },
    /// Say where.
    SetPlace { place: String },
    /// Say what to bring.
    SetBring { bring: String },
    /// Say which frein it lifts.
    SetLifts { barrier: Option<FindingId> },
    /// Say which levier it leans on.
    SetLeansOn { lever: Option<FindingId> },
    /// Add a line to the checklist.
    AddCheck { check: CheckId, words: String },
    /// Tick or untick a line.
    TickCheck { check: CheckId, done: bool },
    /// Remove a line.
    RemoveCheck { check: CheckId },
    /// Say something about it.
    Comment { comment: CommentId, words: String },
    /// Remove one's own comment.
    RemoveComment { comment: CommentId },
    /// *J'ai besoin d'aide*, as the usager; or: the help was given.
    AskForHelp { needed: bool },
}

/// A day and hour as they were typed; `decide` refuses those that do not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenWhen {
    /// `2026-12-01`
    pub day: String,
    /// `14:30`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<String>,
    /// *Avant le* rather than *le*.
    #[serde(default)]
    pub before: bool,
}
