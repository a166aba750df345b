//! `cargo xtask`: the project's own commands. Each says what it does while it works, needs nothing that is not in a
//! package registry, and fails with the sentence that helps.
//!
//! Start at [`commands`]; each command has its module.

mod bench;
mod bundle;
mod compress;
mod counts;
mod files;
mod needs;
mod proofs;
mod prove;
mod run;
mod serve;
mod style;
mod test;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use run::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    run().unwrap_or_else(|failure| {
        eprintln!("\nxtask: {failure}");
        ExitCode::FAILURE
    })
}

fn run() -> Result<ExitCode, Failure> {
    let proofs = proofs::all()?;
    match commands(&proofs).get_matches().subcommand() {
        Some(("serve", given)) => serve::serve(given)?,
        Some(("test", given)) => return Ok(test::test(given, proofs)),
        Some(("build", _)) => drop(bundle::bundle()?),
        Some(("prove", given)) => prove::prove(given, &proofs)?,
        Some(("size", _)) => prove::size()?,
        Some(("bench", given)) => bench::bench(given)?,
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn commands(proofs: &[proofs::Proof]) -> Command {
    let command = |name: &'static str, about: &'static str| Command::new(name).about(about);
    Command::new("cargo xtask")
        .bin_name("cargo xtask")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            command("serve", "Build, then serve with demonstration data").args([
                value("port", "3000 when it is not given").value_parser(value_parser!(u16)),
                value("database", "Another: sqlite://… or postgres://…"),
                flag("fresh", "Empty data/itineraire.db first").conflicts_with("database"),
                flag("tablet", "Over https, to this network: for a real tablet"),
            ]),
        )
        .subcommand(command("test", "All that CI runs").args([
            flag("fast", "Format, clippy, the rules and the store alone"),
            number("workers", "How many browser tests at once"),
        ]))
        .subcommand(command("build", "The page's files, in target/site"))
        .subcommand(prove::command(proofs))
        .subcommand(command("size", "What each kind of page weighs, as served"))
        .subcommand(bench::command())
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

fn value(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help)
}

/// A value that counts: a number of at least 1.
fn number(name: &'static str, help: &'static str) -> Arg {
    value(name, help).value_parser(value_parser!(u64).range(1..))
}

/// What was given for a value, as it was given; nothing where it is no option.
fn given<'a>(all: &'a ArgMatches, name: &str) -> Option<&'a str> {
    all.try_get_raw(name).ok()??.next()?.to_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<ArgMatches, String> {
        let words = std::iter::once("xtask").chain(line.split_whitespace());
        let read = commands(&proofs::all().unwrap()).try_get_matches_from(words);
        read.map_err(|error| error.to_string())
    }

    #[test]
    fn a_mistyped_option_and_one_without_its_value_are_refused_and_named() {
        commands(&proofs::all().unwrap()).debug_assert();
        let refused = read("serve --prot 3001").unwrap_err();
        assert!(
            refused.contains("--prot") && refused.contains("--port"),
            "{refused}"
        );
        for line in [
            "serve --port",
            "serve --fresh=yes",
            "serve port",
            "prove nothing",
            "test --workers 0",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
        let both = read("serve --fresh --database sqlite://other.db").unwrap_err();
        assert!(both.contains("cannot be used with"), "{both}");
        let walks = read("prove board --walks 20 --seed 7 --only agreement-walk").unwrap();
        let walks = walks.subcommand().unwrap().1.subcommand().unwrap().1;
        let both = ["walks", "seconds"].map(|name| given(walks, name));
        assert_eq!(both, [Some("20"), None], "another chapter's is no option here");
    }
}
