//! Why someone is not let in. It says nothing of what there is: what is hidden and what is absent answer alike (`VW2`).

use serde::{Deserialize, Serialize};

/// The service's *no* to whoever asks: of the person and their session, where a
/// [`Refusal`](super::refusal::Refusal) is the rules' *no* to what is asked. The French sentence for each stands in the app's
/// words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denial {
    /// The session has ended: sign in again.
    #[error("signed out")]
    SignedOut,
    /// No such thing, or not for these eyes: the two answer alike (`VW2`).
    #[error("not found")]
    NotFound,
    /// The client is somebody else's, or of another stream (`ID1`).
    #[error("not this session's client")]
    WrongClient,
}
