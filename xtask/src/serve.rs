//! `cargo xtask serve`: the app with demonstration data, from one command.

use crate::bundle::bundle;
use crate::run::{Failure, cargo, option, program, root, step};
use std::net::TcpListener;

/// Builds what is not up to date, and serves until it is stopped.
pub fn serve(arguments: &[String]) -> Result<(), Failure> {
    let port = option(arguments, "--port").unwrap_or("3000");
    let port: u16 = port
        .parse()
        .map_err(|_| Failure(format!("--port {port}: a number up to 65535 is wanted")))?;
    // Looked at first: nobody should wait for a build to learn that the port is taken.
    if let Err(error) = TcpListener::bind(("127.0.0.1", port)) {
        return Err(Failure(format!(
            "port {port} of 127.0.0.1 cannot be used ({error}). Stop what listens there, or choose another: \
             cargo xtask serve --port {}",
            port.saturating_add(1)
        )));
    }
    let site = bundle()?;
    step("building the server", || {
        cargo(&["build", "--package", "itineraire-server"]).go()
    })?;
    std::fs::create_dir_all(root().join("data")).map_err(|error| Failure(format!("data/: {error}")))?;
    let binary = root().join("target/debug/itineraire");
    let mut server = program(&binary.display().to_string(), &["serve", "--demo"])
        .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"));
    for (name, value) in site.env() {
        server = server.env(name, value);
    }
    if let Some(url) = option(arguments, "--database") {
        server = server.env("DATABASE_URL", url);
    }
    println!("▸ serving on http://127.0.0.1:{port} (Ctrl C stops it)");
    server.go()
}
