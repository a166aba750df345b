//! What can go wrong below the rules. No case content in any of it: it may be logged.

use sea_orm::DbErr;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no, or is gone. Nothing was acknowledged.
    #[error("database: {}", kind_of(.0))]
    Database(#[from] DbErr),
    /// A row holds what this version cannot read.
    #[error("unreadable {0}")]
    Unreadable(&'static str),
    /// SQLite would not wait for the disk (`OR2`).
    #[error("SQLite runs with synchronous={0}, not FULL (2): a command could be acknowledged and lost")]
    NotDurable(i32),
    /// The command's batch was not committed: nothing of it was kept.
    #[error("not kept")]
    NotKept,
    /// The writer has stopped.
    #[error("the writer has stopped")]
    Stopped,
}

/// The kind of a database error without its values, which could hold someone's words.
fn kind_of(error: &DbErr) -> &'static str {
    match error {
        DbErr::ConnectionAcquire(_) => "no connection in time",
        DbErr::Conn(_) => "connection",
        DbErr::Exec(_) => "statement",
        DbErr::Query(_) => "query",
        DbErr::RecordNotFound(_) => "no such row",
        DbErr::Migration(_) => "migration",
        _ => "other",
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable("JSON")
    }
}
