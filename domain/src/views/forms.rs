//! What a page asks for by a plain form: an answer must not wait until its program is there.

use crate::ids::StepId;
use crate::kernel::digest::Digest;
use crate::parcours::{AnswerCommand, Command, StageCommand, StepCommand};
use serde::{Deserialize, Serialize};

/// What a button of such a form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// *D'accord*, to the words that the form was written for.
    Agree,
    /// *On en parle*.
    TalkAboutIt,
    /// *Non*.
    Refuse,
    /// *Je retire ma réponse*.
    Withdraw,
    /// *C'est fait*.
    Finish,
    /// *J'ai besoin d'aide*.
    AskForHelp,
    /// Help is no longer needed.
    NeedNoHelp,
}

impl Act {
    /// Its name in the form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::TalkAboutIt => "talk_about_it",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Finish => "finish",
            Self::AskForHelp => "ask_for_help",
            Self::NeedNoHelp => "need_no_help",
        }
    }

    /// The command that it is, on a step whose words were these.
    pub const fn command(self, step: StepId, words: Digest) -> Command {
        let answer = match self {
            Self::Agree => AnswerCommand::Agree { words },
            Self::TalkAboutIt => AnswerCommand::TalkAboutIt,
            Self::Refuse => AnswerCommand::Refuse,
            Self::Withdraw => AnswerCommand::Withdraw,
            Self::Finish => return Command::Stage(step, StageCommand::Finish),
            Self::AskForHelp => return Command::Step(step, StepCommand::AskForHelp { needed: true }),
            Self::NeedNoHelp => return Command::Step(step, StepCommand::AskForHelp { needed: false }),
        };
        Command::Answer(step, answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_written_in_a_form_as_it_is_read() {
        for act in [
            Act::Agree,
            Act::TalkAboutIt,
            Act::Refuse,
            Act::Withdraw,
            Act::Finish,
            Act::AskForHelp,
            Act::NeedNoHelp,
        ] {
            assert_eq!(serde_json::json!(act), act.name());
        }
    }
}
