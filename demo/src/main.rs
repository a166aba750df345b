//! Writes the demonstration into the database of `DATABASE_URL`, if it holds no cell yet, and prints its sign-ins as they
//! are at `LEPTOS_SITE_ADDR`: the settings of the server that then serves it.

use itineraire_demo::{Problem, welcome, write};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let setting = |name: &str, otherwise: &str| std::env::var(name).unwrap_or_else(|_| otherwise.into());
    let database = setting("DATABASE_URL", "sqlite://data/itineraire.db");
    let address = setting("LEPTOS_SITE_ADDR", "127.0.0.1:3000");
    let written = async {
        let sign_ins = welcome(&address)?;
        write(&database).await?;
        println!("{sign_ins}");
        Ok::<(), Problem>(())
    };
    match written.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("itineraire-demo: {problem}");
            ExitCode::FAILURE
        }
    }
}
