//! Why a use case leads to nothing. It holds no case content.

use itineraire_domain::people::Unclear;
use itineraire_domain::{Denial, Refusal, Trouble};
use itineraire_store::StoreError;

/// Why a use case leads to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Unknown, wrong or blocked: one answer for all three.
    #[error("these do not open a session")]
    SignIn,
    /// No code of six digits, or one that anyone would guess.
    #[error("not a code to choose")]
    Code,
    /// What is written of someone new is not clear.
    #[error("not clear: {0:?}")]
    Unclear(Unclear),
    /// Too many tries: wait a minute.
    #[error("too many tries")]
    TooMany,
    /// Not for who asks.
    #[error("{0}")]
    Denied(#[from] Denial),
    /// The rules say no.
    #[error("{0}")]
    Refused(Refusal),
    /// The service keeps nothing for now.
    #[error("not kept: {0}")]
    NotKept(Trouble),
    /// The service failed.
    #[error("unavailable")]
    Unavailable,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        // What stands in everyone's way is in the log once: the store says it.
        if let Some(trouble) = error.trouble() {
            return Self::NotKept(trouble);
        }
        tracing::error!(%error, "store");
        Self::Unavailable
    }
}
