//! What the real server carries: `cargo xtask bench live`, which `docs/performance.md` explains.
//!
//! The server, as it is released, on one core; those who write on another. Each row of the table has a database of its own,
//! and the rows take turns. Start at [`place`] for where they write, [`crowd`] for who does, [`raw`] for what a commit alone
//! takes.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

mod asked;
mod crowd;
mod pages;
mod place;
mod quiet;
mod raw;
mod served;
mod table;

use asked::{Asked, What};
use crowd::{Crowd, Pace};
use place::{Engine, Place};
use rand::SeedableRng;
use rand::rngs::StdRng;
use served::{Served, pin};
use std::time::Duration;
use table::{Row, Table};
use tokio::task::LocalSet;

/// Edits a second that are offered; none for as many as are answered.
const RATES: [Option<u32>; 6] = [Some(250), Some(500), Some(1_000), Some(2_000), Some(4_000), None];

fn main() {
    let asked = Asked::read();
    if !asked.once {
        served::build();
    } else if !itineraire_testing::Server::binary().exists() {
        println!("left out: the server is not built (cargo build --package itineraire-server)");
        return;
    }
    pin("1", std::process::id());
    raise_the_limit_of_files();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let of_all = LocalSet::new();
    match asked.what {
        What::Quiet => of_all.block_on(&runtime, quiet::measure(&asked)),
        What::Pages => of_all.block_on(&runtime, pages::measure(&asked)),
        What::Writing => of_all.block_on(&runtime, measure(&asked)),
    }
}

/// Each of thousands of links is a file, here and in the server, which has our limits.
fn raise_the_limit_of_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // What is allowed already may do.
    let _ = setrlimit(Resource::Nofile, limit);
}

async fn measure(asked: &Asked) {
    let mut table = Table::default();
    let mut rng = StdRng::seed_from_u64(1);
    for round in 1..=asked.rounds() {
        for engine in Engine::here() {
            let place = Place::found(engine, (asked.boards(), asked.steps()), &mut rng).await;
            for rate in asked.rates(&RATES) {
                for (name, binary) in asked.binaries() {
                    let row = one(asked, &place, &binary, rate).await;
                    println!("round {round}, {engine}, {}{name}: {row}", table::offered(rate));
                    table.add((engine, rate, name), row);
                }
            }
            place.close().await;
        }
    }
    println!("\n{table}");
}

/// One row: a copy of the town, a server on it, everyone at their page, and so many edits a second.
async fn one(asked: &Asked, place: &Place, binary: &std::path::Path, rate: Option<u32>) -> Row {
    let town = place.copy().await;
    let server = Served::start(binary, &town.url).await;
    let crowd = Crowd::sit_down(server.address(), place).await;
    let pace = rate.map_or(Pace::AsFastAsItGoes, Pace::PerSecond);
    let writing = crowd.write(pace, asked.warming() + asked.window());
    let watching = async {
        tokio::time::sleep(asked.warming()).await;
        let before = server.look();
        tokio::time::sleep(asked.window()).await;
        (before, server.look())
    };
    let ((), (before, after)) = tokio::join!(writing, watching);
    crowd.waits_for_the_last(asked.patience()).await;
    let written = crowd.leaves(before.at, after.at);
    let commits = server.commits(&before, &after);
    drop(server);
    let raw = raw::commits(&town, &commits, asked.window().min(Duration::from_secs(1))).await;
    town.close().await;
    Row::of(&written, &before, &after, &commits, raw)
}
