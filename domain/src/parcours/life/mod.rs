//! The life of a step: open, under way, done, given up (`AG3`).

pub mod command;
pub mod decide;
pub mod evolve;
pub mod fact;
pub mod inverse;
pub mod state;
