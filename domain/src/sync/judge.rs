//! The service's side of a command, as one pure step (`ID3`): is it new, may it be, what does it lead to. The caller
//! does all of it in one transaction, stores the verdict, and only then answers.

use crate::access::Actor;
use crate::board::{Board, COMMAND_VERSION, Command, Event, decide};
use crate::refusal::Refusal;

/// What is to be done with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was judged before: answer with the stored first result, refusals too.
    Repeat,
    /// A number was skipped.
    Gap {
        /// The number expected.
        expected: u64,
    },
    /// It is carried out by these events; none when it changes nothing.
    Kept(Vec<Event>),
    /// It is refused; the refusal is stored like any result.
    Refused(Refusal),
}

/// Judges command `seq` of a client whose last judged command is `last`.
pub fn judge(
    board: &Board,
    last: u64,
    actor: &Actor,
    seq: u64,
    version: u16,
    body: &serde_json::Value,
) -> Verdict {
    if seq <= last {
        return Verdict::Repeat;
    }
    if seq != last + 1 {
        return Verdict::Gap { expected: last + 1 };
    }
    if version > COMMAND_VERSION {
        return Verdict::Refused(Refusal::NewerVersion);
    }
    let Ok(command) = serde_json::from_value::<Command>(body.clone()) else {
        return Verdict::Refused(Refusal::UnknownCommand);
    };
    match decide(board, actor, &command) {
        Ok(events) => Verdict::Kept(events),
        Err(refusal) => Verdict::Refused(refusal),
    }
}
