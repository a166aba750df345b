//! The name of each thing of the domain, by a total match: what is added there and has no words here does not compile.

use super::say;
use crate::api::AppError;
use itineraire_domain::access::Role;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::parcours::{
    Action, ActionName, Agreement, AnswerCommand, Column, Command, Fact, FindingCommand, GoalCommand, Item,
    SharingCommand, ShelfCommand, ShelfFact, StageCommand, StepCommand,
};
#[cfg(feature = "ssr")]
use itineraire_domain::people::{LANGUAGES, Unclear};
use itineraire_domain::views::words::{ThemeWords, Themes};
use itineraire_domain::{Denial, Refusal, Trouble};

/// A column's title.
pub fn column(column: Column) -> &'static str {
    match column {
        Column::ToDiscuss => say::column::TO_DISCUSS,
        Column::Decided => say::column::DECIDED,
        Column::InProgress => say::column::IN_PROGRESS,
        Column::Done => say::column::DONE,
    }
}

/// A theme as it shows; what nobody has sorted says so.
pub fn theme(themes: &Themes, theme: Theme) -> ThemeWords {
    let mut shown = themes.shown(theme);
    if theme == Theme::UNSORTED {
        shown.word = String::from(say::board::NO_THEME);
    }
    shown
}

/// One party's answer, in words.
pub fn answer(answer: Option<&Agreement>) -> &'static str {
    match answer {
        None => say::answer::NONE,
        Some(Agreement::Agreed { .. }) => say::answer::AGREED,
        Some(Agreement::ToConfirm { was: None, .. }) => say::answer::NOT_PROVEN,
        Some(Agreement::ToConfirm { .. }) => say::answer::TO_CONFIRM,
        Some(Agreement::Talk { .. }) => say::answer::TALK,
        Some(Agreement::Refused { .. }) => say::answer::REFUSED,
        Some(Agreement::OnPaper { .. }) => say::answer::ON_PAPER,
    }
}

/// What an action is called in the undo list.
pub fn action(action: &Action) -> &'static str {
    let puts_back = |change: &Fact| matches!(change, Fact::Shelf(_, ShelfFact::Restored));
    match action.name {
        ActionName::Words => say::action::WORDS,
        ActionName::Added if matches!(action.item, Some(Item::Step(_))) => say::action::STEP_PROPOSED,
        ActionName::Added => say::action::ADDED,
        ActionName::Rated => say::action::RATED,
        ActionName::Theme => say::action::THEME,
        ActionName::Doers => say::action::DOERS,
        ActionName::When => say::action::WHEN,
        ActionName::Place => say::action::PLACE,
        ActionName::Bring => say::action::BRING,
        ActionName::Lifts => say::action::LIFTS,
        ActionName::LeansOn => say::action::LEANS_ON,
        ActionName::Checklist => say::action::CHECKLIST,
        ActionName::Stage => say::action::STAGE,
        ActionName::Moved => say::action::MOVED,
        ActionName::Bin if action.inverse.iter().any(puts_back) => say::action::REMOVED,
        ActionName::Bin => say::action::RESTORED,
    }
}

