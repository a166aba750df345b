//! Why a command was not carried out. A refusal changes nothing, loses nothing and disturbs nobody else; it holds no
//! case content, so it may be logged. The French sentence for each stands in the app's words.

use serde::{Deserialize, Serialize};

/// A typed *no*, the same in browser and server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// This person may not do this. Also the answer when the thing exists but is hidden and the act would be a
    /// change of rights; for anything that names an item the answer is [`Refusal::NotFound`] (`VW2`).
    #[error("not allowed")]
    NotAllowed,
    /// No such item, or not for these eyes: the two answer alike (`VW2`).
    #[error("not found")]
    NotFound,
    /// Only the usager, freshly proven with card and PIN, may say this (`AG1`).
    #[error("a fresh proof is needed")]
    ProofNeeded,
    /// The text changed since it was shown: read it again, then answer (`AG1`, `CF2`).
    #[error("the state has changed")]
    Stale,
    /// The step lacks the usager's agreement or a professional's (`AG3`).
    #[error("not decided together")]
    NotDecided,
    /// The step's stage does not allow this.
    #[error("wrong stage")]
    WrongStage,
    /// The item lies in the bin: bring it back first.
    #[error("in the bin")]
    InBin,
    /// Longer than `limit` characters.
    #[error("longer than {limit} characters")]
    TooLong {
        /// In characters.
        limit: usize,
    },
    /// There are already `limit` of these.
    #[error("more than {limit}")]
    TooMany {
        /// How many are allowed.
        limit: usize,
    },
    /// The board is as large as one may become: nothing is written on it any more.
    #[error("the board is full")]
    Full,
    /// Words are needed here.
    #[error("empty")]
    Empty,
    /// A date or hour that does not exist.
    #[error("no such date")]
    NoSuchDate,
    /// The edit points at characters that are no longer kept, or that another client owns.
    #[error("the words it edits are gone")]
    WordsGone,
    /// An id that is already used.
    #[error("already there")]
    AlreadyThere,
    /// A later action stands on this one: undo that one first.
    #[error("superseded")]
    Superseded,
    /// This cannot be undone, or is too old.
    #[error("cannot be undone")]
    NotUndoable,
    /// The share's end lies in the past or further than allowed.
    #[error("bad period")]
    BadPeriod,
    /// A command that this server does not know.
    #[error("unknown command")]
    UnknownCommand,
    /// A command written by a newer version of the app.
    #[error("written by a newer version")]
    NewerVersion,
}
