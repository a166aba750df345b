//! The real binary, as its own process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a start may take before the test gives up.
const START: Duration = Duration::from_mins(1);

/// A running server. It is killed when this goes, on whatever path.
pub struct Server {
    child: Arc<Mutex<Child>>,
    pub address: SocketAddr,
}

impl Server {
    /// Starts the binary on a database, on a port that the system chooses.
    pub async fn start(database: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_itineraire"))
            .arg("serve")
            .env("DATABASE_URL", database)
            .env("LEPTOS_OUTPUT_NAME", "itineraire")
            .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.stdout.take().unwrap();
        // From here on the guard ends it.
        let mut server = Self {
            child: Arc::new(Mutex::new(child)),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        let said = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(output).read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(START, said).await.unwrap().unwrap().unwrap();
        server.address = line.trim().trim_start_matches("http://").parse().unwrap();
        server
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
