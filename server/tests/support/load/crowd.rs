//! Many who write at once.

use super::{Server, Tablet, Tally, Town, Witness};
use itineraire_domain::ids::{ClientId, ParcoursId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::task::JoinSet;

/// What is waited for comes within this, or the test gives up.
const LIFE: Duration = Duration::from_mins(2);

/// The people of a town, each with their own chance.
pub fn people_of(town: &Town, seed: u64, witness: &Arc<Witness>, tally: &Arc<Tally>) -> Vec<Tablet> {
    let tablet = |(number, tablet): (usize, &(String, ParcoursId, ClientId))| {
        let rng = StdRng::seed_from_u64(seed * 1000 + u64::try_from(number).unwrap());
        let name = format!("w{number}");
        Tablet::new(tablet.clone(), name, rng, witness.clone(), tally.clone())
    };
    town.tablets.iter().enumerate().map(tablet).collect()
}

/// Sets people to write, each on their own; with `last`, until everything is acknowledged and nothing new.
pub fn writing(tablets: Vec<Tablet>, server: &Server, last: bool, tally: &Tally) -> JoinSet<Tablet> {
    tally.over.store(false, Ordering::SeqCst);
    tally.enough.store(false, Ordering::SeqCst);
    tally.since_start.store(0, Ordering::SeqCst);
    let address = server.address;
    tablets
        .into_iter()
        .map(|tablet| tablet.writes(address, last))
        .collect()
}

/// Waits until something is so.
pub async fn until(done: impl Fn() -> bool) {
    let waiting = async {
        while !done() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LIFE, waiting).await.unwrap();
}

/// Waits until all of them have come back.
pub async fn back(mut writing: JoinSet<Tablet>) -> Vec<Tablet> {
    let mut tablets = Vec::new();
    while let Some(tablet) = tokio::time::timeout(LIFE, writing.join_next()).await.unwrap() {
        tablets.push(tablet.unwrap());
    }
    tablets
}
