//! The binary. `itineraire serve [--new]`; its settings are environment variables, see [`itineraire_server::config`].

use itineraire_server::{Start, config::Config, log, serve};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    log::subscriber(filter, std::io::stderr).init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = match arguments[..] {
        ["serve"] => Start::Existing,
        ["serve", "--new"] => Start::New,
        _ => {
            eprintln!("itineraire serve [--new]");
            return ExitCode::FAILURE;
        }
    };
    let served = async { serve(Config::from_env()?, start).await };
    match served.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("itineraire: {problem}");
            ExitCode::FAILURE
        }
    }
}
