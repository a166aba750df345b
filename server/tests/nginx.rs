//! Behind nginx, set as `docs/running.md` says: addresses of clients are right, sockets and what is sent pass, and a header
//! that somebody forges changes nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::Policy;
use itineraire_server::http::connections::{self, Gate};
use itineraire_server::http::front::Front;
use itineraire_server::stop::Stop;
use itineraire_server::{Served, router};
use leptos::config::LeptosOptions;
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use support::{World, command, world};
use tokio::net::TcpListener;
use uuid::Uuid;

/// nginx, which ends with this.
struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its master takes its workers with it only when it is asked.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// What `docs/running.md` says to write in nginx's configuration, before this address.
fn as_documented(address: SocketAddr) -> String {
    let page = include_str!("../../docs/running.md");
    let block = page.lines().skip_while(|line| *line != "    location / {");
    let block = block.take_while(|line| line.starts_with("    "));
    let block: Vec<_> = block.collect();
    assert!(block.len() > 5 && block.contains(&"    }"), "{block:?}");
    block.join("\n").replace("127.0.0.1:3000", &address.to_string())
}

/// nginx on a free port, before an address; none where it is not on the machine.
async fn nginx(folder: &Path, before: SocketAddr) -> Option<(Nginx, SocketAddr)> {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let location = as_documented(before);
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};\n"))
        .concat();
    let configuration = format!(
        "daemon off;\npid {folder}/pid;\nevents {{ worker_connections 256; }}\n\
         http {{\naccess_log off;\n{temporary}server {{\nlisten {address};\n{location}\n}}\n}}\n"
    );
    let path = format!("{folder}/nginx.conf");
    std::fs::write(&path, configuration).unwrap();
    let mut nginx = Command::new("nginx");
    // Root's workers would be somebody's who may not look into this folder.
    if rustix::process::geteuid().is_root() {
        nginx.args(["-g", "user root;"]);
    }
    nginx.args(["-e", "stderr", "-c", &path]).stdin(Stdio::null());
    let nginx = Nginx(nginx.spawn().ok()?);
    for _ in 0..500 {
        if tokio::net::TcpStream::connect(address).await.is_ok() {
            return Some((nginx, address));
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nginx does not listen");
}

async fn serve(world: &World) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = LeptosOptions::builder().output_name("itineraire").build();
    let mut served = Served::new(world.store.clone(), leptos, Policy::default());
    let front = Front {
        proxies: vec!["127.0.0.1/32".parse().unwrap()],
        ..Front::default()
    };
    let gate = Gate {
        front,
        ..Gate::default()
    };
    served.gate = gate.clone();
    tokio::spawn(async move {
        connections::serve(listener, router(served), &gate, &Stop::default()).await;
    });
    address
}

// @proof fast nginx: behind nginx each client has their own tries, sockets and bodies pass, a forged header changes nothing
#[tokio::test]
async fn behind_nginx_all_passes_and_nobody_is_somebody_else() {
    let mut world = world().await;
    let behind = serve(&world).await;
    let folder = tempfile::tempdir().unwrap();
    let Some((_nginx, address)) = nginx(folder.path(), behind).await else {
        println!("PROOF nginx: SKIPPED, nginx is not on this machine");
        return;
    };
    world.address = address;

    let signs_in = async |from: u8, named: Option<&str>, body: usize| {
        let client = reqwest::Client::builder().local_address(IpAddr::from(Ipv4Addr::new(127, 0, 1, from)));
        let mut asked = client
            .build()
            .unwrap()
            .post(format!("http://{address}/api/v1/sign_in"))
            .header("origin", format!("http://{address}"))
            .form(&[
                ("email", Uuid::new_v4().to_string()),
                ("password", "x".repeat(body)),
            ]);
        if let Some(named) = named {
            asked = asked.header("x-forwarded-for", named);
        }
        asked.send().await.unwrap().status().as_u16()
    };
    let mut tries = Vec::new();
    for _ in 0..4 {
        tries.push(signs_in(1, None, 1).await);
    }
    assert_eq!(tries, [401, 401, 401, 429]);
    assert_eq!(
        signs_in(1, Some("192.0.2.9"), 1).await,
        429,
        "a forged header gains none"
    );
    assert_eq!(signs_in(2, None, 1).await, 401, "another client has their own");
    assert_eq!(signs_in(3, None, 60 * 1024).await, 401, "a long body passes");
    assert_eq!(signs_in(3, None, 70 * 1024).await, 413);

    let mut socket = world.open(&world.camille).await;
    let add = json!({ "finding": [Uuid::new_v4(), { "add": { "side": "lever", "theme": "work", "words": "une force" } }] });
    command(&mut socket, 1, 1, add).await;
    let page = reqwest::Client::new()
        .get(format!("http://{address}/connexion"))
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    println!(
        "PROOF nginx: 8 tries at signing in, 2 of them refused as too many, 1 with a forged header; 1 body of 60 KiB, 1 socket, 1 page"
    );
}
