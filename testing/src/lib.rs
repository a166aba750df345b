//! What several test suites share. Nothing of it is in the product.

mod postgres;
mod proof;
mod tree;

pub use postgres::{Disk, Postgres};
pub use proof::{proven, right_pin};
pub use tree::{files, root, sources};

/// Writes in a transaction of its own, `written!(store, |tx| Cards::on(&tx).give(…))`, and gives what came of it.
#[macro_export]
macro_rules! written {
    ($store:expr, |$transaction:ident| $what:expr) => {{
        let $transaction = $store.begin().await.unwrap();
        let came = $what.await.unwrap();
        $transaction.commit().await.unwrap();
        came
    }};
}
