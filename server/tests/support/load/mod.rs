//! A real server under load: the people who write to it, and what they saw acknowledged.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(unused_imports, reason = "each test crate uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod crowd;
mod hand;
pub mod obstacle;
pub mod people;
mod server;
mod town;
mod witness;

pub use crowd::{back, until, writing};
pub use hand::{Hand, Tally};
pub use server::Server;
pub use town::{Town, state_of};
pub use witness::{Line, Said, State, Witness, problems};

/// A random id, from a seed (`ID4` asks for version 4).
fn id(rng: &mut rand::rngs::StdRng) -> uuid::Uuid {
    uuid::Builder::from_random_bytes(rand::Rng::random(rng)).into_uuid()
}
