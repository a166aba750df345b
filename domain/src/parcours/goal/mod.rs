//! *Mon cap, avec mes mots*: one text.

pub mod command;
pub mod decide;
pub mod evolve;
pub mod fact;
pub mod inverse;
pub mod state;
