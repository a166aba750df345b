//! Undo by name: the last actions of a board, and what takes each back.

pub mod action;
pub mod decide;
pub mod evolve;
pub mod inverse;
