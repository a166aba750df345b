//! `cargo xtask`: the project's own commands. Each says what it does while it works, needs nothing that is not in a
//! package registry, and fails with the sentence that helps.
//!
//! Start at [`COMMANDS`]; each command has its module.

mod bench;
mod bundle;
mod compress;
mod counts;
mod files;
mod needs;
mod options;
mod proofs;
mod prove;
mod run;
mod serve;
mod style;
mod test;

use options::Options;
use run::Failure;
use std::process::ExitCode;

const COMMANDS: &str = "cargo xtask COMMAND, one of:
  serve [--port N] [--database URL] [--fresh]   build, then serve with demonstration data
  test [--fast] [--workers N]                   all that CI runs; --fast: format, clippy, rules, store
  build                                         the page's files, in target/site
  prove [CHAPTER] [--only PROOF] [--seed S] …   the proofs that an issue asks for, or their list
  size                                          what the board's page weighs, as served
  bench [live [--quick] [--quiet] …]            speeds, as ratios measured in the same run; what the server carries";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    run(&arguments).unwrap_or_else(|failure| {
        eprintln!("\nxtask: {failure}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &[String]) -> Result<ExitCode, Failure> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    match command {
        "serve" => serve::serve(rest)?,
        "test" => return test::test(rest),
        "build" => {
            Options::new(rest, &[], &[])?;
            bundle::bundle()?;
        }
        "prove" => prove::prove(rest)?,
        "size" => prove::size(rest)?,
        "bench" => bench::bench(rest)?,
        "help" | "--help" | "-h" => println!("{COMMANDS}"),
        unknown => return Err(Failure(format!("there is no command {unknown}. {COMMANDS}"))),
    }
    Ok(ExitCode::SUCCESS)
}
