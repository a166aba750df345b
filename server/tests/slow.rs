//! Connections that are slow, silent or half finished: each kind is gone within its limit, and nobody who writes meanwhile
//! notices.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/load/mod.rs"]
mod load;
#[path = "support/rerun.rs"]
mod rerun;
mod support;

use itineraire_domain::access::Policy;
use itineraire_server::http::connections::{self, Gate, Limits};
use itineraire_server::http::front::Front;
use itineraire_server::stop::Stop;
use itineraire_server::{Served, router};
use itineraire_store::Store;
use leptos::config::LeptosOptions;
use load::{Tablet, Tally, Witness, back, found, people_of, state_of};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rerun::from_env;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// Parcours that are written on meanwhile, by three people each.
const BOARDS: usize = 17;

/// A file larger than what two systems keep for a connection.
const LARGE: usize = 32 * 1024 * 1024;

/// A kind of connection that asks for time: what it sends at once, and what it goes on sending.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    first: &'static str,
    drip: &'static str,
    /// It takes nothing of what it is sent.
    reads: bool,
}

const fn kind(name: &'static str, first: &'static str, drip: &'static str) -> Kind {
    Kind {
        name,
        first,
        drip,
        reads: true,
    }
}

const KINDS: [Kind; 8] = [
    kind("silent", "", ""),
    kind("half a head", "GET /health/live HTTP/1.1\r\nhost: x", ""),
    kind("a head byte by byte", "GET /health/live HTTP/1.1\r\nx: ", "x"),
    kind(
        "at rest after an answer",
        "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n",
        "",
    ),
    kind("half a body", POST, "email="),
    kind("a body byte by byte", POST, "x"),
    kind("half a frame", SOCKET, ""),
    Kind {
        name: "an answer that is not taken",
        first: "GET /pkg/large.png HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
        drip: "",
        reads: false,
    },
];

const POST: &str = "POST /api/v1/sign_in HTTP/1.1\r\nhost: 127.0.0.1\r\norigin: http://127.0.0.1\r\nsec-fetch-site: same-origin\r\n\
                    content-type: application/x-www-form-urlencoded\r\ncontent-length: 60000\r\n\r\n";

const SOCKET: &str = "GET /live HTTP/1.1\r\nhost: 127.0.0.1\r\norigin: http://127.0.0.1\r\nsec-fetch-site: same-origin\r\nconnection: upgrade\r\n\
                      upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// How long a connection of a kind lasts.
async fn lasts(address: SocketAddr, kind: Kind) -> Duration {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let since = Instant::now();
    let _ = stream.write_all(kind.first.as_bytes()).await;
    if kind.name == "half a frame" {
        // Once it is a socket: the first two bytes of a frame of 100 bytes.
        let mut head = [0; 512];
        assert!(stream.read(&mut head).await.unwrap() > 0);
        let _ = stream.write_all(&[0x81, 0xe4]).await;
    }
    let mut taken = vec![0; 4096];
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if !kind.drip.is_empty() && stream.write_all(kind.drip.as_bytes()).await.is_err() {
            return since.elapsed();
        }
        let gone = if kind.reads {
            match tokio::time::timeout(Duration::from_millis(1), stream.read(&mut taken)).await {
                Ok(read) => matches!(read, Ok(0) | Err(_)),
                Err(_) => false,
            }
        } else {
            // What it never read stands before the end: the system knows that there is one.
            stream.take_error().unwrap().is_some() || is_reset(&stream)
        };
        if gone {
            return since.elapsed();
        }
    }
}

/// Whether the other side has cut a connection off whose data is not read: only then may nothing more be written.
fn is_reset(stream: &TcpStream) -> bool {
    matches!(stream.try_write(b"x"), Err(error) if error.kind() != std::io::ErrorKind::WouldBlock)
}

async fn serve(store: Store, files: &Path, limits: Limits, front: Front) -> (SocketAddr, Stop) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = LeptosOptions::builder()
        .output_name("itineraire")
        .site_root(files.display().to_string())
        .build();
    let served = Served::new(store, leptos, Policy::default());
    let stop = served.stop.clone();
    let until = stop.clone();
    let gate = Gate {
        limits,
        front,
        tls: None,
    };
    tokio::spawn(async move {
        connections::serve(listener, router(served), &gate, &until).await;
    });
    (address, stop)
}

