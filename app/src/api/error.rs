//! What a server function answers instead: a refusal the page can match, and a sentence the person can use. It holds no
//! case content.

use super::encoding::JsonText;
use itineraire_domain::people::Unclear;
use itineraire_domain::{Denial, Refusal, Trouble};
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Whether this is the service, and not a page.
const SERVES: bool = cfg!(feature = "ssr");

/// The errors of the server functions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
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
    /// The request cannot be read.
    #[error("malformed")]
    Malformed,
    /// The request is longer than 64 KiB.
    #[error("too large")]
    TooLarge,
    /// Not for who asks.
    #[error("{0}")]
    Denied(Denial),
    /// The rules say no.
    #[error("{0}")]
    Refused(Refusal),
    /// The service keeps nothing for now.
    #[error("not kept: {0}")]
    NotKept(Trouble),
    /// The service cannot be reached, or failed.
    #[error("unavailable")]
    Unavailable,
}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Malformed,
            // On the server it is the request that is no text; in the browser, the answer.
            ServerFnErrorErr::Deserialization(_) if SERVES => Self::Malformed,
            _ => Self::Unavailable,
        }
        .with_status()
    }
}

#[cfg(feature = "ssr")]
impl From<itineraire_service::Failure> for AppError {
    fn from(failure: itineraire_service::Failure) -> Self {
        use itineraire_service::Failure;
        match failure {
            Failure::SignIn => Self::SignIn,
            Failure::Code => Self::Code,
            Failure::Unclear(what) => Self::Unclear(what),
            Failure::TooMany => Self::TooMany,
            Failure::Denied(denial) => Self::Denied(denial),
            Failure::Refused(refusal) => Self::Refused(refusal),
            Failure::NotKept(trouble) => Self::NotKept(trouble),
            Failure::Unavailable => Self::Unavailable,
        }
    }
}

#[cfg(not(feature = "ssr"))]
impl AppError {
    /// A page answers nobody.
    pub(crate) fn with_status(self) -> Self {
        self
    }
}

#[cfg(feature = "ssr")]
impl AppError {
    /// The HTTP status of the answer that carries this error.
    pub fn status(&self) -> http::StatusCode {
        match self {
            Self::SignIn | Self::Denied(Denial::SignedOut) => http::StatusCode::UNAUTHORIZED,
            Self::TooMany => http::StatusCode::TOO_MANY_REQUESTS,
            Self::Malformed | Self::Code | Self::Unclear(_) => http::StatusCode::BAD_REQUEST,
            Self::TooLarge => http::StatusCode::PAYLOAD_TOO_LARGE,
            Self::Denied(Denial::NotFound) => http::StatusCode::NOT_FOUND,
            Self::Denied(Denial::WrongClient) => http::StatusCode::FORBIDDEN,
            Self::Refused(_) => http::StatusCode::CONFLICT,
            Self::NotKept(_) | Self::Unavailable => http::StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The error of a word in the address: `word` gives it.
    pub(crate) fn of_word(word: &str) -> Self {
        match word {
            "attendre" => Self::TooMany,
            "facile" => Self::Code,
            "plein" => Self::NotKept(Trouble::Full),
            "panne" => Self::Unavailable,
            "session" => Self::Denied(Denial::SignedOut),
            "code" => Self::Refused(Refusal::ProofNeeded),
            "change" => Self::Refused(Refusal::Stale),
            "vide" => Self::Refused(Refusal::Empty),
            "comble" => Self::Refused(Refusal::Full),
            "absent" => Self::Refused(Refusal::NotFound),
            "interdit" => Self::Refused(Refusal::NotAllowed),
            "deja" => Self::Refused(Refusal::AlreadyThere),
            "pas-encore" => Self::Refused(Refusal::WrongStage),
            _ => unclear(word).map_or(Self::SignIn, Self::Unclear),
        }
    }

    /// The word that stands for this error in the address of the page that a plain form comes back to.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Denied(Denial::SignedOut) => "session",
            Self::SignIn | Self::Malformed | Self::TooLarge | Self::Denied(_) => "inconnu",
            Self::TooMany => "attendre",
            Self::Code => "facile",
            Self::Unclear(what) => what.word(),
            Self::Refused(Refusal::ProofNeeded) => "code",
            Self::Refused(Refusal::Stale) => "change",
            Self::Refused(Refusal::Empty) => "vide",
            Self::Refused(Refusal::Full) => "comble",
            Self::Refused(Refusal::NotFound) => "absent",
            Self::Refused(Refusal::NotAllowed) => "interdit",
            Self::Refused(Refusal::AlreadyThere) => "deja",
            // Whatever else it is, nothing changed, and the step is not as the form showed it.
            Self::Refused(_) => "pas-encore",
            Self::NotKept(Trouble::Full) => "plein",
            Self::NotKept(_) | Self::Unavailable => "panne",
        }
    }

    /// The same error, whose status the response of this request has from now on: where a request is answered, and where
    /// the library could not even read one.
    pub(crate) fn with_status(self) -> Self {
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(self.status());
        }
        self
    }
}

/// What is not clear, by its word.
#[cfg(feature = "ssr")]
fn unclear(word: &str) -> Option<Unclear> {
    Unclear::ALL.into_iter().find(|what| what.word() == word)
}
