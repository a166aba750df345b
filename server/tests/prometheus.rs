//! What Prometheus is told: counts and times of what went on, and nothing of anyone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_server::prometheus;
use serde_json::json;
use support::{command, world};
use tokio::net::TcpListener;
use uuid::Uuid;

#[tokio::test]
async fn metrics_tell_what_goes_on_and_of_nobody() {
    let recorder = prometheus::recorder().unwrap();
    assert!(prometheus::recorder().is_none(), "one for a process");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(prometheus::serve(listener, recorder));

    let world = world().await;
    let mut camille = world.open(&world.camille).await;
    let (words, lever) = ("motsuniques", Uuid::new_v4());
    let add = json!({ "finding": [lever, { "add": { "side": "lever", "theme": "work", "words": words } }] });
    command(&mut camille, 1, 1, add.clone()).await;
    // There is one already.
    command(&mut camille, 2, 1, add).await;
    let page = format!("{}/parcours/{}", world.origin(), world.parcours);
    reqwest::get(page).await.unwrap();

    let told = reqwest::get(format!("http://{address}/metrics")).await.unwrap();
    let told = told.text().await.unwrap();
    for line in [
        "itineraire_sockets 1",
        "itineraire_batch_commands_count 2",
        "itineraire_refusals_total{why=\"AlreadyThere\"} 1",
        "itineraire_requests_total{route=\"/parcours/{id}\"",
        "itineraire_request_seconds_bucket{le=",
        "itineraire_commands_waiting 0",
    ] {
        assert!(told.lines().any(|it| it.starts_with(line)), "{line}\n{told}");
    }
    let names = [
        words.into(),
        lever.to_string(),
        world.parcours.to_string(),
        world.camille.person.to_string(),
    ];
    for name in names {
        assert!(!told.contains(&name), "{name}\n{told}");
    }
    // What the public asks at the service itself has no metrics.
    let public = reqwest::get(format!("{}/metrics", world.origin())).await.unwrap();
    assert_eq!(public.status(), 404);
}
