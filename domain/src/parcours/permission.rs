//! The row of the permission table that each command has.

use crate::access::permission::Operation;
use crate::parcours::agreement::command::AnswerCommand;
use crate::parcours::command::Command;
use crate::parcours::diagnosis::command::FindingCommand;
use crate::parcours::goal::command::GoalCommand;
use crate::parcours::life::command::StageCommand;
use crate::parcours::sharing::command::SharingCommand;
use crate::parcours::shelf::command::ShelfCommand;
use crate::parcours::steps::command::StepCommand;

impl From<&Command> for Operation {
    /// A new command does not compile without a row.
    fn from(command: &Command) -> Self {
        match command {
            Command::Goal(command) => match command {
                GoalCommand::Write { .. } => Self::Write,
            },
            Command::Finding(_, command) => match command {
                FindingCommand::Add { .. } => Self::AddFinding,
                FindingCommand::Write { .. } => Self::Write,
                FindingCommand::Rate { .. } => Self::Rate,
            },
            Command::Step(_, command) => match command {
                StepCommand::Propose { .. } => Self::ProposeStep,
                StepCommand::WriteTitle { .. } | StepCommand::WriteDetails { .. } => Self::Write,
                StepCommand::SetDoers { .. } => Self::SetDoers,
                StepCommand::SetWhen { .. } => Self::SetWhen,
                StepCommand::SetPlace { .. } => Self::SetPlace,
                StepCommand::SetBring { .. } => Self::SetBring,
                StepCommand::SetLifts { .. } => Self::SetLifts,
                StepCommand::SetLeansOn { .. } => Self::SetLeansOn,
                StepCommand::AddCheck { .. } => Self::AddCheck,
                StepCommand::TickCheck { .. } => Self::TickCheck,
                StepCommand::RemoveCheck { .. } => Self::RemoveCheck,
                StepCommand::Comment { .. } => Self::Comment,
                StepCommand::RemoveComment { .. } => Self::RemoveComment,
                StepCommand::AskForHelp { needed: true } => Self::AskForHelp,
                StepCommand::AskForHelp { needed: false } => Self::HelpGiven,
            },
            Command::Answer(_, command) => match command {
                AnswerCommand::Agree { .. } => Self::Agree,
                AnswerCommand::TalkAboutIt => Self::TalkAboutIt,
                AnswerCommand::Refuse => Self::Refuse,
                AnswerCommand::Withdraw => Self::Withdraw,
                AnswerCommand::RecordPaper { .. } => Self::RecordPaper,
            },
            Command::Stage(_, command) => match command {
                StageCommand::Start => Self::Start,
                StageCommand::Finish => Self::Finish,
                StageCommand::Stop { .. } => Self::Stop,
                StageCommand::Reopen => Self::Reopen,
            },
            Command::Sharing(command) => match command {
                SharingCommand::Share { .. } => Self::Share,
                SharingCommand::End { .. } => Self::EndShare,
                SharingCommand::OfferHelp { .. } => Self::OfferHelp,
                SharingCommand::WithdrawOffer { .. } => Self::WithdrawOffer,
            },
            Command::Shelf(_, command) => match command {
                ShelfCommand::SetTheme { .. } => Self::SetTheme,
                ShelfCommand::Move { .. } => Self::Move,
                ShelfCommand::Remove => Self::Remove,
                ShelfCommand::Restore => Self::Restore,
            },
            Command::Undo { .. } => Self::Undo,
        }
    }
}
