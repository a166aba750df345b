//! Settings, from the environment.
//!
//! `DATABASE_URL` (`sqlite://data/itineraire.db` by default, or `postgres://…`), `ITINERAIRE_SIGN_IN_EASE`,
//! `ITINERAIRE_CONNECTIONS_EACH` (connections of one address at once, 512 by default: more behind a proxy), and Leptos' own
//! `LEPTOS_SITE_ADDR`, `LEPTOS_SITE_ROOT`, `LEPTOS_HASH_FILES`, `LEPTOS_HASH_FILE_NAME`.

use crate::http::connections::Limits;
use crate::problem::Problem;
use leptos::config::{LeptosOptions, get_configuration};

/// What the server is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data is.
    pub database: String,
    /// How many times more tries at signing in than the policy's, from 1 to 100.
    pub sign_in_ease: i64,
    /// What a connection may take.
    pub limits: Limits,
    /// Leptos' own settings: address, files.
    pub leptos: LeptosOptions,
}

/// Demonstrations and browser tests sign many people in from one address: a multiple, never off.
fn ease(setting: Option<&str>) -> i64 {
    setting.and_then(|it| it.parse().ok()).unwrap_or(1).clamp(1, 100)
}

fn connections(setting: &str) -> Result<usize, Problem> {
    let number = setting.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| {
        let what = "ITINERAIRE_CONNECTIONS_EACH must be a whole number from 1";
        Problem::Settings(what.into())
    })
}

impl Config {
    /// Reads the environment.
    pub fn from_env() -> Result<Self, Problem> {
        let database = std::env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite://data/itineraire.db".into());
        let leptos = get_configuration(None)
            .map_err(|error| Problem::Settings(error.to_string()))?
            .leptos_options;
        let mut limits = Limits::default();
        if let Ok(each) = std::env::var("ITINERAIRE_CONNECTIONS_EACH") {
            limits.each = connections(&each)?;
        }
        Ok(Self {
            database,
            limits,
            sign_in_ease: ease(std::env::var("ITINERAIRE_SIGN_IN_EASE").ok().as_deref()),
            leptos,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{connections, ease};

    #[test]
    fn so_many_connections_of_one_address_or_a_sentence() {
        assert_eq!(connections("1").ok(), Some(1));
        for wrong in ["0", "-1", "beaucoup", ""] {
            let said = connections(wrong).map_err(|it| it.to_string());
            assert!(
                said.is_err_and(|it| it.contains("a whole number from 1")),
                "{wrong}"
            );
        }
    }

    #[test]
    fn the_ease_of_demonstrations_is_a_multiple_from_1_to_100() {
        let settings = ["10", "0", "-3", "1000000", "beaucoup"].map(|it| ease(Some(it)));
        assert_eq!(settings, [10, 1, 1, 100, 1]);
        assert_eq!(ease(None), 1);
    }
}