/// What a command did, where the page does not show it by itself; empty where it does.
pub fn done(command: &Command) -> &'static str {
    match command {
        Command::Finding(_, FindingCommand::Add { .. }) => say::done::ADDED,
        Command::Step(_, StepCommand::Propose { .. }) => say::done::PROPOSED,
        Command::Step(_, StepCommand::AskForHelp { needed: true }) => say::done::HELP_ASKED,
        Command::Stage(_, StageCommand::Start) => say::done::STARTED,
        Command::Stage(_, StageCommand::Finish) => say::done::FINISHED,
        Command::Stage(_, StageCommand::Stop { .. }) => say::done::STOPPED,
        Command::Stage(_, StageCommand::Reopen) => say::done::REOPENED,
        Command::Answer(_, AnswerCommand::Withdraw) => say::done::ANSWER_TAKEN_BACK,
        Command::Answer(_, AnswerCommand::RecordPaper { .. }) => say::done::PAPER_NOTED,
        Command::Answer(_, AnswerCommand::TakePaperBack) => say::done::PAPER_TAKEN_BACK,
        Command::Answer(..)
        | Command::Sharing(SharingCommand::AnswerOffer { .. })
        | Command::Goal(GoalCommand::SayOwn { .. }) => say::done::ANSWERED,
        Command::Sharing(SharingCommand::Share { .. }) => say::done::SHARED,
        Command::Sharing(SharingCommand::End { .. }) => say::done::SHARED_NO_MORE,
        Command::Shelf(_, ShelfCommand::Remove) => say::done::REMOVED,
        Command::Shelf(_, ShelfCommand::Restore) => say::done::RESTORED,
        Command::Undo { .. } => say::done::UNDONE,
        // What is typed, ticked, chosen or moved is seen where it is done.
        Command::Goal(_)
        | Command::Finding(..)
        | Command::Step(..)
        | Command::Sharing(_)
        | Command::Shelf(..) => "",
    }
}

/// What happened, what is safe, what to do.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotAllowed => say::refusal::NOT_ALLOWED,
        Refusal::NotFound => say::refusal::NOT_FOUND,
        Refusal::ProofNeeded => say::refusal::PROOF_NEEDED,
        Refusal::Stale => say::refusal::STALE,
        Refusal::NotDecided => say::refusal::NOT_DECIDED,
        Refusal::WrongStage => say::refusal::WRONG_STAGE,
        Refusal::InBin => say::refusal::IN_BIN,
        Refusal::TooLong { limit } => return say::refusal::too_long(&limit.to_string()),
        Refusal::TooMany { limit } => return say::refusal::too_many(&limit.to_string()),
        Refusal::Full => say::refusal::FULL,
        Refusal::Empty => say::refusal::EMPTY,
        Refusal::NoSuchDate => say::refusal::NO_SUCH_DATE,
        Refusal::WordsGone => say::refusal::WORDS_GONE,
        Refusal::AlreadyThere => say::refusal::ALREADY_THERE,
        Refusal::Superseded => say::refusal::SUPERSEDED,
        Refusal::NotUndoable => say::refusal::NOT_UNDOABLE,
        Refusal::BadPeriod => say::refusal::BAD_PERIOD,
        Refusal::UnknownCommand => say::refusal::UNKNOWN_COMMAND,
        Refusal::NewerVersion => say::refusal::NEWER_VERSION,
    }
    .to_owned()
}

/// The sentence for why someone is not let in.
pub fn denial(why: Denial) -> &'static str {
    match why {
        Denial::SignedOut => say::refusal::SIGNED_OUT,
        Denial::NotFound => say::refusal::NOT_FOUND,
        Denial::WrongClient => say::refusal::NOT_LINKED,
    }
}

/// The sentence for why the service keeps nothing for now. What is on the page stays there as long as it is open.
pub fn trouble(why: Trouble) -> &'static str {
    match why {
        Trouble::Full => say::trouble::FULL,
        Trouble::ReadOnly | Trouble::Unreachable | Trouble::Taken => say::trouble::NOT_KEPT,
    }
}

/// Why a plain form was refused, as the word in the address of the page that it came back to says; `unknown`, where that word is
/// that of whatever is not known here.
#[cfg(feature = "ssr")]
pub fn refused(word: Option<String>, unknown: &str) -> Option<String> {
    word.map(|word| match AppError::of_word(&word) {
        AppError::SignIn => unknown.to_owned(),
        // A plain form tries nothing again by itself.
        AppError::NotKept(_) => say::refusal::UNAVAILABLE.to_owned(),
        why => error(&why),
    })
}

/// The same, where a page has words of its own for what the rules say; what is not known is what was not understood.
#[cfg(feature = "ssr")]
pub fn refused_here(word: Option<String>, says: impl Fn(&Refusal) -> Option<&'static str>) -> Option<String> {
    let own = match word.as_deref().map(AppError::of_word) {
        Some(AppError::Refused(why)) => says(&why),
        _ => None,
    };
    own.map(str::to_owned)
        .or_else(|| refused(word, say::error::MALFORMED))
}

