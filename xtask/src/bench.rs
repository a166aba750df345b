//! `cargo xtask bench`: speeds, as ratios measured in the same run. Where PostgreSQL's programs are, on it too.

use crate::run::{Failure, cargo};
use itineraire_testing::{Disk, Postgres};

/// Runs the benches, or with `live` what the real server carries; what follows is read there.
pub fn bench(arguments: &[String]) -> Result<(), Failure> {
    let rest: Vec<&str> = arguments.iter().map(String::as_str).collect();
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
