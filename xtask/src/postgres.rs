//! A throw-away PostgreSQL for the tests: its own folder, a socket in it, no port, gone at the end.

use crate::needs::{found, is_root};
use crate::run::{Failure, Run, program};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A running PostgreSQL. It stops, and its folder goes, when this is dropped.
pub struct Postgres {
    folder: PathBuf,
    programs: Programs,
    server: Option<Child>,
}

struct Programs {
    initdb: PathBuf,
    pg_ctl: PathBuf,
    postgres: PathBuf,
}

impl Postgres {
    /// Starts one that does not wait for the disk, or gives `None` when its programs are not there: tests are about rows
    /// and locks.
    pub fn start() -> Result<Option<Self>, Failure> {
        Self::start_with("fsync=off")
    }

    /// The same, as it would serve a département: a speed without the disk would be none.
    pub fn start_durable() -> Result<Option<Self>, Failure> {
        Self::start_with("fsync=on")
    }

    fn start_with(setting: &str) -> Result<Option<Self>, Failure> {
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let folder = std::env::temp_dir().join(format!("itineraire-pg-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure(format!("{}: {error}", folder.display())))?;
        let mut postgres = Self {
            folder,
            programs,
            server: None,
        };
        if is_root() {
            program("chown", &["postgres", &text(&postgres.folder)])
                .quietly()
                .map_err(|failure| {
                    Failure(format!(
                        "PostgreSQL refuses to run as root and wants its user: {failure}"
                    ))
                })?;
        }
        let data = postgres.data();
        let locale = ["--encoding=UTF8", "--locale=C"];
        postgres
            .as_owner(
                &postgres.programs.initdb,
                &[&["-A", "trust", "-N", "-U", "postgres", "-D", &data], &locale[..]].concat(),
            )
            .quietly()?;
        postgres.server = Some(postgres.launch(setting)?);
        postgres.wait()?;
        Ok(Some(postgres))
    }

    /// The URL of its first database.
    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost/postgres?host={}",
            text(&self.folder)
        )
    }

    /// As our own child, not through `pg_ctl start`: Ctrl C then reaches it too.
    fn launch(&self, setting: &str) -> Result<Child, Failure> {
        let log = self.folder.join("log");
        let log_file = std::fs::File::create(&log).map_err(|error| crate::files::wrong(&log, &error))?;
        let socket = text(&self.folder);
        let settings = ["listen_addresses=", setting, "max_connections=200"];
        let mut arguments = vec!["-D".to_owned(), self.data(), "-k".to_owned(), socket];
        for setting in settings {
            arguments.extend(["-c".to_owned(), setting.to_owned()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        self.as_owner(&self.programs.postgres, &arguments)
            .into_command()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log_file)
            .spawn()
            .map_err(|error| Failure(format!("PostgreSQL does not start: {error}")))
    }

    /// Until it writes `ready` in its own status file, which is what `pg_ctl` waits for too.
    fn wait(&mut self) -> Result<(), Failure> {
        let status = self.folder.join("data/postmaster.pid");
        let start = Instant::now();
        loop {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            if text.lines().any(|line| line.trim() == "ready") {
                return Ok(());
            }
            let ended = self
                .server
                .as_mut()
                .and_then(|server| server.try_wait().ok().flatten());
            if ended.is_some() || start.elapsed() > Duration::from_mins(1) {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(Failure(format!("PostgreSQL does not start:\n{log}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn data(&self) -> String {
        text(&self.folder.join("data"))
    }

    /// PostgreSQL refuses to run as root: its own user does it then.
    fn as_owner(&self, tool: &Path, arguments: &[&str]) -> Run {
        let tool = text(tool);
        let run = if is_root() {
            let mut all = vec!["--reuid=postgres", "--regid=postgres", "--clear-groups", &tool];
            all.extend_from_slice(arguments);
            program("setpriv", &all)
        } else {
            program(&tool, arguments)
        };
        // Its user may not enter the folder that we stand in.
        run.within(&self.folder)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let stop = ["-D", &self.data(), "-m", "immediate", "-w", "stop"];
            if self.as_owner(&self.programs.pg_ctl, &stop).quietly().is_err() {
                let _ = server.kill();
            }
            let _ = server.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// On the PATH, or where Debian puts them, newest version first.
fn programs() -> Option<Programs> {
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    debian.sort();
    debian.reverse();
    Some(Programs {
        initdb: found("initdb", &debian)?,
        pg_ctl: found("pg_ctl", &debian)?,
        postgres: found("postgres", &debian)?,
    })
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_while_it_is_held_and_leaves_nothing() {
        for start in [Postgres::start, Postgres::start_durable] {
            let Some(postgres) = start().unwrap() else {
                println!("SKIPPED: initdb, pg_ctl and postgres are not on this machine");
                return;
            };
            let socket = postgres.folder.join(".s.PGSQL.5432");
            assert!(std::os::unix::net::UnixStream::connect(&socket).is_ok());
            let folder = postgres.folder.clone();
            drop(postgres);
            assert!(!folder.exists());
        }
    }
}
