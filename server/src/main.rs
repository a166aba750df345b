//! The binary: `itineraire serve`, `itineraire territory`. Its settings are environment variables, see
//! [`itineraire_server::config`].

use itineraire_server::{Problem, Start, command, config::Config, log, serve};
use std::path::Path;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

const USAGE: &str = "\
itineraire serve [--new]                  serves the database, or a new one
itineraire check                          says all that is wrong with the settings
itineraire territory check FILE           says what is wrong with a territory file
itineraire territory load FILE [--new]    loads it into the database, or into a new one";

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    log::subscriber(filter, std::io::stderr).init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = match arguments.pop_if(|last| *last == "--new") {
        Some(_) => Start::New,
        None => Start::Existing,
    };
    let done = match (&arguments[..], start) {
        (["serve"], start) => serves(start).await,
        (["check"], Start::Existing) => Config::from_env().map(|_| say("the settings can be used".into())),
        (["help" | "--help" | "-h"], Start::Existing) => {
            say(USAGE.into());
            Ok(())
        }
        (["territory", "check", file], Start::Existing) => command::check(Path::new(file)).map(say),
        (["territory", "load", file], start) => loads(start, Path::new(file)).await,
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("itineraire: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn serves(start: Start) -> Result<(), Problem> {
    serve(Config::from_env()?, start).await
}

async fn loads(start: Start, file: &Path) -> Result<(), Problem> {
    let config = Config::from_env()?;
    command::load(&config.database, start, file).await.map(say)
}

#[allow(clippy::needless_pass_by_value, reason = "what a command says is said once")]
fn say(sentence: String) {
    println!("{sentence}");
}
