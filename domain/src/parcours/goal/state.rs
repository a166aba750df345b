//! Whose words the goal is in (`T25`). Anyone at the table may write in it (`CF3`); that they are the usager's own is the
//! usager's to say.

use crate::kernel::calendar::Moment;
use crate::kernel::ids::PersonId;
use serde::{Deserialize, Serialize};

/// Who wrote the goal, and what of it is the usager's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// Who wrote in it last; nobody, before its first word.
    pub last: Option<PersonId>,
    /// What the usager wrote, or said to be theirs.
    pub own: Option<OwnWords>,
}

/// Words of the usager's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWords {
    /// The whole goal as it was then.
    pub words: String,
    /// When they wrote it, or said so.
    pub at: Moment,
}
