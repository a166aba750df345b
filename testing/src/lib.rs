//! What several test suites share. Nothing of it is in the product.

mod postgres;
mod tree;

pub use postgres::{Disk, Postgres};
pub use tree::{root, sources};
