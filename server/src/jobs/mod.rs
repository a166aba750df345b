//! What the service does by itself: what counts for nothing any more goes, and letters are sent.

pub mod outbox;
mod sweep;

pub use sweep::sweep;
