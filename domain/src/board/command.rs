//! What a person asks for. A command names what is meant ("before this step"), never a computed result ("key aV"), so
//! that it can be decided again on whatever state the server holds when it arrives.

#![allow(
    missing_docs,
    reason = "the fields of a command are named after what they hold; each variant says the wish"
)]

use super::agreement::Digest;
use super::event::Seq;
use super::state::{Doer, Field, Item, Level, SharedItem};
use super::words::WordsChange;
use crate::calendar::Moment;
use crate::ids::{BarrierId, CheckId, CommentId, LeverId, OrganisationId, StepId};
use crate::theme::Theme;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the encoding of commands (`EV1`).
pub const COMMAND_VERSION: u16 = 1;

/// The commands of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Write in a text.
    EditWords { field: Field, changes: Vec<WordsChange> },
    /// Add a frein.
    AddBarrier {
        barrier: BarrierId,
        theme: Theme,
        words: String,
    },
    /// Add a levier.
    AddLever {
        lever: LeverId,
        theme: Theme,
        words: String,
    },
    /// Say how strong a frein or levier is, in one's own voice.
    Rate { item: Item, level: Option<Level> },
    /// Change an item's theme.
    SetTheme { item: Item, theme: Theme },
    /// Propose a step.
    ProposeStep {
        step: StepId,
        title: String,
        theme: Theme,
    },
    /// Say who does a step.
    SetDoers { step: StepId, doers: Vec<Doer> },
    /// Say when.
    SetWhen { step: StepId, when: Option<WrittenWhen> },
    /// Say where.
    SetPlace { step: StepId, place: String },
    /// Say what to bring.
    SetBring { step: StepId, bring: String },
    /// Say which barrier the step lifts.
    SetLifts {
        step: StepId,
        barrier: Option<BarrierId>,
    },
    /// Say which lever the step leans on.
    SetLeansOn { step: StepId, lever: Option<LeverId> },
    /// Add a line to the checklist.
    AddCheck {
        step: StepId,
        check: CheckId,
        words: String,
    },
    /// Tick or untick a line.
    TickCheck {
        step: StepId,
        check: CheckId,
        done: bool,
    },
    /// Remove a line.
    RemoveCheck { step: StepId, check: CheckId },
    /// *D'accord*, to exactly these words. For the usager it takes a fresh proof (`AG1`).
    Agree { step: StepId, words: Digest },
    /// *On en parle.*
    TalkAboutIt { step: StepId },
    /// *Non.*
    Refuse { step: StepId },
    /// Take one's own answer back. It always wins (`CF2`).
    Withdraw { step: StepId },
    /// Record, as a professional, that the usager agreed on paper (`AG4`).
    RecordPaper { step: StepId, words: Digest },
    /// Start a step that is decided together.
    Start { step: StepId },
    /// *C'est fait.*
    Finish { step: StepId },
    /// Give a step up.
    Stop { step: StepId, reason: String },
    /// Take a done or given up or started step up again.
    Reopen { step: StepId },
    /// Put an item before another of its list, or at the end.
    Move { item: Item, before: Option<Item> },
    /// Say something about a step.
    Comment {
        step: StepId,
        comment: CommentId,
        words: String,
    },
    /// Remove one's own comment.
    RemoveComment { step: StepId, comment: CommentId },
    /// Put an item in the bin.
    Remove { item: Item },
    /// Bring it back.
    Restore { item: Item },
    /// Share an item with an organisation: the usager alone, freshly proven.
    Share {
        item: SharedItem,
        organisation: OrganisationId,
        purpose: String,
        until: Moment,
    },
    /// End a share: the usager, at any time.
    EndShare {
        item: SharedItem,
        organisation: OrganisationId,
    },
    /// *Je peux aider*, as a partner, for one's own organisation.
    OfferHelp { step: StepId },
    /// Take the offer back.
    WithdrawOffer { step: StepId },
    /// *J'ai besoin d'aide*, as the usager; or: the help was given.
    AskForHelp { step: StepId, needed: bool },
    /// Undo the action that ended with event `of`.
    Undo { of: Seq },
}

impl Command {
    /// What the command is about; none for the goal, and for what is found by a number alone.
    pub fn item(&self) -> Option<Item> {
        match self {
            Self::EditWords { field, .. } => field.item(),
            Self::AddBarrier { barrier, .. } => Some(Item::Barrier(*barrier)),
            Self::AddLever { lever, .. } => Some(Item::Lever(*lever)),
            Self::Rate { item, .. }
            | Self::SetTheme { item, .. }
            | Self::Move { item, .. }
            | Self::Remove { item }
            | Self::Restore { item } => Some(*item),
            Self::ProposeStep { step, .. }
            | Self::SetDoers { step, .. }
            | Self::SetWhen { step, .. }
            | Self::SetPlace { step, .. }
            | Self::SetBring { step, .. }
            | Self::SetLifts { step, .. }
            | Self::SetLeansOn { step, .. }
            | Self::AddCheck { step, .. }
            | Self::TickCheck { step, .. }
            | Self::RemoveCheck { step, .. }
            | Self::Agree { step, .. }
            | Self::TalkAboutIt { step }
            | Self::Refuse { step }
            | Self::Withdraw { step }
            | Self::RecordPaper { step, .. }
            | Self::Start { step }
            | Self::Finish { step }
            | Self::Stop { step, .. }
            | Self::Reopen { step }
            | Self::Comment { step, .. }
            | Self::RemoveComment { step, .. }
            | Self::OfferHelp { step }
            | Self::WithdrawOffer { step }
            | Self::AskForHelp { step, .. } => Some(Item::Step(*step)),
            Self::Share { item, .. } | Self::EndShare { item, .. } => match item {
                SharedItem::Goal => None,
                SharedItem::Step(step) => Some(Item::Step(*step)),
            },
            Self::Undo { .. } => None,
        }
    }
}

/// A command as the link carries it: with the confirmed sequence that its author's page stood at. A *yes* is worth
/// nothing against a withdrawal that its author's page had not seen (`CF2`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The command.
    pub command: Command,
    /// What its author had seen; zero, as older pages leave it out, is nothing.
    pub on: Seq,
}

impl Given {
    /// Its JSON: the command's own, and `on` beside it. By hand: serde's `flatten` weighs 5 kB in the page.
    pub fn body(&self) -> Option<Value> {
        let mut body = serde_json::to_value(&self.command).ok()?;
        if !self.on.is_zero() {
            body.as_object_mut()?.insert("on".into(), self.on.0.into());
        }
        Some(body)
    }

    /// Reads what [`Given::body`] wrote; none when it is no command.
    pub fn read(body: &Value) -> Option<Self> {
        let mut body = body.clone();
        let on = match body.as_object_mut()?.remove("on") {
            Some(on) => Seq(on.as_u64()?),
            None => Seq(0),
        };
        let command = serde_json::from_value(body).ok()?;
        Some(Self { command, on })
    }
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
