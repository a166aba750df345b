//! What several test suites share. Nothing of it is in the product.

mod postgres;

pub use postgres::{Disk, Postgres};
