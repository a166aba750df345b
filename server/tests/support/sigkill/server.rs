//! The real binary, as its own process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long a start may take before the test gives up.
const START: Duration = Duration::from_mins(1);

/// A running server. It is killed when this goes, on whatever path.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts the binary on a database, on a port that the system chooses.
    pub async fn start(database: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_itineraire"))
            .arg("serve")
            .env("DATABASE_URL", format!("sqlite://{}?mode=rw", database.display()))
            .env("LEPTOS_OUTPUT_NAME", "itineraire")
            .env("LEPTOS_SITE_ADDR", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.stdout.take().unwrap();
        // From here on the guard ends it.
        let mut server = Self {
            child,
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

    /// SIGKILL, and the end of the process.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
