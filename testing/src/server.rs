//! The real binary, as its own process.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on has failed"
)]

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a start may take before the test gives up.
const START: Duration = Duration::from_mins(1);

/// A running server. It is killed when this goes, on whatever path.
#[derive(Debug)]
pub struct Server {
    child: Arc<Mutex<Child>>,
    /// Where it listens.
    pub address: SocketAddr,
    said: Arc<Mutex<String>>,
    /// Reads what it says, until it says no more.
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Server {
    /// The binary, as cargo leaves it beside the program that asks, a test's or a bench's.
    pub fn binary() -> PathBuf {
        let ours = std::env::current_exe().unwrap();
        let built = ours.ancestors().nth(2).expect("cargo's folder");
        built.join("itineraire")
    }

    /// Starts the binary on a database, on a port that the system chooses.
    pub async fn start(database: &str) -> Self {
        let mut binary = Command::new(Self::binary());
        binary.arg("serve");
        Self::launch(binary, database)
            .await
            .unwrap_or_else(|said| panic!("the server does not start: {said}"))
    }

    /// Starts it with a new database; gives what it says if it ends instead.
    pub async fn founds(database: &str) -> Result<Self, String> {
        let mut binary = Command::new(Self::binary());
        binary.args(["serve", "--new"]);
        Self::launch(binary, database).await
    }

    /// Starts it where it is expected to refuse; gives what it says.
    pub async fn refused(database: &str) -> String {
        let mut binary = Command::new(Self::binary());
        binary.arg("serve");
        match Self::launch(binary, database).await {
            Ok(_) => panic!("it starts"),
            Err(said) => said,
        }
    }

    /// Starts a program that serves and prints its address as the binary does; gives what it says if it ends instead.
    pub async fn launch(mut program: Command, database: &str) -> Result<Self, String> {
        // What goes wrong alone, unless more was asked for: it is read.
        if !program.get_envs().any(|(name, _)| name == "RUST_LOG") {
            program.env("RUST_LOG", "warn");
        }
        let mut child = program
            .env("DATABASE_URL", database)
            .env("LEPTOS_OUTPUT_NAME", "itineraire")
            .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (output, mut errors) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        // From here on the guard ends it.
        let mut server = Self {
            child: Arc::new(Mutex::new(child)),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            said: Arc::default(),
            listening: Mutex::default(),
        };
        let said = server.said.clone();
        let listening = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = errors.read(&mut bytes) {
                said.lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        });
        let address = tokio::task::spawn_blocking(move || {
            let mut lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.find_map(|line| line.trim().strip_prefix("http://")?.parse().ok())
        });
        let Some(address) = tokio::time::timeout(START, address).await.unwrap().unwrap() else {
            listening.join().unwrap();
            return Err(server.said());
        };
        server.address = address;
        server.listening = Mutex::new(Some(listening));
        Ok(server)
    }

    /// All that it wrote to its log.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// The number of its process.
    pub fn id(&self) -> i32 {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        i32::try_from(child.id()).unwrap()
    }

    /// How it ended, if it has.
    pub fn ended(&self) -> Option<ExitStatus> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.try_wait().unwrap()
    }

    /// Waits until it has ended by itself; gives how, and how long that took. All that it wrote to its log is there then.
    pub async fn ends(&self) -> (ExitStatus, Duration) {
        let since = Instant::now();
        loop {
            if let Some(status) = self.ended() {
                let took = since.elapsed();
                let listening = self.listening.lock().unwrap().take();
                if let Some(listening) = listening {
                    listening.join().unwrap();
                }
                return (status, took);
            }
            assert!(since.elapsed() < START, "it does not end");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// SIGTERM: it is asked to stop.
    pub fn asks_to_stop(&self) {
        let asked = Command::new("kill").arg(self.id().to_string()).status();
        assert!(asked.unwrap().success());
    }

    /// What kills it, for whoever shall do so.
    pub fn trigger(&self) -> Trigger {
        Trigger(self.child.clone())
    }

    /// SIGKILL, if it was not killed before, and the end of the process.
    pub fn kill(&self) {
        self.trigger().pull();
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.wait().unwrap();
    }
}

/// Kills a server at the moment that its holder chooses.
#[derive(Debug)]
pub struct Trigger(Arc<Mutex<Child>>);

impl Trigger {
    /// SIGKILL.
    pub fn pull(self) {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        child.kill().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        // It may be dead already.
        let _ = child.kill();
        let _ = child.wait();
    }
}
