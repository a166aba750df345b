//! The steps of the parcours: what is to be done, by whom, when, where, with what.

pub mod command;
pub mod decide;
pub mod evolve;
pub mod fact;
pub mod inverse;
pub mod state;
pub mod terms;
