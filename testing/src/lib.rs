//! What several test suites share. Nothing of it is in the product.

#[cfg(feature = "founding")]
mod founding;
#[cfg(feature = "load")]
pub mod link;
mod postgres;
mod proof;
#[cfg(feature = "load")]
mod server;
#[cfg(feature = "load")]
mod town;
mod tree;

#[cfg(feature = "founding")]
pub use founding::{Founding, THEMES, cell_of};
pub use postgres::{Disk, Postgres, beside};
pub use proof::{proven, right_pin};
#[cfg(feature = "load")]
pub use server::{Server, Trigger};
#[cfg(feature = "load")]
pub use town::{Town, random_id};
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
