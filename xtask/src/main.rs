//! `cargo xtask`: the project's own commands. Each says what it does while it works, needs nothing that is not in a
//! package registry, and fails with the sentence that helps.
//!
//! Start at [`COMMANDS`]; each command has its module.

mod bench;
mod binaries;
mod bundle;
mod compress;
mod counts;
mod files;
mod http;
mod needs;
mod options;
mod proofs;
mod prove;
mod run;
mod serve;
mod size;
mod style;
mod test;

use options::Options;
use run::Failure;
use std::process::ExitCode;

/// A command: its name, its options, what it is for, and what it does with its arguments.
struct Command {
    name: &'static str,
    options: &'static str,
    what: &'static str,
    run: fn(&[String]) -> Result<ExitCode, Failure>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        options: "[--port N] [--database URL] [--fresh]",
        what: "build, then serve with demonstration data",
        run: |arguments| serve::serve(arguments).map(done),
    },
    Command {
        name: "test",
        options: "[--fast] [--workers N]",
        what: "all that CI runs; --fast: format, clippy, rules, store",
        run: test::test,
    },
    Command {
        name: "build",
        options: "",
        what: "the page's files, in target/site",
        run: |arguments| {
            Options::new(arguments, &[], &[])?;
            bundle::bundle().map(done)
        },
    },
    Command {
        name: "prove",
        options: "[CHAPTER] [--only PROOF] [--seed S] …",
        what: "the proofs that an issue asks for, or their list",
        run: |arguments| prove::prove(arguments).map(done),
    },
    Command {
        name: "size",
        options: "",
        what: "what the board's page weighs, as served",
        run: |arguments| size::size(arguments).map(done),
    },
    Command {
        name: "bench",
        options: "",
        what: "speeds, as ratios measured in the same run",
        run: |arguments| bench::bench(arguments).map(done),
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let wanted = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some(command) = COMMANDS.iter().find(|command| command.name == wanted) else {
        println!("cargo xtask COMMAND, one of:");
        for Command {
            name, options, what, ..
        } in COMMANDS
        {
            println!("  {:<45} {what}", format!("{name} {options}"));
        }
        let asked = ["", "help", "--help", "-h"].contains(&wanted.as_str());
        return if asked {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    };
    (command.run)(&rest).unwrap_or_else(|failure| {
        eprintln!("\nxtask: {failure}");
        ExitCode::FAILURE
    })
}

/// A command that came to its end without a failure has succeeded.
fn done<T>(_: T) -> ExitCode {
    ExitCode::SUCCESS
}
