//! A real server that is killed, the people who write to it, and what they saw acknowledged.

mod hand;
mod server;
mod town;
mod witness;

pub use hand::{Hand, Tally};
pub use server::Server;
pub use town::{Town, state_of};
pub use witness::{Line, Said, State, Witness, problems};

/// A random id, from a seed (`ID4` asks for version 4).
fn id(rng: &mut rand::rngs::StdRng) -> uuid::Uuid {
    uuid::Builder::from_random_bytes(rand::Rng::random(rng)).into_uuid()
}
