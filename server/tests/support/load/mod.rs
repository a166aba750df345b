//! A real server under load: the people who write to it, and what they saw acknowledged.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(unused_imports, reason = "each test crate uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod crowd;
pub mod obstacle;
pub mod people;
mod state;
mod tablet;
mod witness;

pub use crowd::{back, people_of, until, writing};
pub use itineraire_testing::{Server, Town};
pub use state::{found, state_of};
pub use tablet::{Tablet, Tally};
pub use witness::{Line, Said, State, Witness, problems};

/// What a server says of itself: whether all is well, and the sentence.
pub async fn health(server: &Server) -> (bool, String) {
    let answer = reqwest::get(format!("http://{}/health/ready", server.address))
        .await
        .unwrap();
    (answer.status().is_success(), answer.text().await.unwrap())
}
