//! What several test suites share. Nothing of it is in the product.

mod postgres;
mod proof;
mod tree;

pub use postgres::{Disk, Postgres};
pub use proof::{proven, right_pin};
pub use tree::{files, root, sources};
