//! Under which name the service is asked, and for whom: a name that is not ours, and an address that a client claims, change
//! nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_server::http::connections::{self, Limits};
use itineraire_server::http::front::Front;
use itineraire_server::stop::Stop;
use itineraire_server::{Served, router};
use itineraire_store::Store;
use leptos::config::LeptosOptions;
use reqwest::header::HOST;
use std::net::SocketAddr;
use tokio::net::TcpListener;

async fn serve(front: Front) -> (SocketAddr, tempfile::TempDir) {
    let (database, file) = support::fresh_database().await;
    let store = Store::create(&database).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = LeptosOptions::builder().output_name("itineraire").build();
    let mut served = Served::new(store, leptos, 1);
    served.front = front.clone();
    tokio::spawn(async move {
        let limits = (Limits::default(), &front);
        connections::serve(listener, router(served), limits, &Stop::default()).await;
    });
    (address, file)
}

/// The status of a try at signing in, by someone whom a proxy names.
async fn signs_in(address: SocketAddr, named: &str, number: usize) -> u16 {
    let asked = reqwest::Client::new()
        .post(format!("http://{address}/api/v1/sign_in"))
        .header("origin", format!("http://{address}"))
        .header("x-forwarded-for", named)
        // Each under another name: the account's own count is not reached.
        .form(&[
            ("email", format!("nobody{number}@letrait.example")),
            ("password", "x".into()),
        ]);
    asked.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn behind_a_proxy_each_has_their_own_tries_and_elsewhere_nobody_gains_any() {
    let front = Front {
        proxies: vec!["127.0.0.1/32".parse().unwrap()],
        ..Front::default()
    };
    let (behind, _file) = serve(front).await;
    for number in 0..8 {
        let status = signs_in(behind, &format!("192.0.2.{number}"), number).await;
        assert_eq!(status, 401, "the whole town shares none: {number}");
    }
    let mut same = Vec::new();
    for number in 10..18 {
        // What the client claims stands on the left.
        let named = format!("198.51.100.{number}, 192.0.2.77");
        same.push(signs_in(behind, &named, number).await);
    }
    assert_eq!(
        same.iter().filter(|status| **status == 401).count(),
        3,
        "{same:?}"
    );
    assert!(same.ends_with(&[429]), "{same:?}");

    let (direct, _file) = serve(Front::default()).await;
    let mut forged = Vec::new();
    for number in 0..8 {
        forged.push(signs_in(direct, &format!("192.0.2.{number}"), number).await);
    }
    assert_eq!(
        forged.iter().filter(|status| **status == 401).count(),
        3,
        "{forged:?}"
    );
}

#[tokio::test]
async fn a_page_under_another_name_is_not_given_out() {
    let front = Front {
        public: Some("https://parcours.letrait.example".parse().unwrap()),
        ..Front::default()
    };
    let (address, _file) = serve(front).await;
    let asked = async |path: &str, host: &str| {
        let request = reqwest::Client::new().get(format!("http://{address}{path}"));
        let answer = request.header(HOST, host).send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.headers()["x-frame-options"].clone(),
        )
    };
    assert_eq!(asked("/connexion", "parcours.letrait.example").await.0, 200);
    for other in ["evil.example", "127.0.0.1", "localhost"] {
        let (status, frames) = asked("/connexion", other).await;
        assert_eq!((status, frames.to_str().unwrap()), (421, "DENY"), "{other}");
    }
    // Whoever watches the service does not know its public name.
    assert_eq!(asked("/health/ready", "10.0.0.7:3000").await.0, 200);
}
