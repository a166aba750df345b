//! What partners may see, and their offers to help.

pub mod command;
pub mod decide;
pub mod evolve;
pub mod fact;
pub mod inverse;
pub mod shown;
pub mod state;
