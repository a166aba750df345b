//! Settings, from the environment.
//!
//! `DATABASE_URL` (`sqlite://data/itineraire.db` by default, or `postgres://…`), and Leptos' own
//! `LEPTOS_SITE_ADDR`, `LEPTOS_SITE_ROOT`, `LEPTOS_HASH_FILES`, `LEPTOS_HASH_FILE_NAME`.

use crate::problem::Problem;
use leptos::config::{LeptosOptions, get_configuration};

/// What the server is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data is.
    pub database: String,
    /// Leptos' own settings: address, files.
    pub leptos: LeptosOptions,
}

impl Config {
    /// Reads the environment.
    pub fn from_env() -> Result<Self, Problem> {
        let database = std::env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite://data/itineraire.db".into());
        let leptos = get_configuration(None)
            .map_err(|error| Problem::Settings(error.to_string()))?
            .leptos_options;
        Ok(Self { database, leptos })
    }
}
