//! What findings and steps have in common: a theme, a rank among their like, and the bin.

pub mod command;
pub mod decide;
pub mod evolve;
pub mod fact;
pub mod inverse;
pub mod state;
