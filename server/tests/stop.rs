//! The real binary, asked to stop while many write: every socket is told to come back, nothing that was acknowledged is lost,
//! and the process is gone in time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/load/mod.rs"]
mod load;
#[path = "support/rerun.rs"]
mod rerun;
mod support;

use itineraire_domain::access::Policy;
use itineraire_server::config::Config;
use itineraire_server::http::connections::Gate;
use itineraire_server::log::Logs;
use itineraire_server::stop::WITHIN;
use itineraire_server::{Problem, serve_store};
use itineraire_store::{Lost, PoolSizes, Store};
use leptos::config::LeptosOptions;
use load::{Server, Tablet, Tally, Witness, back, found, people_of, problems, state_of, until, writing};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rerun::{Again, from_env};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;

/// Parcours that are written on at once, by three people each.
const AT_ONCE: usize = 5;

// @proof fast stop STOPS=20/3: asked to stop under load: sockets told to come back, nothing acknowledged lost, gone in time
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn asked_to_stop_under_load_it_tells_every_socket_and_loses_nothing() {
    let (stops, seed) = (from_env("STOPS", 2), from_env("FIRST_SEED", 1));
    let mut rng = StdRng::seed_from_u64(seed);
    let _again = Again(format!(
        "FIRST_SEED={seed} STOPS={stops} cargo test -p itineraire-server --test stop"
    ));
    let folder = tempfile::tempdir().unwrap();
    let witnessed = folder.path().join("witness");
    let (database, file) = support::fresh_database().await;
    let town = found(&database, AT_ONCE, &mut rng).await;
    let (witness, tally) = (Arc::new(Witness::new(&witnessed)), Arc::new(Tally::default()));
    let mut tablets = people_of(&town, seed, &witness, &tally);
    let sockets = tablets.len();
    let (mut told, mut longest) = (0, Duration::ZERO);
    for _ in 0..stops {
        let server = Server::start(&database).await;
        let writing = writing(tablets, &server, false, &tally);
        until(|| tally.since_start.load(Ordering::SeqCst) >= 20 * sockets).await;
        tally.over.store(true, Ordering::SeqCst);
        server.asks_to_stop();
        let (status, took) = server.ends().await;
        assert!(
            status.success() && server.said().is_empty(),
            "{status}: {}",
            server.said()
        );
        longest = longest.max(took);
        tablets = back(writing).await;
        let closes = std::mem::take(&mut *tally.closes.lock().unwrap());
        assert_eq!(closes.keys().copied().collect::<Vec<_>>(), [1012], "{closes:?}");
        assert_eq!(closes[&1012], sockets);
        told += closes[&1012];
        // What SQLite keeps beside its file is in it: a copy of that one file is whole.
        if let Some(file) = database.strip_prefix("sqlite://") {
            let beside = std::fs::metadata(format!("{file}-wal"));
            assert!(beside.is_err() || beside.unwrap().len() == 0);
        }
    }
    let server = Server::start(&database).await;
    let last = back(self::writing(tablets, &server, true, &tally)).await;
    assert!(!last.iter().any(Tablet::waits));
    server.kill();
    let (state, mut wrong) = state_of(&database, &town).await;
    wrong.extend(problems(&Witness::read(&witnessed), &state));
    assert!(
        wrong.is_empty(),
        "{} problems:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(longest < WITHIN, "{longest:?}");
    let acknowledged = tally.acknowledged.load(Ordering::SeqCst);
    println!(
        "PROOF stop: {stops} times under load on {}, {told} sockets told to come back (1012), {acknowledged} commands \
         acknowledged, 0 lost, 0 twice, gone within {} ms",
        rerun::engine(),
        longest.as_millis()
    );
    drop(file);
}

// @proof fast writer-ends: a writer that ends by a fault of ours: not ready first, then the process is over
#[tokio::test]
async fn a_service_without_its_writer_is_not_ready_and_ends() {
    let world = support::world().await;
    let ready = async || {
        let answer = reqwest::get(format!("{}/health/ready", world.origin()))
            .await
            .unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(ready().await, (200, "ok".into()));
    world.store.end_writer().await;
    let (status, why) = ready().await;
    assert_eq!(
        (status, why.as_str()),
        (503, "the database or its writer does not answer")
    );
    let live = reqwest::get(format!("{}/health/live", world.origin()))
        .await
        .unwrap();
    assert_eq!(live.status(), 200, "the process is there");

    // And so the service ends.
    let (database, _file) = support::fresh_database().await;
    let store = Store::create(&database).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = Config {
        database,
        pools: PoolSizes::default(),
        policy: Policy::default(),
        gate: Gate::default(),
        metrics: None,
        mailer: None,
        logs: Logs::default(),
        leptos: LeptosOptions::builder().output_name("itineraire").build(),
    };
    let serving = tokio::spawn(serve_store(listener, store.clone(), config));
    store.end_writer().await;
    let ended = tokio::time::timeout(WITHIN, serving).await.unwrap().unwrap();
    assert!(matches!(ended, Err(Problem::Lost(Lost::Writer))), "{ended:?}");
    println!("PROOF writer-ends: 503 from /health/ready, 200 from /health/live, then the end of the process");
}
