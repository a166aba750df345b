//! Pages that nobody writes on: what each takes of the server's memory and processor.

use crate::asked::Asked;
use crate::crowd::Crowd;
use crate::place::{Engine, PEOPLE, Place};
use crate::served::Served;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::time::Duration;

/// How many pages.
const PAGES: [usize; 2] = [1_000, 3_000];

/// How long they are looked at, once all are there.
const SETTLES: Duration = Duration::from_secs(5);
const WATCHED: Duration = Duration::from_secs(20);

pub async fn measure(asked: &Asked) {
    println!("| database | pages | boards | kB each | of a core, % |");
    println!("|---|---|---|---|---|");
    let mut rng = StdRng::seed_from_u64(1);
    let engines = Engine::here();
    for engine in engines {
        for pages in PAGES {
            let place = Place::found(engine, (pages / PEOPLE, asked.steps()), &mut rng).await;
            for (name, binary) in asked.binaries() {
                let town = place.copy().await;
                let server = Served::start(&binary, &town.url).await;
                let alone = server.look();
                let crowd = Crowd::sit_down(server.address(), &place).await;
                tokio::time::sleep(SETTLES).await;
                let before = server.look();
                tokio::time::sleep(WATCHED).await;
                let after = server.look();
                let each = (after.memory - alone.memory) / 1024 / pages as u64;
                let core =
                    after.took.saturating_sub(before.took).as_secs_f64() * 100.0 / WATCHED.as_secs_f64();
                println!(
                    "| {engine}{name} | {pages} | {} | {each} | {core:.1} |",
                    pages / PEOPLE
                );
                drop(crowd);
                drop(server);
                town.close().await;
            }
            place.close().await;
        }
    }
}
