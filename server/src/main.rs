//! The binary: `itineraire serve`, `itineraire territory`. What it is told stands in [`itineraire_server::config`].

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use itineraire_server::config::{Config, SETTINGS};
use itineraire_server::log::{Logs, USUAL};
use itineraire_server::{Problem, Start, command, log, serve};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

fn commands() -> Command {
    let new = Arg::new("new").long("new").action(ArgAction::SetTrue);
    let new = new.help("Make a new database, where there is none");
    let file = Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(value_parser!(PathBuf));
    let config = Arg::new("config").long("config").value_name("FILE").global(true);
    let config = config
        .help("A TOML file with settings")
        .value_parser(value_parser!(PathBuf));
    let territory = Command::new("territory")
        .about("The file with a commune's words, its people and its partners")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("check")
                .about("Say what is wrong with it")
                .arg(file.clone()),
        )
        .subcommand(
            Command::new("load")
                .about("Load it into the database")
                .args([file, new.clone()]),
        );
    Command::new("itineraire")
        .about("The board of a Cellule d’Accompagnement Globale.")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(config)
        .subcommand(Command::new("serve").about("Serve the database").arg(new))
        .subcommand(
            Command::new("check")
                .about("Say all that is wrong with the settings")
                .after_help(settings()),
        )
        .subcommand(territory)
}

/// Every setting, as `itineraire check --help` tells it.
fn settings() -> String {
    let told = SETTINGS.iter().map(|it| {
        format!(
            "  {} ({})\n      {}. Otherwise: {}\n",
            it.key,
            it.variable(),
            it.says,
            it.otherwise
        )
    });
    let told: String = told.collect();
    format!("Settings, in the file (and in the environment, which counts before it):\n\n{told}")
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&commands().get_matches()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("itineraire: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(asked: &ArgMatches) -> Result<(), Problem> {
    let config = || Config::load(asked.get_one::<PathBuf>("config").map(PathBuf::as_path));
    let start = |asked: &ArgMatches| {
        if asked.get_flag("new") {
            Start::New
        } else {
            Start::Existing
        }
    };
    match asked.subcommand() {
        Some(("serve", given)) => {
            let config = config()?;
            logs(config.logs);
            serve(config, start(given)).await
        }
        Some(("check", _)) => {
            config()?;
            println!("the settings can be used");
            Ok(())
        }
        Some(("territory", about)) => match about.subcommand() {
            Some(("check", given)) => {
                println!("{}", command::check(file(given))?);
                Ok(())
            }
            Some(("load", given)) => {
                let config = config()?;
                logs(config.logs);
                let loaded =
                    command::load((&config.database, config.pools), start(given), file(given)).await?;
                println!("{loaded}");
                Ok(())
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

fn file(given: &ArgMatches) -> &Path {
    given
        .get_one::<PathBuf>("file")
        .map_or(Path::new(""), PathBuf::as_path)
}

fn logs(how: Logs) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| USUAL.into());
    log::subscriber(filter, how, std::io::stderr).init();
}
