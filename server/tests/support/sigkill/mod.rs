//! A real server that is killed, the people who write to it, and what they saw acknowledged.

mod hand;
mod server;
mod town;
mod witness;

pub use hand::{Hand, Tally};
pub use server::Server;
pub use town::{Town, state_of};
pub use witness::{Line, Said, State, Witness, problems};
