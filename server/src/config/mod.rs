//! Settings, from the environment and from a file. Everything that is wrong with them is said at once.

mod settings;

use crate::http::connections::{Gate, Limits};
use crate::http::front::Front;
use crate::http::tls::{self, Tls};
use crate::log::Logs;
use crate::mailer::{self, Mailer};
use crate::problem::Problem;
use ipnet::IpNet;
use itineraire_domain::access::Policy;
use itineraire_store::PoolSizes;
use leptos::config::{LeptosOptions, get_configuration};
use settings::{Given, Setting};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use url::Url;

/// Names the settings, and makes the list that `--help` prints: what is read is listed.
macro_rules! settings {
    ($($name:ident = $key:literal, $says:literal, $otherwise:literal;)*) => {
        $(const $name: Setting = Setting {
            key: $key,
            says: $says,
            otherwise: $otherwise,
        };)*
        /// Every setting, in the order in which they are told.
        pub const SETTINGS: &[Setting] = &[$($name),*];
    };
}

settings! {
    DATABASE = "database_url",
        "sqlite:// and a path, or postgres://…; or database_url_file, a file that holds it", "sqlite://data/itineraire.db";
    ADDRESS = "address",
        "where it listens", "127.0.0.1:3000";
    PUBLIC_URL = "public_url",
        "the address that people type: https://parcours.ville.example", "this machine's own names";
    PROXIES = "proxies",
        "the proxies before it, by address or network: 10.0.0.5, fd00::/8", "none: nobody is believed";
    CERTIFICATE = "tls_certificate",
        "its certificate and those that vouch for it, a PEM file: it then speaks TLS itself", "none: a proxy does";
    KEY = "tls_key",
        "the certificate's private key, a PEM file for its owner's eyes alone", "none";
    METRICS = "metrics_address",
        "where metrics are told, for Prometheus: a private address, 127.0.0.1:9464", "nowhere";
    SMTP = "smtp_url",
        "the mail server: smtps://itineraire:…@smtp.ville.example, or smtp:// for STARTTLS; or smtp_url_file, a file that holds it", "none: no letters are sent";
    FROM = "mail_from",
        "from whom letters come: Itinéraire <itineraire@ville.example>", "nobody";
    LOGS = "logs",
        "how logs are written: text or json; RUST_LOG says which", "text";
    READERS = "database_readers",
        "connections that read, at once", "8";
    WRITERS = "database_writers",
        "connections of PostgreSQL for small writes, at once", "4";
    EACH = "connections_each",
        "connections of one address at once, proxies apart", "512";
    BODY = "body_kib",
        "the longest body of a request, in KiB", "64";
    USAGER_IDLE = "usager_idle_minutes",
        "how long a usager's session stands at rest", "5";
    USAGER_HOURS = "usager_hours",
        "how long it stands at most", "2";
    OTHERS_IDLE = "professional_idle_minutes",
        "how long a professional's and a partner's session stands at rest", "30";
    OTHERS_HOURS = "professional_hours",
        "how long it stands at most", "12";
    PIN_TRIES = "pin_tries",
        "wrong PINs before a card waits", "5";
    PIN_BLOCKED_AT = "pin_blocked_at",
        "wrong PINs before a card is blocked", "10";
    OF_ADDRESS = "sign_in_of_address",
        "tries at signing in from an address: so many at once, then as many a minute", "3";
    OF_ACCOUNT = "sign_in_of_account",
        "the same of an account", "6";
    CODES = "codes_a_day",
        "codes beside a password that an account may give in a day, right or wrong", "20";
    EASE = "sign_in_ease",
        "how many times more tries, from 1 to 100: for demonstrations", "1";
}

/// What the server is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data is.
    pub database: String,
    /// How many connections to it.
    pub pools: PoolSizes,
    /// The figures of the confidentiality policy.
    pub policy: Policy,
    /// What stands before the router.
    pub gate: Gate,
    /// Where metrics are told.
    pub metrics: Option<SocketAddr>,
    /// The way to the mail server, if there is one.
    pub mailer: Option<Mailer>,
    /// How logs are written.
    pub logs: Logs,
    /// Leptos' own settings: address, files.
    pub leptos: LeptosOptions,
}

