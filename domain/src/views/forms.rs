//! What a page asks for by a plain form: an answer must not wait until its program is there.

use crate::catalogue::Theme;
use crate::ids::StepId;
use crate::kernel::digest::Digest;
use crate::parcours::{AnswerCommand, Command, StageCommand, StepCommand, WrittenTerms};
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

/// The longest title that is made of what somebody says in one breath, in characters.
const TITLE: usize = 120;

/// What somebody says that they want to do, in their own words, as a step that they propose: short words are its title; of
/// long ones the beginning is, and all of them are its details.
pub fn proposal(step: StepId, words: &str) -> Command {
    let words = words.trim();
    let short = words.chars().count() <= TITLE && !words.contains('\n');
    let (title, terms) = if short {
        (words.to_owned(), None)
    } else {
        let terms = WrittenTerms {
            details: words.to_owned(),
            ..WrittenTerms::default()
        };
        (beginning(words), Some(Box::new(terms)))
    };
    let theme = Theme::UNSORTED;
    Command::Step(step, StepCommand::Propose { title, theme, terms })
}

/// The first line, as far as whole words of it make a title; of one endless word, its beginning.
fn beginning(words: &str) -> String {
    let line = words.lines().next().unwrap_or_default();
    let mut title = String::new();
    for word in line.split_whitespace() {
        if title.chars().count() + word.chars().count() >= TITLE {
            if title.is_empty() {
                title.extend(word.chars().take(TITLE - 1));
            }
            title.push('…');
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn t13_what_is_said_in_one_breath_becomes_a_step_and_no_word_is_lost() {
        let of = |words: &str| match proposal(StepId(Uuid::from_u128(1)), words) {
            Command::Step(_, StepCommand::Propose { title, terms, .. }) => {
                (title, terms.map(|terms| terms.details).unwrap_or_default())
            }
            other => panic!("{other:?}"),
        };
        let short = "Apprendre à faire mes courses";
        assert_eq!(of(&format!("  {short} ")), (short.to_owned(), String::new()));
        let two = "Voir ma sœur\navec le bus de dix heures";
        assert_eq!(of(two), ("Voir ma sœur".to_owned(), two.to_owned()));
        let long = "je voudrais bien ".repeat(40);
        let (title, details) = of(&long);
        assert_eq!(details, long.trim());
        assert!(
            title.ends_with('…') && title.chars().count() <= TITLE + 1,
            "{title}"
        );
        let one = "a".repeat(300);
        assert_eq!(
            of(&one),
            (format!("{}…", &one[..TITLE - 1]), one),
            "one word that is no word"
        );
    }

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
