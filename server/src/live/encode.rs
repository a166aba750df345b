//! Messages as text frames.

use axum::extract::ws::Utf8Bytes;

/// The text of a message, to be shared by all who are sent it.
pub(super) fn encode<T: serde::Serialize>(message: &T) -> Option<Utf8Bytes> {
    serde_json::to_string(message).ok().map(Utf8Bytes::from)
}
