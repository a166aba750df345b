//! An event: what happened, whose doing it was, and its place in the history of what it happened to.

use super::calendar::Moment;
use super::ids::{ClientId, PersonId, Seq};
use serde::{Deserialize, Serialize};

/// An event of one stream; `F` is what may happen to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event<F> {
    /// Its place in the history.
    pub seq: Seq,
    /// When the service received it (in the browser, until then: when it was made).
    pub at: Moment,
    /// Whose doing it is.
    pub by: PersonId,
    /// The client that wrote it: the owner of the characters it types.
    pub client: ClientId,
    /// Who was beside them, or for whom they did it: a professional for the person, or the person with a professional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<PersonId>,
    /// What happened.
    pub fact: F,
}
