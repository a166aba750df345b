//! Settings, from the environment. Everything that is wrong with them is said at once.
//!
//! | variable | what it says | when it is not set |
//! | --- | --- | --- |
//! | `DATABASE_URL` | `sqlite://` and a path, or `postgres://…` | `sqlite://data/itineraire.db` |
//! | `ITINERAIRE_PUBLIC_URL` | the address that people type: `https://parcours.ville.example` | this machine's own names |
//! | `ITINERAIRE_PROXIES` | the proxies before it, by address or network: `10.0.0.5, fd00::/8` | none: nobody is believed |
//! | `ITINERAIRE_CONNECTIONS_EACH` | connections of one address at once, proxies apart | 512 |
//! | `ITINERAIRE_SIGN_IN_EASE` | how many times more tries at signing in, from 1 to 100: for demonstrations | 1 |
//!
//! And Leptos' own `LEPTOS_SITE_ADDR`, `LEPTOS_SITE_ROOT`, `LEPTOS_HASH_FILES`, `LEPTOS_HASH_FILE_NAME`.

use crate::http::connections::Limits;
use crate::http::front::Front;
use crate::problem::Problem;
use ipnet::IpNet;
use leptos::config::{LeptosOptions, get_configuration};
use std::net::IpAddr;
use url::Url;

/// What the server is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data is.
    pub database: String,
    /// How many times more tries at signing in than the policy's, from 1 to 100.
    pub sign_in_ease: i64,
    /// What a connection may take.
    pub limits: Limits,
    /// How the service is reached.
    pub front: Front,
    /// Leptos' own settings: address, files.
    pub leptos: LeptosOptions,
}

impl Config {
    /// Reads the environment.
    pub fn from_env() -> Result<Self, Problem> {
        let leptos = get_configuration(None).map(|all| all.leptos_options);
        let leptos = leptos.map_err(|error| error.to_string());
        Self::read(|name| std::env::var(name).ok(), leptos)
    }

    /// Reads settings, by their names.
    fn read(
        of: impl Fn(&str) -> Option<String>,
        leptos: Result<LeptosOptions, String>,
    ) -> Result<Self, Problem> {
        let mut wrong = Vec::new();
        let mut note = |name: &str, what: &str| wrong.push(format!("{name} must be {what}"));
        let database = of("DATABASE_URL").unwrap_or_else(|| "sqlite://data/itineraire.db".into());
        let known = ["sqlite:", "postgres:", "postgresql:"];
        if !known.iter().any(|kind| database.starts_with(kind)) {
            // Not the setting itself: it may hold a password.
            note(
                "DATABASE_URL",
                "sqlite:// and a path, or postgres:// and where it is",
            );
        }
        let name = "ITINERAIRE_PUBLIC_URL";
        let public = of(name).and_then(|url| {
            let read = public_url(&url);
            if read.is_none() {
                note(
                    name,
                    "http:// or https:// and a name, without a path: https://parcours.ville.example",
                );
            }
            read
        });
        let name = "ITINERAIRE_PROXIES";
        let proxies = proxies(&of(name).unwrap_or_default()).unwrap_or_else(|| {
            note(
                name,
                "addresses or networks, with commas between: 10.0.0.5, fd00::/8",
            );
            Vec::new()
        });
        let mut limits = Limits::default();
        let name = "ITINERAIRE_CONNECTIONS_EACH";
        if let Some(each) = of(name) {
            match each.parse() {
                Ok(each @ 1..) => limits.each = each,
                _ => note(name, "a whole number from 1"),
            }
        }
        let name = "ITINERAIRE_SIGN_IN_EASE";
        let mut sign_in_ease = 1;
        if let Some(ease) = of(name) {
            match ease.parse() {
                Ok(ease @ 1..=100) => sign_in_ease = ease,
                _ => note(name, "a whole number from 1 to 100"),
            }
        }
        let leptos = leptos.map_err(|error| wrong.push(error)).ok();
        match leptos {
            Some(leptos) if wrong.is_empty() => Ok(Self {
                database,
                sign_in_ease,
                limits,
                front: Front { public, proxies },
                leptos,
            }),
            _ => Err(Problem::Settings(wrong.join("\n"))),
        }
    }
}

fn public_url(setting: &str) -> Option<Url> {
    let url: Url = setting.parse().ok()?;
    let plain = url.path() == "/" && url.query().is_none() && url.username().is_empty();
    (["http", "https"].contains(&url.scheme()) && url.has_host() && plain).then_some(url)
}

fn proxies(setting: &str) -> Option<Vec<IpNet>> {
    let named = setting.split(',').map(str::trim).filter(|it| !it.is_empty());
    let net = |named: &str| {
        named
            .parse()
            .ok()
            .or_else(|| named.parse().ok().map(|it: IpAddr| it.into()))
    };
    named.map(net).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, String> {
        let of = |name: &str| {
            let set = settings.iter().find(|(known, _)| *known == name);
            set.map(|(_, value)| (*value).to_owned())
        };
        let leptos = LeptosOptions::builder().output_name("itineraire").build();
        Config::read(of, Ok(leptos)).map_err(|problem| problem.to_string())
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_no_secret_with_it() {
        let said = read(&[
            ("DATABASE_URL", "mysql://root:hunter2@db"),
            ("ITINERAIRE_PUBLIC_URL", "parcours.ville.example"),
            ("ITINERAIRE_PROXIES", "10.0.0.5, the proxy"),
            ("ITINERAIRE_CONNECTIONS_EACH", "0"),
            ("ITINERAIRE_SIGN_IN_EASE", "beaucoup"),
        ]);
        let said = said.err().unwrap_or_default();
        assert_eq!(said.lines().count(), 6, "{said}");
        for name in [
            "DATABASE_URL",
            "PUBLIC_URL",
            "PROXIES",
            "CONNECTIONS_EACH",
            "SIGN_IN_EASE",
        ] {
            assert!(said.contains(name), "{name}: {said}");
        }
        assert!(!said.contains("hunter2"), "{said}");
    }

    #[test]
    fn each_setting_is_read() -> Result<(), String> {
        let config = read(&[
            ("ITINERAIRE_PUBLIC_URL", "https://parcours.ville.example"),
            ("ITINERAIRE_PROXIES", "10.0.0.5,fd00::/8"),
            ("ITINERAIRE_CONNECTIONS_EACH", "7"),
            ("ITINERAIRE_SIGN_IN_EASE", "10"),
        ])?;
        assert_eq!((config.limits.each, config.sign_in_ease), (7, 10));
        assert_eq!(config.front.proxies.len(), 2);
        assert!(config.front.public.is_some());
        let config = read(&[])?;
        assert_eq!(config.database, "sqlite://data/itineraire.db");
        assert!(config.front.public.is_none() && config.front.proxies.is_empty());
        for wrong in [
            "ftp://ville.example",
            "https://ville.example/ici",
            "https://",
            "ville",
        ] {
            assert!(read(&[("ITINERAIRE_PUBLIC_URL", wrong)]).is_err(), "{wrong}");
        }
        Ok(())
    }
}
