//! The live link: its messages, and both ends as pure step machines.
pub mod message;
