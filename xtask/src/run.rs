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
    program(
        &std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()),
        arguments,
    )
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

    /// Runs it, keeping what it prints on its standard output and showing the lines that `shown` picks; everything
    /// when it fails. Gives the output and whether it succeeded.
    pub fn watched(mut self, shown: fn(&str) -> bool) -> Result<(String, bool), Failure> {
        self.command.stdout(Stdio::piped());
        let cannot = |error: std::io::Error, name: &str| Failure(format!("cannot run {name}: {error}"));
        let mut child = self.command.spawn().map_err(|error| cannot(error, &self.name))?;
        let mut kept = String::new();
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if shown(&line) {
                    println!("{line}");
                }
                kept.push_str(&line);
                kept.push('\n');
            }
        }
        let status = child.wait().map_err(|error| cannot(error, &self.name))?;
        if !status.success() {
            println!("{kept}");
        }
        Ok((kept, status.success()))
    }

    /// The command itself, to be started and ended by the caller.
    pub fn into_command(self) -> Command {
        self.command
    }
}

/// The value of `--name VALUE` among the arguments.
pub fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let place = arguments.iter().position(|argument| argument == name)?;
    arguments.get(place + 1).map(String::as_str)
}
