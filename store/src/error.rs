//! What can go wrong below the rules. No case content in any of it: it may be logged.

use itineraire_domain::Trouble;
use sea_orm::sqlx::Error as SqlxError;
use sea_orm::{DbErr, RuntimeErr};

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
    /// The command's batch was not committed: nothing of it is acknowledged. With what stands in the way, if it stands in
    /// everyone's.
    #[error("not kept{}", .0.map(|trouble| format!(": {trouble}")).unwrap_or_default())]
    NotKept(Option<Trouble>),
    /// There is no database of that name, and none was asked for.
    #[error("there is no database {0}. Is its name right? `itineraire serve --new` makes a new one")]
    NoDatabase(String),
    /// The database holds what this version does not know.
    #[error(
        "this database was made by another version of the app, and is left as it is. Start that version, or a later one"
    )]
    OtherVersion,
    /// A new database was asked for, where there is one.
    #[error("{0} is there already and is left as it is: start without --new, or give another name")]
    AlreadyThere(String),
    /// The folder of a database is not there, or not writable.
    #[error("the folder of {0} is not there, or cannot be written to")]
    NoFolder(String),
    /// Another service has it open.
    #[error(
        "another server is using this database, and there can be one at a time: what is written through one would never \
         reach the pages of the other. End that one first"
    )]
    HeldElsewhere,
    /// The writer has stopped.
    #[error("the writer has stopped")]
    Stopped,
}

impl StoreError {
    /// What stands in everyone's way to write, if that is why. Anything else is about what was asked.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::NotKept(trouble) => *trouble,
            Self::Database(error) => trouble_of(error),
            Self::Stopped => Some(Trouble::Unreachable),
            _ => None,
        }
    }
}

fn trouble_of(error: &DbErr) -> Option<Trouble> {
    let error = match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => error,
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return Some(Trouble::Unreachable),
        _ => return None,
    };
    let SqlxError::Database(said) = &**error else {
        // A statement that the library could not read an answer of is our own mistake; anything else is the link.
        let ours = matches!(
            **error,
            SqlxError::RowNotFound
                | SqlxError::ColumnNotFound(_)
                | SqlxError::ColumnDecode { .. }
                | SqlxError::ColumnIndexOutOfBounds { .. }
                | SqlxError::TypeNotFound { .. }
                | SqlxError::Decode(_)
                | SqlxError::Encode(_)
        );
        return (!ours).then_some(Trouble::Unreachable);
    };
    let code = said.code().unwrap_or_default();
    // PostgreSQL's codes have five characters, SQLite's at most four.
    if let Some(code) = code.parse::<u32>().ok().filter(|_| code.len() < 5) {
        // The low byte is the kind.
        return match (code, code & 0xff) {
            // FULL; IOERR_WRITE, IOERR_SHMSIZE: a limit on files, or no room for its index.
            (13 | 778 | 4874, _) => Some(Trouble::Full),
            (_, 8) => Some(Trouble::ReadOnly),
            // BUSY, LOCKED, NOMEM, INTERRUPT, IOERR, CORRUPT, CANTOPEN, PROTOCOL, NOTADB.
            (_, 5 | 6 | 7 | 9 | 10 | 11 | 14 | 15 | 26) => Some(Trouble::Unreachable),
            _ => None,
        };
    }
    // PostgreSQL's classes.
    match &*code {
        "53100" => Some(Trouble::Full),
        "25006" => Some(Trouble::ReadOnly),
        code if ["08", "53", "57", "58", "XX"]
            .iter()
            .any(|class| code.starts_with(class)) =>
        {
            Some(Trouble::Unreachable)
        }
        _ => None,
    }
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