/// The name of a language that is offered; of another, its code.
#[cfg(feature = "ssr")]
pub fn language(code: &str) -> String {
    let at = LANGUAGES.iter().position(|known| *known == code);
    let name = at.and_then(|at| say::newcomer::LANGUAGES.get(at));
    (*name.unwrap_or(&code)).to_owned()
}

/// What a form about a person asks, as its label says it.
#[cfg(feature = "ssr")]
pub fn asked(of: Unclear) -> &'static str {
    match of {
        Unclear::FirstName => say::newcomer::FIRST_NAME,
        Unclear::LastName => say::newcomer::LAST_NAME,
        Unclear::Called => say::newcomer::CALLED,
        Unclear::Born => say::newcomer::BORN,
        Unclear::Commune => say::newcomer::COMMUNE,
        Unclear::Phone => say::newcomer::PHONE,
        Unclear::Language => say::newcomer::LANGUAGE,
        _ => say::newcomer::REACH,
    }
}

/// The sentence for what a server function answers.
pub fn error(error: &AppError) -> String {
    match error {
        AppError::SignIn => say::error::SIGN_IN.into(),
        AppError::Code => say::error::CODE.into(),
        AppError::Unclear(_) => say::error::UNCLEAR.into(),
        AppError::TooMany => say::error::TOO_MANY.into(),
        AppError::Malformed => say::error::MALFORMED.into(),
        AppError::TooLarge => say::error::TOO_LARGE.into(),
        AppError::Denied(why) => denial(*why).into(),
        AppError::Refused(why) => refusal(why),
        AppError::NotKept(why) => trouble(*why).into(),
        AppError::Unavailable => say::refusal::UNAVAILABLE.into(),
    }
}

/// What someone is in a space of theirs.
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "only a page of the server says it")
)]
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Usager => say::role::USAGER,
        Role::Professional => say::role::PROFESSIONAL,
        Role::Partner => say::role::PARTNER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use itineraire_domain::people::Unclear;
    use std::collections::BTreeMap;

    /// Each refusal as it is written on the wire; a test of the rules keeps the list whole.
    const REFUSALS: &str = include_str!("../../../domain/tests/golden/v1/refusals.json");

    #[test]
    fn every_refusal_and_every_error_has_a_sentence() {
        let listed: BTreeMap<String, Vec<Refusal>> = serde_json::from_str(REFUSALS).expect("refusals");
        let refused = listed
            .into_values()
            .flatten()
            .map(|one| (format!("{one:?}"), refusal(&one)));
        let errors = [
            AppError::Denied(Denial::SignedOut),
            AppError::Denied(Denial::NotFound),
            AppError::Denied(Denial::WrongClient),
            AppError::SignIn,
            AppError::TooMany,
            AppError::Code,
            AppError::Unclear(Unclear::Born),
            AppError::Malformed,
            AppError::TooLarge,
            AppError::Unavailable,
            AppError::NotKept(Trouble::Full),
            AppError::NotKept(Trouble::ReadOnly),
            AppError::NotKept(Trouble::Unreachable),
            AppError::NotKept(Trouble::Taken),
        ];
        let errors = errors.map(|one| (format!("{one:?}"), error(&one)));
        let all: Vec<_> = refused.chain(errors).collect();
        assert!(all.len() > 25, "{}", all.len());
        for (one, sentence) in all {
            assert!(
                sentence.ends_with('.') && sentence.contains(' '),
                "{one}: {sentence:?}"
            );
        }
    }

    #[test]
    fn no_sentence_promises_work_that_a_reload_would_lose() {
        let sentences = [
            refusal(&Refusal::NewerVersion),
            denial(Denial::WrongClient).to_owned(),
        ];
        for sentence in sentences {
            assert!(!sentence.contains("gardé"), "{sentence}");
            assert!(sentence.contains("Copiez"), "{sentence}");
        }
    }
}
