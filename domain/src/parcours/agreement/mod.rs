//! Agreements: each party's own answer to the exact words of a step (`AG1` to `AG6`).

pub mod command;
pub mod decide;
pub mod evolve;
pub mod fact;
pub mod inverse;
pub mod state;
