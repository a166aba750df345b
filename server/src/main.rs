//! The binary. `itineraire serve [--demo]`; its settings are environment variables, see [`itineraire_server::config`].

use itineraire_server::{config::Config, log, serve};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    log::subscriber(filter, std::io::stderr).init();
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some("serve") {
        eprintln!("itineraire serve [--demo]");
        return ExitCode::FAILURE;
    }
    let demo = arguments.any(|argument| argument == "--demo");
    let served = async { serve(Config::from_env()?, demo).await };
    match served.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("itineraire: {problem}");
            ExitCode::FAILURE
        }
    }
}