impl Config {
    /// Reads the environment, and a file if one is named.
    pub fn load(file: Option<&Path>) -> Result<Self, Problem> {
        let leptos = get_configuration(None).map(|all| all.leptos_options);
        let leptos = leptos.map_err(|error| error.to_string());
        let named = file.map(|path| {
            let name = path.display().to_string();
            match std::fs::read_to_string(path) {
                Ok(text) => Ok((name, text)),
                Err(error) => Err(Problem::File { name, error }),
            }
        });
        let named = named.transpose()?;
        let file = named.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        Self::read(&|name| std::env::var(name).ok(), file, leptos)
    }

    /// Reads settings, by their names.
    fn read(
        environment: &dyn Fn(&str) -> Option<String>,
        file: Option<(&str, &str)>,
        leptos: Result<LeptosOptions, String>,
    ) -> Result<Self, Problem> {
        let mut given = Given::new(environment, file);
        let database = given.secret(
            DATABASE,
            "sqlite:// and a path, or postgres:// and where it is",
            |url| {
                let known = ["sqlite:", "postgres:", "postgresql:"];
                known
                    .iter()
                    .any(|kind| url.starts_with(kind))
                    .then(|| url.to_owned())
            },
        );
        let front = front(&mut given);
        let tls = tls(&mut given);
        let mailer = mailer(&mut given, front.public.is_some());
        let leptos = leptos.map_err(|error| given.wrong(error)).ok();
        let address = given.read(ADDRESS, "an address and a port: 127.0.0.1:3000", parsed);
        let metrics = given.read(METRICS, "an address and a port: 127.0.0.1:9464", parsed);
        let logs = given.read(LOGS, "text or json", |word| match word {
            "text" => Some(Logs::Text),
            "json" => Some(Logs::Json),
            _ => None,
        });
        let mut pools = PoolSizes::default();
        set(&mut pools.readers, given.number(READERS, 1..=100));
        set(&mut pools.writers, given.number(WRITERS, 1..=100));
        let mut limits = Limits::default();
        set(&mut limits.each, given.number(EACH, 1..=1_000_000));
        set(
            &mut limits.body,
            given.number(BODY, 1..=1024_usize).map(|kib| kib * 1024),
        );
        let policy = policy(&mut given);
        let config = leptos.map(|mut leptos| {
            set(&mut leptos.site_addr, address);
            Self {
                database: database.unwrap_or_else(|| DATABASE.otherwise.into()),
                pools,
                policy,
                gate: Gate { limits, front, tls },
                metrics,
                mailer,
                logs: logs.unwrap_or_default(),
                leptos,
            }
        });
        given.done(config).map_err(Problem::Settings)
    }
}

