//! The shared diagnosis: what holds the person back (*freins*) and what carries them (*leviers*), each in both voices.

pub mod command;
pub mod decide;
pub mod evolve;
pub mod fact;
pub mod inverse;
pub mod state;
