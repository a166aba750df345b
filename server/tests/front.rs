//! Under which name the service is asked, and for whom: a name that is not ours, and an address that a client claims, change
//! nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::Policy;
use itineraire_server::http::connections::{self, Gate, Limits};
use itineraire_server::http::front::Front;
use itineraire_server::http::tls;
use itineraire_server::stop::Stop;
use itineraire_server::{Served, router};
use itineraire_store::Store;
use leptos::config::LeptosOptions;
use reqwest::header::HOST;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

async fn serve(front: Front) -> (SocketAddr, tempfile::TempDir) {
    serve_behind(Gate {
        front,
        ..Gate::default()
    })
    .await
}

async fn serve_behind(gate: Gate) -> (SocketAddr, tempfile::TempDir) {
    let (database, file) = support::fresh_database().await;
    let store = Store::create(&database).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = LeptosOptions::builder().output_name("itineraire").build();
    let mut served = Served::new(store, leptos, Policy::default());
    served.gate = gate.clone();
    tokio::spawn(async move {
        connections::serve(listener, router(served), &gate, &Stop::default()).await;
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

#[tokio::test]
async fn a_longest_body_that_was_set_holds() {
    let mut gate = Gate::default();
    gate.limits.body = 1024;
    let (address, _file) = serve_behind(gate).await;
    let asks = async |length: usize| {
        let asked = reqwest::Client::new()
            .post(format!("http://{address}/api/v1/sign_in"))
            .header("origin", format!("http://{address}"))
            .form(&[("email", "nobody"), ("password", &"x".repeat(length))]);
        asked.send().await.unwrap().status().as_u16()
    };
    assert_eq!((asks(500).await, asks(1100).await), (401, 413));
}

#[tokio::test]
async fn with_a_certificate_it_speaks_tls_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let certificate = folder.path().join("certificate.pem");
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    let tls = tls::load(&certificate, &made.signing_key.serialize_pem()).unwrap();
    let limits = Limits {
        head: Duration::from_secs(2),
        ..Limits::default()
    };
    let (address, _file) = serve_behind(Gate {
        limits,
        tls: Some(tls),
        ..Gate::default()
    })
    .await;

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let trusting = ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await.unwrap();
    let name = "localhost".try_into().unwrap();
    let mut stream = TlsConnector::from(Arc::new(trusting))
        .connect(name, stream)
        .await
        .unwrap();
    let asked = "GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // The other side may close without a goodbye.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer)
    );

    let plain = reqwest::get(format!("http://{address}/health/live")).await;
    assert!(plain.is_err(), "nothing is said in the clear");
    // The first byte of a handshake, and no more.
    let mut silent = TcpStream::connect(address).await.unwrap();
    silent.write_all(&[0x16]).await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(20), silent.read(&mut [0; 8]))
        .await
        .unwrap();
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
}
