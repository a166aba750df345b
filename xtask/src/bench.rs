//! `cargo xtask bench`: speeds, as ratios measured in the same run. Where PostgreSQL's programs are, on it too.

use crate::options::Options;
use crate::run::{Failure, cargo};
use itineraire_testing::{Disk, Postgres};

/// Runs the benches.
pub fn bench(arguments: &[String]) -> Result<(), Failure> {
    Options::new(arguments, &[], &[])?;
    let run = cargo(&["bench", "--package", "itineraire-benches"]);
    if std::env::var_os("TEST_DATABASE_URL").is_some() {
        return run.go();
    }
    match Postgres::start(Disk::Waited).map_err(|error| Failure(error.to_string()))? {
        Some(postgres) => run.env("TEST_DATABASE_URL", postgres.url()).go(),
        None => run.go(),
    }
}
