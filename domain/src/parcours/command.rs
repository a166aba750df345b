//! What a person asks for. A command names what is meant ("before this step"), never a computed result ("key aV"), so
//! that it can be decided again on whatever state the server holds when it arrives.

use crate::access::permission::Operation;
use crate::access::table::Parcours;
use crate::kernel::ids::{FindingId, Seq, StepId};
use crate::kernel::words::WordsChange;
use crate::parcours::agreement::command::AnswerCommand;
use crate::parcours::diagnosis::command::FindingCommand;
use crate::parcours::goal::command::GoalCommand;
use crate::parcours::item::{Field, Item};
use crate::parcours::life::command::StageCommand;
use crate::parcours::sharing::command::SharingCommand;
use crate::parcours::shelf::command::ShelfCommand;
use crate::parcours::steps::command::StepCommand;
use serde::{Deserialize, Serialize};

/// The version of the encoding of commands (`EV1`).
pub const COMMAND_VERSION: u16 = 1;

/// The commands of the board, part by part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// About the goal.
    Goal(GoalCommand),
    /// About a frein or a levier.
    Finding(FindingId, FindingCommand),
    /// About a step.
    Step(StepId, StepCommand),
    /// About one's answer to a step.
    Answer(StepId, AnswerCommand),
    /// About where a step stands.
    Stage(StepId, StageCommand),
    /// About what partners see and offer.
    Sharing(SharingCommand),
    /// About anything on a shelf: its theme, its rank, the bin.
    Shelf(Item, ShelfCommand),
    /// Undo the action that ended with event `of`.
    Undo {
        /// Its last event.
        of: Seq,
    },
}

impl Command {
    /// To write in a text.
    pub fn write(field: Field, changes: Vec<WordsChange>) -> Self {
        match field {
            Field::Goal => Self::Goal(GoalCommand::Write { changes }),
            Field::Finding(id) => Self::Finding(id, FindingCommand::Write { changes }),
            Field::Title(id) => Self::Step(id, StepCommand::WriteTitle { changes }),
            Field::Details(id) => Self::Step(id, StepCommand::WriteDetails { changes }),
        }
    }

    /// The text that it writes in, and what it writes, if that is what it does.
    pub fn writing(&self) -> Option<(Field, &[WordsChange])> {
        match self {
            Self::Goal(GoalCommand::Write { changes }) => Some((Field::Goal, changes)),
            Self::Finding(id, FindingCommand::Write { changes }) => Some((Field::Finding(*id), changes)),
            Self::Step(id, StepCommand::WriteTitle { changes }) => Some((Field::Title(*id), changes)),
            Self::Step(id, StepCommand::WriteDetails { changes }) => Some((Field::Details(*id), changes)),
            _ => None,
        }
    }

    /// Whether only the usager, freshly proven, may give it where they give it: their *yes*, and a share (`AG1`).
    pub const fn takes_proof(&self) -> bool {
        matches!(
            self,
            Self::Answer(_, AnswerCommand::Agree { .. })
                | Self::Sharing(SharingCommand::Share { .. })
                | Self::Goal(GoalCommand::SayOwn { .. })
        )
    }

    /// What the command is about; none for the goal, and for what is found by a number alone.
    pub fn item(&self) -> Option<Item> {
        match self {
            Self::Goal(_) | Self::Undo { .. } => None,
            Self::Finding(id, _) => Some(Item::Finding(*id)),
            Self::Step(id, _) | Self::Answer(id, _) | Self::Stage(id, _) => Some(Item::Step(*id)),
            Self::Sharing(command) => match command {
                SharingCommand::Share { item, .. } | SharingCommand::End { item, .. } => item.item(),
                SharingCommand::OfferHelp { step }
                | SharingCommand::WithdrawOffer { step }
                | SharingCommand::AnswerOffer { step, .. } => Some(Item::Step(*step)),
            },
            Self::Shelf(item, _) => Some(*item),
        }
    }

    /// Every word that someone typed for it: refused, it is all that is left of them (`RB2`).
    pub fn words(&self) -> String {
        match self {
            Self::Goal(command) => command.words(),
            Self::Finding(_, command) => command.words(),
            Self::Step(_, command) => command.words(),
            Self::Answer(_, command) => command.words(),
            Self::Stage(_, command) => command.words(),
            Self::Sharing(command) => command.words(),
            Self::Shelf(_, command) => command.words(),
            Self::Undo { .. } => String::new(),
        }
    }
}

impl Command {
    /// The row of the permission table that it has: one without a row does not compile.
    pub(in crate::parcours) fn operation(&self) -> Parcours {
        match self {
            Self::Goal(command) => command.operation(),
            Self::Finding(_, command) => command.operation(),
            Self::Step(_, command) => command.operation(),
            Self::Answer(_, command) => command.operation(),
            Self::Stage(_, command) => command.operation(),
            Self::Sharing(command) => command.operation(),
            Self::Shelf(_, command) => command.operation(),
            Self::Undo { .. } => Parcours::Undo,
        }
    }
}

impl From<&Command> for Operation {
    fn from(command: &Command) -> Self {
        Self::Parcours(command.operation())
    }
}
