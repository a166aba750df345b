//! A throw-away PostgreSQL: its own folder, a socket in it, no port, gone at the end.

use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A running PostgreSQL. It stops, and its folder goes, when this is dropped.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    programs: Programs,
    disk: Disk,
    server: Option<Child>,
}

/// Whether it waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    /// As it would serve a département: a speed without the disk would be none.
    Waited,
    /// It need not: a test is about rows and locks.
    NotWaited,
}

/// The URL of another database of the same server.
pub fn beside(url: &str, name: &str) -> String {
    let (front, query) = url.split_once('?').unwrap_or((url, ""));
    let (server, _) = front.rsplit_once('/').unwrap_or((front, ""));
    format!("{server}/{name}?{query}")
}

#[derive(Debug)]
struct Programs {
    initdb: PathBuf,
    pg_ctl: PathBuf,
    postgres: PathBuf,
}

impl Postgres {
    /// Starts one; none when its programs are not on this machine.
    pub fn start(disk: Disk) -> Result<Option<Self>> {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("itineraire-pg-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut postgres = Self {
            folder,
            programs,
            disk,
            server: None,
        };
        if is_root() {
            // It refuses to run as root: its own user does it then.
            succeed(Command::new("chown").arg("postgres").arg(&postgres.folder))?;
        }
        let mut initdb = postgres.as_owner(&postgres.programs.initdb);
        initdb.args([
            "-A",
            "trust",
            "-N",
            "-U",
            "postgres",
            "--encoding=UTF8",
            "--locale=C",
            "-D",
        ]);
        succeed(initdb.arg(postgres.data()))?;
        postgres.start_again()?;
        Ok(Some(postgres))
    }

    /// The URL of its first database.
    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost/postgres?host={}",
            self.folder.display()
        )
    }

    /// Its folder: the socket is there.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Stops it, as when the machine that it runs on goes down in the midst of everything.
    pub fn stop(&mut self) -> Result<()> {
        // One that stands still would not hear of it.
        let _ = self.is_asleep(false);
        let Some(mut server) = self.server.take() else {
            return Ok(());
        };
        let mut stop = self.as_owner(&self.programs.pg_ctl);
        stop.arg("-D")
            .arg(self.data())
            .args(["-m", "immediate", "-w", "stop"]);
        let stopped = succeed(&mut stop);
        if stopped.is_err() {
            server.kill()?;
        }
        server.wait()?;
        stopped
    }

    /// All its processes stand still, or go on: it is there, and does not answer.
    pub fn is_asleep(&self, asleep: bool) -> Result<()> {
        let master = self.server.as_ref().map(Child::id).unwrap_or_default();
        let children = std::fs::read_to_string(format!("/proc/{master}/task/{master}/children"))?;
        let signal = if asleep { "-STOP" } else { "-CONT" };
        let all = children.split_whitespace().map(str::to_owned);
        succeed(Command::new("kill").arg(signal).arg(master.to_string()).args(all))
    }

    /// Starts it, on what it held when it stopped, and waits until it answers.
    pub fn start_again(&mut self) -> Result<()> {
        // As our own child, not through `pg_ctl start`: Ctrl C then reaches it too.
        let mut postgres = self.as_owner(&self.programs.postgres);
        postgres.arg("-D").arg(self.data()).arg("-k").arg(&self.folder);
        let disk = match self.disk {
            Disk::Waited => "fsync=on",
            Disk::NotWaited => "fsync=off",
        };
        for setting in ["listen_addresses=", disk, "max_connections=200"] {
            postgres.args(["-c", setting]);
        }
        let log = std::fs::File::create(self.folder.join("log"))?;
        let started = postgres
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        self.server = Some(started);
        self.wait()
    }

    /// Until it writes `ready` in its own status file, which is what `pg_ctl` waits for too.
    fn wait(&mut self) -> Result<()> {
        let status = self.data().join("postmaster.pid");
        let start = Instant::now();
        loop {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            if text.lines().any(|line| line.trim() == "ready") {
                return Ok(());
            }
            let ended = match &mut self.server {
                Some(server) => server.try_wait()?.is_some(),
                None => true,
            };
            if ended || start.elapsed() > Duration::from_mins(1) {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(Error::other(format!("PostgreSQL does not start:\n{log}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn as_owner(&self, tool: &Path) -> Command {
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
            command.arg(tool);
            command
        } else {
            Command::new(tool)
        };
        // Its user may not enter the folder that we stand in.
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn succeed(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Error::other(format!(
        "{}: {said}",
        command.get_program().display()
    )))
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0)
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
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(debian).collect();
    let found = |name: &str| {
        folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|it| it.is_file())
    };
    Some(Programs {
        initdb: found("initdb")?,
        pg_ctl: found("pg_ctl")?,
        postgres: found("postgres")?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use std::os::unix::net::UnixStream;

    #[test]
    fn another_database_of_the_same_server_is_asked_for_in_the_same_way() {
        let url = beside("postgres://postgres@localhost/postgres?host=/run/pg", "other");
        assert_eq!(url, "postgres://postgres@localhost/other?host=/run/pg");
        assert_eq!(
            beside("postgres://localhost:5433/one", "two"),
            "postgres://localhost:5433/two?"
        );
    }

    #[test]
    fn it_answers_while_it_is_held_stops_and_starts_again_and_leaves_nothing() {
        for disk in [Disk::NotWaited, Disk::Waited] {
            let Some(mut postgres) = Postgres::start(disk).unwrap() else {
                println!("SKIPPED: initdb, pg_ctl and postgres are not on this machine");
                return;
            };
            let socket = postgres.folder.join(".s.PGSQL.5432");
            assert!(UnixStream::connect(&socket).is_ok());
            postgres.stop().unwrap();
            assert!(UnixStream::connect(&socket).is_err());
            postgres.start_again().unwrap();
            assert!(UnixStream::connect(&socket).is_ok());
            let folder = postgres.folder.clone();
            drop(postgres);
            assert!(!folder.exists());
        }
    }
}