fn set<T>(to: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *to = value;
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn front(given: &mut Given<'_>) -> Front {
    let public = given.read(
        PUBLIC_URL,
        "http:// or https:// and a name, without a path: https://parcours.ville.example",
        public_url,
    );
    let proxies = given.read(
        PROXIES,
        "addresses or networks, with commas between: 10.0.0.5, fd00::/8",
        proxies,
    );
    Front {
        public,
        proxies: proxies.unwrap_or_default(),
    }
}

fn tls(given: &mut Given<'_>) -> Option<Tls> {
    let path = |text: &str| Some(PathBuf::from(text));
    let certificate = given.read(CERTIFICATE, "a path", path);
    let key = given.read(KEY, "a path", path);
    let files = match (certificate, key) {
        (Some(certificate), Some(key)) => (certificate, key),
        (None, None) => return None,
        _ => {
            given.wrong("tls_certificate and tls_key go together: one of them is missing");
            return None;
        }
    };
    let found = settings::private(&files.1).and_then(|key| tls::load(&files.0, &key));
    found.map_err(|why| given.wrong(format!("TLS: {why}"))).ok()
}

/// What letters say leads to the public address.
fn mailer(given: &mut Given<'_>, is_public: bool) -> Option<Mailer> {
    let server = given.secret(SMTP, mailer::SERVER, mailer::server);
    let from = given.read(
        FROM,
        "an address, with a name before it: Itinéraire <itineraire@ville.example>",
        parsed,
    );
    let (server, from) = match (server, from) {
        (Some(server), Some(from)) if is_public => (server, from),
        (None, None) => return None,
        _ => {
            given.wrong("smtp_url, mail_from and public_url go together: letters are from someone, and lead somewhere");
            return None;
        }
    };
    let found = Mailer::new(&server, from);
    found.map_err(|why| given.wrong(format!("smtp_url: {why}"))).ok()
}

fn policy(given: &mut Given<'_>) -> Policy {
    let mut policy = Policy::default();
    let mut minutes = |to: &mut i64, setting| set(to, given.number(setting, 1..=1440).map(|it: i64| it * 60));
    minutes(&mut policy.usager.idle, USAGER_IDLE);
    minutes(&mut policy.others.idle, OTHERS_IDLE);
    let mut hours = |to: &mut i64, setting| set(to, given.number(setting, 1..=24).map(|it: i64| it * 3600));
    hours(&mut policy.usager.absolute, USAGER_HOURS);
    hours(&mut policy.others.absolute, OTHERS_HOURS);
    set(&mut policy.pin.free, given.number(PIN_TRIES, 1..=10));
    set(&mut policy.pin.blocked_at, given.number(PIN_BLOCKED_AT, 1..=20));
    if policy.pin.blocked_at < policy.pin.free {
        given.wrong("pin_blocked_at must not be less than pin_tries");
    }
    set(&mut policy.tries_of_address, given.number(OF_ADDRESS, 1..=1000));
    set(&mut policy.tries_of_account, given.number(OF_ACCOUNT, 1..=1000));
    set(&mut policy.codes_a_day, given.number(CODES, 1..=1000));
    policy.eased(given.number(EASE, 1..=100).unwrap_or(1))
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
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn read(environment: &[(&str, &str)], file: &str) -> Result<Config, String> {
        let of = |name: &str| {
            let set = environment.iter().find(|(known, _)| *known == name);
            set.map(|(_, value)| (*value).to_owned())
        };
        let leptos = LeptosOptions::builder().output_name("itineraire").build();
        Config::read(&of, Some(("itineraire.toml", file)), Ok(leptos)).map_err(|problem| problem.to_string())
    }

    fn said(environment: &[(&str, &str)], file: &str) -> String {
        read(environment, file).err().unwrap_or_default()
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_no_secret_with_it() {
        let environment = [
            ("DATABASE_URL", "mysql://root:hunter2@db"),
            ("ITINERAIRE_PUBLIC_URL", "parcours.ville.example"),
        ];
        let file = "proxies = [\"10.0.0.5\", \"the proxy\"]\nconnections_each = 0\nsign_in_ease = \"beaucoup\"\nfenetre = 3";
        let said = said(&environment, file);
        assert_eq!(said.lines().count(), 7, "{said}");
        for name in [
            "DATABASE_URL",
            "ITINERAIRE_PUBLIC_URL",
            "proxies",
            "connections_each",
            "sign_in_ease",
            "no setting fenetre",
        ] {
            assert!(said.contains(name), "{name}: {said}");
        }
        assert!(!said.contains("hunter2"), "{said}");
    }

    #[test]
    fn the_environment_counts_before_the_file_and_the_file_before_what_is_usual() {
        let file = "public_url = \"https://parcours.ville.example\"\nproxies = [\"10.0.0.5\", \"fd00::/8\"]\n\
                    connections_each = 7\nusager_idle_minutes = 3\npin_tries = 2\nlogs = \"json\"\nbody_kib = 128\n\
                    database_readers = 3\nsign_in_ease = 10\naddress = \"0.0.0.0:80\"\nmetrics_address = \"127.0.0.1:9464\"";
        let config = read(&[("ITINERAIRE_CONNECTIONS_EACH", "9")], file).unwrap();
        assert_eq!(
            (config.gate.limits.each, config.gate.limits.body),
            (9, 128 * 1024)
        );
        assert_eq!((config.policy.usager.idle, config.policy.pin.free), (180, 2));
        assert_eq!(config.policy.tries_of_address, 30);
        assert_eq!((config.pools.readers, config.pools.writers), (3, 4));
        assert_eq!((config.logs, config.leptos.site_addr.port()), (Logs::Json, 80));
        assert!(
            config.gate.front.proxies.len() == 2
                && config.gate.front.public.is_some()
                && config.metrics.is_some()
        );
        let config = read(&[], "").unwrap();
        assert_eq!(config.database, "sqlite://data/itineraire.db");
        assert_eq!(config.policy, Policy::default());
        assert!(
            config.gate.front.public.is_none()
                && config.gate.front.proxies.is_empty()
                && config.metrics.is_none()
        );
        for wrong in [
            "ftp://ville.example",
            "https://ville.example/ici",
            "https://",
            "ville",
        ] {
            assert!(read(&[("ITINERAIRE_PUBLIC_URL", wrong)], "").is_err(), "{wrong}");
        }
        assert!(said(&[], "address = ").contains("itineraire.toml is no TOML"));
        assert!(said(&[], "pin_tries = 8\npin_blocked_at = 7").contains("pin_blocked_at"));
    }

    #[test]
    fn a_mail_server_is_named_with_who_writes_and_where_letters_lead() {
        let public = "public_url = \"https://parcours.ville.example\"\n";
        let from = "mail_from = \"Itinéraire <itineraire@ville.example>\"\n";
        let with = |server: &str| format!("{public}{from}smtp_url = \"{server}\"");
        assert!(read(&[], public).unwrap().mailer.is_none());
        for (server, way) in [
            (
                "smtps://itineraire:hunter2@smtp.ville.example",
                "smtp.ville.example:465",
            ),
            ("smtp://smtp.ville.example:2525", "smtp.ville.example:2525"),
            ("smtp://smtp.ville.example", "smtp.ville.example:587"),
            ("smtp://127.0.0.1:25", "127.0.0.1:25"),
            ("smtp://[::1]:25", "::1:25"),
        ] {
            let config = read(&[], &with(server)).unwrap();
            let told = format!("{config:?}");
            assert!(
                told.contains(&format!("Mailer({way})")) && !told.contains("hunter2"),
                "{told}"
            );
        }
        let apart = [
            format!("{public}{from}"),
            format!("{public}smtp_url = \"smtp://localhost\""),
            format!("{from}smtp_url = \"smtp://localhost\""),
        ];
        for file in apart {
            assert!(said(&[], &file).contains("go together"), "{file}");
        }
        for server in [
            "smtp.ville.example",
            "https://smtp.ville.example",
            "smtp://",
            "smtp://smtp.ville.example/ici",
            "smtp://itineraire@smtp.ville.example",
            "smtp://:hunter2@smtp.ville.example",
        ] {
            let said = said(&[], &with(server));
            assert!(
                said.contains("smtp_url must be") && !said.contains("hunter2"),
                "{server}: {said}"
            );
        }
        let wrong = format!("{public}smtp_url = \"smtp://localhost\"\nmail_from = \"Itinéraire\"");
        assert!(said(&[], &wrong).contains("mail_from must be"));
    }

    #[test]
    fn what_is_said_to_be_usual_is() {
        for setting in SETTINGS {
            let usual = setting.otherwise;
            if usual.parse::<u64>().is_ok() {
                let same = read(&[(&*setting.variable(), usual)], "").unwrap();
                let config = read(&[], "").unwrap();
                assert_eq!(format!("{same:?}"), format!("{config:?}"), "{}", setting.key);
            }
        }
    }

    #[test]
    fn a_secret_stands_in_a_file_that_its_owner_alone_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("database");
        std::fs::write(&path, "postgres://itineraire:hunter2@db/itineraire\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let file = format!("database_url_file = {:?}", path.display().to_string());
        mode(0o640);
        let open = said(&[], &file);
        assert!(
            open.contains("others may read") && !open.contains("hunter2"),
            "{open}"
        );
        mode(0o600);
        assert_eq!(
            read(&[], &file).unwrap().database,
            "postgres://itineraire:hunter2@db/itineraire"
        );
        let both = said(&[("DATABASE_URL", "sqlite://a.db")], &file);
        assert!(both.contains("both set"), "{both}");
        assert!(said(&[("DATABASE_URL_FILE", "/nowhere")], "").contains("cannot be read"));
    }
}
