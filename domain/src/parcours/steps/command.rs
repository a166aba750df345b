//! What can be asked of a step.

#![allow(
    missing_docs,
    reason = "the fields are named after what they hold; each variant says the wish"
)]

use super::terms::Doer;
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
    /// Propose it, with as much of it as is known. Proposing is agreeing to exactly that (`AG5`).
    Propose {
        title: String,
        theme: Theme,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        terms: Option<Box<WrittenTerms>>,
    },
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

/// What a step that is proposed says beside its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenTerms {
    /// More words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub details: String,
    /// Who does it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doers: Vec<Doer>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<WrittenWhen>,
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What to bring.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bring: String,
    /// The frein that it lifts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifts: Option<FindingId>,
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
            Self::Propose { title, terms, .. } => {
                let beside = terms.as_ref().map(|terms| terms.words());
                [title.clone(), beside.unwrap_or_default()]
                    .join(" ")
                    .trim()
                    .to_owned()
            }
            Self::WriteTitle { changes } | Self::WriteDetails { changes } => typed(changes),
            Self::SetDoers { doers } => names(doers),
            Self::SetWhen { when } => when.as_ref().map_or_else(String::new, WrittenWhen::words),
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

impl WrittenTerms {
    fn words(&self) -> String {
        let when = self.when.as_ref().map(WrittenWhen::words);
        let all = [
            self.details.clone(),
            names(&self.doers),
            when.unwrap_or_default(),
            self.place.clone(),
            self.bring.clone(),
        ];
        let said: Vec<_> = all
            .iter()
            .map(|it| it.trim())
            .filter(|it| !it.is_empty())
            .collect();
        said.join(" ")
    }
}

impl WrittenWhen {
    fn words(&self) -> String {
        format!("{} {}", self.day, self.hour.as_deref().unwrap_or_default())
    }
}

/// Those who have no account, by their names.
fn names(doers: &[Doer]) -> String {
    let named = doers.iter().filter_map(|doer| match doer {
        Doer::Named(name) => Some(name.as_str()),
        Doer::Person(_) | Doer::Organisation(_) => None,
    });
    named.collect::<Vec<_>>().join(", ")
}
