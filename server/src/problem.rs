//! Why the server does not run, or does not do what it was asked.

use itineraire_domain::import::Wrongs;
use itineraire_store::{Lost, StoreError};
use std::net::SocketAddr;

/// Why the server does not run, or does not do what it was asked: a sentence for whoever installs it.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Settings are wrong: a sentence each, on a line each.
    #[error("the settings cannot be used:\n{0}")]
    Settings(String),
    /// The database cannot be used.
    #[error("the database cannot be used: {0}")]
    Database(#[from] StoreError),
    /// The database was taken away, or over, while it was in use.
    #[error("{0}")]
    Lost(Lost),
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
    /// A file cannot be read.
    #[error("{name} cannot be read: {error}")]
    File {
        /// As it was named.
        name: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// A territory file is wrong.
    #[error("{name}:\n{wrongs}")]
    Territory {
        /// As it was named.
        name: String,
        /// All that is wrong with it, a line each.
        wrongs: Wrongs,
    },
}
