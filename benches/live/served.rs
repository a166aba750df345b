//! The server as it is released, on a core of its own.

use itineraire_testing::Server;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Builds what is released: a bench is handed no other package's binary.
pub fn build() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--release", "--package", "itineraire-server"])
        .status()
        .unwrap();
    assert!(built.success(), "the server does not build");
}

/// A process goes on on one core alone, where there is `taskset` and such a core. What it starts does so too.
pub fn pin(core: &str, process: u32) {
    let pinned = Command::new("taskset")
        .args(["--all-tasks", "--cpu-list", "--pid", core, &process.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !pinned {
        println!("not on core {core} alone: there is no taskset (util-linux), or no such core");
    }
}

/// A running server, on the first core.
pub struct Served(Server);

/// How far it is at a moment.
pub struct Look {
    pub at: Instant,
    /// What it took of the processor.
    pub took: Duration,
    /// Bytes of it in memory.
    pub memory: u64,
    /// What it had said.
    said: usize,
}

impl Served {
    pub async fn start(binary: &Path, database: &str) -> Self {
        let mut program = Command::new(binary);
        // Each commit is a line; what it held is counted.
        program
            .arg("serve")
            .env("RUST_LOG", "warn,itineraire_store::writer=debug")
            .env("ITINERAIRE_CONNECTIONS_EACH", "100000")
            .env("NO_COLOR", "1");
        let server = Server::launch(program, database).await.unwrap();
        pin("0", server.id().unsigned_abs());
        Self(server)
    }

    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    pub fn look(&self) -> Look {
        let process = |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", self.0.id())).unwrap();
        // The name may hold anything: what follows the last bracket is counted from the third field on.
        let about = process("stat");
        let fields: Vec<&str> = about.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks: u64 = [11, 12]
            .map(|at: usize| fields[at].parse::<u64>().unwrap())
            .iter()
            .sum();
        let of_a_second = rustix::param::clock_ticks_per_second();
        let pages: u64 = process("statm")
            .split_whitespace()
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        Look {
            at: Instant::now(),
            took: Duration::from_secs(ticks) / u32::try_from(of_a_second).unwrap(),
            memory: pages * u64::try_from(rustix::param::page_size()).unwrap(),
            said: self.0.said().len(),
        }
    }

    /// How many commands each commit held, between two looks.
    pub fn commits(&self, from: &Look, to: &Look) -> Vec<usize> {
        let said = self.0.said();
        let lines = said[from.said..to.said].lines();
        lines
            .filter_map(|line| line.rsplit_once("commands=")?.1.trim().parse().ok())
            .collect()
    }
}
