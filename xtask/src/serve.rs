//! `cargo xtask serve`: the app with demonstration data, from one command.

use crate::bundle;
use crate::given;
use crate::run::{Failure, binary, program, root, target};
use clap::ArgMatches;
use std::net::TcpListener;

/// Builds what is not up to date, and serves until it is stopped.
pub fn serve(options: &ArgMatches) -> Result<(), Failure> {
    let port = *options.get_one("port").unwrap_or(&3000_u16);
    // Looked at first: nobody should wait for a build to learn that the port is taken.
    if let Err(error) = TcpListener::bind(("127.0.0.1", port)) {
        return Err(Failure(format!(
            "port {port} of 127.0.0.1 cannot be used ({error}). Stop what listens there, or choose another: \
             cargo xtask serve --port {}",
            port.saturating_add(1)
        )));
    }
    let site = bundle::bundle()?;
    bundle::server()?;
    let data = root().join("data");
    std::fs::create_dir_all(&data).map_err(|error| Failure(format!("data/: {error}")))?;
    if options.get_flag("fresh") {
        println!("▸ emptying data/itineraire.db");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(data.join(format!("itineraire.db{end}")));
        }
    }
    let database = given(options, "database").unwrap_or("sqlite://data/itineraire.db");
    let mut settings = site.env();
    settings.push(("DATABASE_URL", database.to_owned()));
    // Who tries the demonstration signs in as several people, from one address.
    settings.push(("ITINERAIRE_SIGN_IN_EASE", "10".into()));
    let folder = target().join("tls").display().to_string();
    let (port, config) = (port.to_string(), format!("{folder}/itineraire.toml"));
    let mut writes = vec!["tablet", &folder, &port];
    let mut serves = vec!["serve", "--config", &config];
    if !options.get_flag("tablet") {
        settings.push(("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}")));
        writes.clear();
        serves.truncate(1);
    }
    program(&binary("itineraire-demo"), &writes)
        .envs(settings.clone())
        .go()?;
    println!("▸ serving (Ctrl C stops it; what was typed is kept for the next start)");
    program(&binary("itineraire"), &serves).envs(settings).become_it()
}
