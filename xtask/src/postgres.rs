//! A throw-away PostgreSQL for the tests: its own folder, a socket in it, no port, gone at the end.

use crate::run::{Failure, Run, program};
use std::path::PathBuf;

/// A running PostgreSQL. It stops, and its folder goes, when this is dropped.
pub struct Postgres {
    folder: PathBuf,
}

impl Postgres {
    /// Starts one, or gives `None` when its programs are not on the PATH.
    pub fn start() -> Result<Option<Self>, Failure> {
        if program("initdb", &["--version"]).quietly().is_err()
            || program("pg_ctl", &["--version"]).quietly().is_err()
        {
            return Ok(None);
        }
        let folder = std::env::temp_dir().join(format!("itineraire-pg-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure(format!("{}: {error}", folder.display())))?;
        let postgres = Self { folder };
        if is_root() {
            program("chown", &["postgres", &postgres.path("")]).quietly()?;
        }
        as_owner(
            "initdb",
            &[
                "-A",
                "trust",
                "-N",
                "-U",
                "postgres",
                "-D",
                &postgres.path("data"),
            ],
        )
        .quietly()?;
        // fsync stays off here: these tests are about rows and locks; what a crash leaves is proven on SQLite.
        let options = format!(
            "-c listen_addresses='' -c fsync=off -c max_connections=200 -k {}",
            postgres.path("")
        );
        as_owner(
            "pg_ctl",
            &[
                "-D",
                &postgres.path("data"),
                "-l",
                &postgres.path("log"),
                "-w",
                "-o",
                &options,
                "start",
            ],
        )
        .quietly()?;
        Ok(Some(postgres))
    }

    /// The URL of its first database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.path(""))
    }

    fn path(&self, name: &str) -> String {
        self.folder
            .join(name)
            .display()
            .to_string()
            .trim_end_matches('/')
            .to_owned()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let stopped = as_owner("pg_ctl", &["-D", &self.path("data"), "-m", "immediate", "stop"]).quietly();
        if let Err(failure) = stopped {
            eprintln!("xtask: the throw-away PostgreSQL did not stop: {failure}");
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn is_root() -> bool {
    program("id", &["-u"]).quietly().is_ok_and(|id| id.trim() == "0")
}

/// PostgreSQL refuses to run as root: its own user does it then.
fn as_owner(name: &str, arguments: &[&str]) -> Run {
    if !is_root() {
        return program(name, arguments);
    }
    let mut all = vec!["--reuid=postgres", "--regid=postgres", "--clear-groups", name];
    all.extend_from_slice(arguments);
    program("setpriv", &all).within(&std::env::temp_dir())
}
