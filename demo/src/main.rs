//! `itineraire-demo`: writes the demonstration into the database of `DATABASE_URL`, if it holds no cell yet, and prints its
//! sign-ins as they are at `LEPTOS_SITE_ADDR`: the settings of the server that then serves it.
//!
//! `itineraire-demo tablet FOLDER PORT [NAME]`: the same over https, with settings for the server in a folder.

use itineraire_demo::{Problem, tablet, welcome, write};
use std::path::Path;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = match arguments[..] {
        [] => written(None).await,
        ["tablet", folder, port] => match tablet::on_network() {
            Ok(name) => written(Some((folder, port, &name))).await,
            Err(problem) => Err(problem),
        },
        ["tablet", folder, port, name] => written(Some((folder, port, name))).await,
        _ => {
            eprintln!("itineraire-demo [tablet FOLDER PORT [NAME]]");
            return ExitCode::FAILURE;
        }
    };
    match said {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("itineraire-demo: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn written(for_tablet: Option<(&str, &str, &str)>) -> Result<String, Problem> {
    let setting = |name: &str, otherwise: &str| std::env::var(name).unwrap_or_else(|_| otherwise.into());
    let (address, way) = match for_tablet {
        Some((folder, port, name)) => {
            let address = tablet::certified(Path::new(folder), name, port)?;
            let way = tablet::way(&address)?;
            (address, way)
        }
        None => (
            format!("http://{}", setting("LEPTOS_SITE_ADDR", "127.0.0.1:3000")),
            String::new(),
        ),
    };
    let sign_ins = welcome(&address)?;
    write(&setting("DATABASE_URL", "sqlite://data/itineraire.db")).await?;
    Ok(format!("{sign_ins}{way}"))
}
