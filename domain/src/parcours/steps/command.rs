//! What can be asked of a step.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use super::state::Doer;
use crate::access::table::Parcours;
use crate::catalogue::Theme;
use crate::kernel::ids::{CheckId, CommentId, FindingId};
use crate::kernel::words::WordsChange;
use crate::kernel::words::typed;
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

impl StepCommand {
    /// Its row of the permission table.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Propose { .. } => Parcours::ProposeStep,
            Self::WriteTitle { .. } | Self::WriteDetails { .. } => Parcours::Write,
            Self::SetDoers { .. } => Parcours::SetDoers,
            Self::SetWhen { .. } => Parcours::SetWhen,
            Self::SetPlace { .. } => Parcours::SetPlace,
            Self::SetBring { .. } => Parcours::SetBring,
            Self::SetLifts { .. } => Parcours::SetLifts,
            Self::SetLeansOn { .. } => Parcours::SetLeansOn,
            Self::AddCheck { .. } => Parcours::AddCheck,
            Self::TickCheck { .. } => Parcours::TickCheck,
            Self::RemoveCheck { .. } => Parcours::RemoveCheck,
            Self::Comment { .. } => Parcours::Comment,
            Self::RemoveComment { .. } => Parcours::RemoveComment,
            Self::AskForHelp { needed: true } => Parcours::AskForHelp,
            Self::AskForHelp { needed: false } => Parcours::HelpGiven,
        }
    }

    /// Every word that someone typed for it (`RB2`).
    pub(in crate::parcours) fn words(&self) -> String {
        match self {
            Self::Propose { title, .. } => title.clone(),
            Self::WriteTitle { changes } | Self::WriteDetails { changes } => typed(changes),
            Self::SetDoers { doers } => {
                let named = doers.iter().filter_map(|doer| match doer {
                    Doer::Named(name) => Some(name.as_str()),
                    Doer::Person(_) | Doer::Organisation(_) => None,
                });
                named.collect::<Vec<_>>().join(", ")
            }
            Self::SetWhen { when } => when.as_ref().map_or_else(String::new, |when| {
                format!("{} {}", when.day, when.hour.as_deref().unwrap_or_default())
            }),
            Self::SetPlace { place } => place.clone(),
            Self::SetBring { bring } => bring.clone(),
            Self::AddCheck { words, .. } | Self::Comment { words, .. } => words.clone(),
            Self::SetLifts { .. }
            | Self::SetLeansOn { .. }
            | Self::TickCheck { .. }
            | Self::RemoveCheck { .. }
            | Self::RemoveComment { .. }
            | Self::AskForHelp { .. } => String::new(),
        }
    }
}
