//! Why the service keeps nothing for now. It is the service's own trouble, the same for everyone, and says nothing of any
//! parcours (`VW1`).

use serde::{Deserialize, Serialize};

/// What stands in the way of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No room: the disk is full, or a limit is reached.
    #[error(
        "the disk is full, or a limit on the size of files is reached: make room, and writing goes on by itself"
    )]
    Full,
    /// The database may only be read.
    #[error(
        "the database can only be read: its disk or its rights forbid writing; once they allow it, writing goes on by itself"
    )]
    ReadOnly,
    /// The database does not answer, or answers with an error of its own.
    #[error("the database does not answer: once it does, writing goes on by itself")]
    Unreachable,
    /// The database's file is not the one that was opened any more (`OR2a`).
    #[error("the database was taken away while it was in use: nothing is written any more")]
    Taken,
}
