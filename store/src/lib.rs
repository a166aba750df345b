//! Durable state, through sea-orm, on SQLite or PostgreSQL.
//!
//! A page never sees an entity: what goes out are the domain's own types. Start at [`Store`]: it opens the database,
//! holds the readers, and hands commands to the one [`writer`], which judges and commits them, several at a time. One
//! file per aggregate holds its queries; each names the cell it asks for.
//!
//! Acknowledged means committed, and committed means on disk (`OR2`).

pub mod accounts;
mod boards;
mod clients;
mod columns;
mod connections;
pub mod devices;
mod error;
mod file;
mod hands;
mod home;
pub mod identities;
mod log;
pub mod memberships;
mod open;
pub mod parcours;
mod partner_views;
pub mod partners;
mod projections;
pub mod sessions;
mod tables;
mod trouble;
mod watch;
mod who;
mod writer;

pub use error::StoreError;
pub use file::{Lost, Taken};
pub use hands::Holding;
pub use open::Store;
pub use watch::{Look, PartnerWatch};
pub use who::{SessionRow, TokenHash, limits};
pub use writer::submission::{BoardChange, Change, Submission, Submitted};
