//! Durable state, through sea-orm, on SQLite or PostgreSQL.
//!
//! A page never sees an entity: what goes out are the domain's own types. Start at [`Store`]: it opens the database, hands
//! commands to the one [`writer`], which judges and commits them, several at a time, and tells those who watch what came of
//! them. Everything else is read and written by the [`repositories`], which stand on what it gives: [`Store::reads`], or a
//! [`Transaction`] that [`Store::begin`] began.
//!
//! Acknowledged means committed, and committed means on disk (`OR2`).
//!
//! # A new repository
//!
//! 1. Its table: the recipe in `CONTRIBUTING.md`.
//! 2. `repositories/things.rs`: `pub struct Things<'c, C>(&'c C)`, and `on`, as its neighbours have it.
//! 3. What reads goes into `impl<C: ConnectionTrait> Things<'_, C>`, what writes into `impl Things<'_, Transaction>`: there is
//!    no way to write two things that belong together in two commits by mistake. It begins and commits nothing itself. Each
//!    query names the cell that it asks for, and what is given back are the domain's types or a struct of their kind.
//! 4. What ends something on which a socket may hang calls `rings`: those who hold one look again after the commit.
//! 5. A use case of `service` begins the transaction, asks the repositories, commits. What it reads to decide what it
//!    writes, it reads in that transaction.
//! 6. `store/tests/suite` tests it, on both databases.

mod at_hand;
mod boards;
mod closing;
mod columns;
mod connections;
mod error;
mod file;
mod holding;
mod log;
mod open;
mod partner_views;
mod projections;
pub mod repositories;
mod tables;
mod transaction;
mod trouble;
mod watch;
mod who;
mod writer;

pub use at_hand::AtHand;
pub use closing::Closing;
pub use connections::PoolSizes;
pub use error::StoreError;
pub use file::{Lost, Taken};
pub use holding::Holding;
pub use open::Store;
pub use transaction::Transaction;
pub use watch::{Look, PartnerWatch};
pub use who::{SessionRow, TokenHash};
pub use writer::submission::{BoardChange, Change, Submission, Submitted};
