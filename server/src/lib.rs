//! The server: it makes the rules durable and private, and hands the pages out. Thin on purpose.
//!
//! Start at [`router`]: every route there has its line in the permission table. [`live`] is the board's socket,
//! [`security`] the layer around everything, [`demo`] the invented commune.

pub mod config;
pub mod demo;
pub mod live;
pub mod log;
pub mod routes;
pub mod security;

use config::Config;
use itineraire_app::api::visit::now;
use itineraire_store::{Store, StoreError};
pub use routes::{Served, router};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// Why the server does not run: a sentence for whoever installs it.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A setting is wrong.
    #[error("a setting cannot be read: {0}")]
    Settings(String),
    /// The database cannot be used.
    #[error("the database cannot be used: {0}. Is DATABASE_URL right, and its folder writable?")]
    Database(#[from] StoreError),
    /// The address cannot be used.
    #[error(
        "{address} cannot be listened on: {error}. Is another server running there? LEPTOS_SITE_ADDR chooses another"
    )]
    Address {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The demonstration data could not be written.
    #[error("the demonstration data could not be written: {0}")]
    Demo(String),
    /// Serving failed.
    #[error("serving stopped: {0}")]
    Serving(std::io::Error),
}

/// At the start and every hour, what counts for nothing any more goes.
async fn sweep(store: Store) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        if let Err(error) = store.sweep(now()).await {
            tracing::warn!(%error, "nothing was swept away");
        }
    }
}

/// Serves until the process is asked to stop.
pub async fn serve(config: Config, demo: bool) -> Result<(), Problem> {
    let address = config.leptos.site_addr;
    let problem = |error| Problem::Address { address, error };
    let listener = TcpListener::bind(address).await.map_err(problem)?;
    // With port 0 the system chooses one: what is printed is where the service is.
    let address = listener.local_addr().map_err(problem)?;
    let store = Store::open(&config.database).await?;
    if demo {
        demo::fill(&store).await?;
        println!("{}", demo::welcome(address));
    } else {
        println!("http://{address}");
    }
    tokio::spawn(sweep(store.clone()));
    let app = router(Served::new(store, config.leptos));
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async {
            let Ok(mut end) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
            else {
                return std::future::pending().await;
            };
            tokio::select! {
                _ = end.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            // Open sockets do not end by themselves: what is acknowledged is on disk, so leave now.
            std::process::exit(0);
        })
        .await
        .map_err(Problem::Serving)
}
