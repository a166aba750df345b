//! Running other programs, and saying what goes on.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
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

/// All that the machine itself can run: not the page's WASM. One selection for everything: cargo joins the features of
/// the packages that it is given, and each selection would make another sea-orm.
pub const ALL: &[&str] = &["--workspace", "--exclude", "itineraire-frontend"];

/// The rules alone, which build in seconds.
pub const RULES: &[&str] = &["--package", "itineraire-domain"];

/// `cargo test` on a selection of packages.
pub fn cargo_test(selection: &[&str], rest: &[&str]) -> Run {
    cargo(&[&["test", "--no-fail-fast"], selection, rest].concat())
}

/// The root of the repository.
pub fn root() -> PathBuf {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    ours.parent().unwrap_or(Path::new(".")).to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    // Joining an absolute path gives that path.
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// A program of ours, as `cargo build` leaves it: `itineraire` serves, `itineraire-demo` writes what it serves first.
pub fn binary(name: &str) -> String {
    target().join("debug").join(name).display().to_string()
}

/// Says what is about to happen, and how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("▸ {what}");
    let start = Instant::now();
    let done = work();
    let ended = if done.is_ok() { "" } else { "FAILED after " };
    println!("  {what}: {ended}{:.1} s", start.elapsed().as_secs_f32());
    done
}

/// A program to run at the root of the repository.
pub struct Run {
    name: String,
    command: Command,
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

/// Cargo, as this command was started.
pub fn cargo(arguments: &[&str]) -> Run {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut run = program(&cargo, arguments);
    // `cargo run` describes *this* package in the environment. Build scripts that watch those names (ring's does) would
    // build again each time one passes from a plain `cargo build` to `cargo xtask`, and half the tree with them.
    let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
    for (name, _) in std::env::vars_os() {
        if ours.iter().any(|start| name.to_string_lossy().starts_with(start)) {
            run.command.env_remove(name);
        }
    }
    // What it says is read.
    run.env("CARGO_TERM_COLOR", "never")
}

impl Run {
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Forgets an environment variable of whoever called us.
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

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
        let status = self.command.status().map_err(|error| self.cannot(&error))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure(format!("{} ended with {status}", self.name)))
    }

    /// Runs it quietly; what it printed is shown only if it fails.
    pub fn quietly(mut self) -> Result<String, Failure> {
        let done = self.command.output().map_err(|error| self.cannot(&error))?;
        let [out, err] = [done.stdout, done.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
        if done.status.success() {
            return Ok(out);
        }
        let (name, status) = (self.name, done.status);
        Err(Failure(format!("{name} ended with {status}\n{out}{err}")))
    }

    /// Runs it, keeping what it prints and showing the lines that `shown` picks; the others too when it fails. Both its
    /// streams come through one pipe, in the order they were written. Gives the output and whether it succeeded.
    pub fn watched(mut self, shown: fn(&str) -> bool) -> Result<(String, bool), Failure> {
        let (reader, writer) = std::io::pipe().map_err(|error| self.cannot(&error))?;
        let twin = writer.try_clone().map_err(|error| self.cannot(&error))?;
        self.command.stdout(twin).stderr(writer);
        let mut child = self.command.spawn().map_err(|error| self.cannot(&error))?;
        // It held our end of the pipe, which would keep us reading.
        self.command = Command::new("");
        let mut kept = String::new();
        // By bytes: a test may print anything, and what follows must still be read.
        for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            if shown(&line) {
                println!("{line}");
            }
            kept.push_str(&line);
            kept.push('\n');
        }
        let succeeded = child.wait().map_err(|error| self.cannot(&error))?.success();
        for line in kept.lines().filter(|line| !succeeded && !shown(line)) {
            println!("{line}");
        }
        Ok((kept, succeeded))
    }

    /// Becomes that program: what stops `cargo xtask serve` stops the server, with nothing in between.
    #[cfg(unix)]
    pub fn become_it(mut self) -> Result<(), Failure> {
        let error = std::os::unix::process::CommandExt::exec(&mut self.command);
        Err(self.cannot(&error))
    }

    #[cfg(not(unix))]
    pub fn become_it(self) -> Result<(), Failure> {
        self.go()
    }

    fn cannot(&self, error: &std::io::Error) -> Failure {
        Failure(format!("cannot run {}: {error}", self.name))
    }
}
