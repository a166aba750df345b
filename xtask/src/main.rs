//! `cargo xtask`: the project's own commands. Each says what it does while it works, needs nothing that is not in a
//! package registry, and fails with the sentence that helps.
//!
//! Start at [`COMMANDS`]; each command has its module.

mod bundle;
mod needs;
mod postgres;
mod prove;
mod run;
mod serve;
mod size;
mod test;

use run::Failure;
use std::process::ExitCode;

/// A command: its name, its options, what it is for, and what it does.
type Command = (
    &'static str,
    &'static str,
    &'static str,
    fn(&[String]) -> Result<(), Failure>,
);

const COMMANDS: &[Command] = &[
    (
        "serve",
        "[--port N] [--database URL]",
        "build, then serve with demonstration data",
        serve::serve,
    ),
    (
        "test",
        "[--fast]",
        "everything that CI runs; --fast: format, clippy, domain, store",
        test::test,
    ),
    ("build", "", "the page's files, in target/site", |_| {
        bundle::bundle().map(drop)
    }),
    (
        "prove",
        "[CHAPTER] [--seeds N] [--pairs N] [--kills N] [--walks N] [--seed S]",
        "run proofs, or list them",
        prove::prove,
    ),
    ("size", "", "what the board's page weighs, as served", |_| {
        size::size()
    }),
    ("bench", "", "speeds, as ratios measured in the same run", |_| {
        run::cargo(&["bench", "-p", "itineraire-benches"]).go()
    }),
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let wanted = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some((.., command)) = COMMANDS.iter().find(|(name, ..)| *name == wanted) else {
        println!("cargo xtask COMMAND, one of:");
        for (name, options, what, _) in COMMANDS {
            println!("  {:<40} {what}", format!("{name} {options}"));
        }
        return if wanted.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    };
    match command(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
