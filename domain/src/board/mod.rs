//! The board.
pub mod order;
pub mod words;
