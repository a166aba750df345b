//! Running other programs, and saying what goes on.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Why a command stopped: a sentence for the person who ran it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    // Joining an absolute path gives that path.
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The server's binary, as `cargo build` leaves it.
pub fn server_binary() -> PathBuf {
    target().join("debug/itineraire")
}

/// The program that writes the demonstration into the database that a server then serves.
pub fn demo_binary() -> PathBuf {
    target().join("debug/itineraire-demo")
}

/// Says what is about to happen, and how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("▸ {what}");
    let start = Instant::now();
    let done = work();
    let seconds = start.elapsed().as_secs_f32();
    match &done {
        Ok(_) => println!("  {what}: {seconds:.1} s"),
        Err(_) => println!("  {what}: FAILED after {seconds:.1} s"),
    }
    done
}

/// A program to run at the root of the repository.
pub struct Run {
    name: String,
    command: Command,
}

/// Cargo, as this command was started.
pub fn cargo(arguments: &[&str]) -> Run {
    let mut run = program(
        &std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()),
        arguments,
    );
    run.name = format!("cargo {}", arguments.join(" "));
    // `cargo run` describes *this* package in the environment. Build scripts that watch those names (ring's does) would
    // build again each time one passes from a plain `cargo build` to `cargo xtask`, and half the tree with them.
    let ours = |name: &str| {
        ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(ours) {
            run.command.env_remove(name);
        }
    }
    run
}

/// Any program.
pub fn program(name: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root());
    Run {
        name: format!("{name} {}", arguments.join(" ")),
        command,
    }
}

impl Run {
    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Forgets an environment variable of whoever called us.
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Sets several.
    pub fn envs(mut self, all: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.command.envs(all);
        self
    }

    /// Runs it in a folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it, showing what it prints.
    pub fn go(mut self) -> Result<(), Failure> {
        let status = self
            .command
            .status()
            .map_err(|error| Failure(format!("cannot run {}: {error}", self.name)))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure(format!("{} ended with {status}", self.name)))
        }
    }

    /// Runs it quietly; what it printed is shown only if it fails.
    pub fn quietly(mut self) -> Result<String, Failure> {
        let done = self
            .command
            .output()
            .map_err(|error| Failure(format!("cannot run {}: {error}", self.name)))?;
        let out = String::from_utf8_lossy(&done.stdout).into_owned();
        if done.status.success() {
            return Ok(out);
        }
        Err(Failure(format!(
            "{} ended with {}\n{out}{}",
            self.name,
            done.status,
            String::from_utf8_lossy(&done.stderr)
        )))
    }

    /// Runs it, keeping what it prints on its standard output and showing the lines that `shown` picks; the others too
    /// when it fails. Gives the output and whether it succeeded.
    pub fn watched(mut self, shown: fn(&str) -> bool) -> Result<(String, bool), Failure> {
        self.command.stdout(Stdio::piped());
        let cannot = |error: std::io::Error, name: &str| Failure(format!("cannot run {name}: {error}"));
        let mut child = self.command.spawn().map_err(|error| cannot(error, &self.name))?;
        let mut kept = String::new();
        if let Some(out) = child.stdout.take() {
            // By bytes: a test may print anything, and what follows must still be read.
            for line in BufReader::new(out).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                if shown(&line) {
                    println!("{line}");
                }
                kept.push_str(&line);
                kept.push('\n');
            }
        }
        let status = child.wait().map_err(|error| cannot(error, &self.name))?;
        if !status.success() {
            kept.lines()
                .filter(|line| !shown(line))
                .for_each(|line| println!("{line}"));
        }
        Ok((kept, status.success()))
    }

    /// Runs it, keeping its standard output for us alone. Gives the output and whether it succeeded.
    pub fn heard(mut self) -> Result<(String, bool), Failure> {
        let done = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| Failure(format!("cannot run {}: {error}", self.name)))?;
        Ok((
            String::from_utf8_lossy(&done.stdout).into_owned(),
            done.status.success(),
        ))
    }

    /// Becomes that program: what stops `cargo xtask serve` stops the server, with nothing in between.
    #[cfg(unix)]
    pub fn become_it(mut self) -> Result<(), Failure> {
        let error = std::os::unix::process::CommandExt::exec(&mut self.command);
        Err(Failure(format!("cannot run {}: {error}", self.name)))
    }

    #[cfg(not(unix))]
    pub fn become_it(self) -> Result<(), Failure> {
        self.go()
    }

    /// The command itself, to be started and ended by the caller.
    pub fn into_command(self) -> Command {
        self.command
    }
}