// @proof fast slow EACH=100/25: slow, silent and half-finished connections are gone within their limits, and disturb nobody
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn slow_silent_and_half_finished_connections_end_and_disturb_nobody() {
    let each = usize::try_from(from_env("EACH", 10)).unwrap();
    let (database, _file) = support::fresh_database().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    std::fs::write(folder.path().join("pkg/large.png"), vec![7; LARGE]).unwrap();
    let mut rng = StdRng::seed_from_u64(1);
    let town = found(&database, BOARDS, &mut rng).await;
    let (witness, tally) = (
        Arc::new(Witness::new(&folder.path().join("witness"))),
        Arc::new(Tally::default()),
    );
    let limits = Limits {
        head: Duration::from_secs(3),
        write: Duration::from_secs(3),
        each: 10_000,
        ..Limits::default()
    };
    let store = Store::open(&database).await.unwrap();
    let (address, stop) = serve(store.clone(), folder.path(), limits, Front::default()).await;
    let mut writing = JoinSet::new();
    for tablet in people_of(&town, 1, &witness, &tally) {
        writing.spawn(tablet.writes(address, false));
    }
    let mut asking = JoinSet::new();
    for kind in KINDS {
        for _ in 0..each {
            asking.spawn(async move {
                // Twice the longest limit, and then some for a slow machine.
                let ended = tokio::time::timeout(Duration::from_mins(2), lasts(address, kind)).await;
                (
                    kind.name,
                    ended.unwrap_or_else(|_| panic!("{} is still there", kind.name)),
                )
            });
        }
    }
    let mut longest: Vec<(&str, Duration)> = Vec::new();
    while let Some(ended) = asking.join_next().await {
        let (name, lasted) = ended.unwrap();
        match longest.iter_mut().find(|(known, _)| *known == name) {
            Some((_, most)) => *most = (*most).max(lasted),
            None => longest.push((name, lasted)),
        }
    }
    assert_eq!(longest.len(), KINDS.len());
    tally.enough.store(true, Ordering::SeqCst);
    assert!(!back(writing).await.iter().any(Tablet::waits));
    assert_eq!(
        tally.repeated.load(Ordering::SeqCst),
        0,
        "no link of theirs broke"
    );
    let acknowledged = tally.acknowledged.load(Ordering::SeqCst);
    assert!(acknowledged > 100 * BOARDS, "{acknowledged}");
    stop.begin();
    store.close().await;
    let (_, wrong) = state_of(&database, &town).await;
    assert_eq!(wrong, Vec::<String>::new());
    let longest: Vec<_> = longest
        .iter()
        .map(|(name, most)| format!("{name} {:.1} s", most.as_secs_f32()))
        .collect();
    println!(
        "PROOF slow: {each} of each of {} kinds gone, after at most: {}; {} people wrote meanwhile, {acknowledged} commands, \
         no link of theirs broke",
        KINDS.len(),
        longest.join(", "),
        town.tablets.len()
    );
}

#[tokio::test]
async fn one_address_never_takes_all_there_is() {
    let (database, _file) = support::fresh_database().await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&database).await.unwrap();
    let limits = Limits {
        each: 10,
        ..Limits::default()
    };
    let (address, _) = serve(store.clone(), folder.path(), limits, Front::default()).await;
    let answers = async |mut stream: TcpStream| {
        let asked = "GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        let _ = stream.write_all(asked.as_bytes()).await;
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer.ends_with("ok")
    };
    let mut held = Vec::new();
    for _ in 0..10 {
        held.push(TcpStream::connect(address).await.unwrap());
    }
    assert!(
        !answers(TcpStream::connect(address).await.unwrap()).await,
        "the eleventh"
    );
    let elsewhere = TcpSocket::new_v4().unwrap();
    elsewhere.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    assert!(
        answers(elsewhere.connect(address).await.unwrap()).await,
        "of another address"
    );
    held.pop();
    let mut tries = 0;
    while !answers(TcpStream::connect(address).await.unwrap()).await {
        tries += 1;
        assert!(tries < 100, "a place that was left is free again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    // A proxy of ours has as many as it opens: everyone stands behind it.
    let front = Front {
        proxies: vec!["127.0.0.1/32".parse().unwrap()],
        ..Front::default()
    };
    let (proxied, _) = serve(store, folder.path(), limits, front).await;
    let mut held = Vec::new();
    for _ in 0..20 {
        held.push(TcpStream::connect(proxied).await.unwrap());
    }
    assert!(answers(TcpStream::connect(proxied).await.unwrap()).await);
}
