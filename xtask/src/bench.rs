//! `cargo xtask bench`: speeds, as ratios measured in the same run. Where PostgreSQL's programs are, on it too.

use crate::run::{Failure, cargo};
use clap::{Arg, ArgMatches, Command};
use itineraire_testing::{Disk, Postgres};

pub fn command() -> Command {
    let about = "Speeds, as ratios measured in the same run; with `live`, what the server carries";
    let rest = Arg::new("rest")
        .num_args(0..)
        .trailing_var_arg(true)
        .allow_hyphen_values(true);
    Command::new("bench")
        .about(about)
        .arg(rest.help("For the bench itself: live --help names them"))
}

/// Runs the benches, or with `live` what the real server carries; what follows is read there.
pub fn bench(options: &ArgMatches) -> Result<(), Failure> {
    let rest: Vec<&str> = options
        .get_many::<String>("rest")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let live = usize::from(rest.first() == Some(&"live"));
    let bench = ["speeds", "live"][live];
    let which = ["bench", "--package", "itineraire-benches", "--bench", bench, "--"];
    let run = cargo(&[&which, &rest[live..]].concat());
    if std::env::var_os("TEST_DATABASE_URL").is_some() {
        return run.go();
    }
    match Postgres::start(Disk::Waited).map_err(|error| Failure(error.to_string()))? {
        Some(postgres) => run.env("TEST_DATABASE_URL", postgres.url()).go(),
        None => run.go(),
    }
}
