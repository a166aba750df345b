//! The connections to the database: one that writes commands, some for the small writes, many that read.
//!
//! A connection comes back to its pool *at rest*, or is closed: what the library counts and what the database itself says
//! must both be that no transaction is open. After a COMMIT that failed they differ (`docs/decisions/0016`), and what such
//! a connection says to have committed may never be (`OR2a`).

use crate::error::StoreError;
use crate::file::DatabaseFile;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{
    Connection, Database as SqlxDatabase, Error as SqlxError, Executor, Postgres, Row, Sqlite,
};
use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    EntityTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;
use tokio::sync::watch;

/// How many connections there are at once, beside the writer's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSizes {
    /// That read.
    pub readers: u32,
    /// For the small writes on PostgreSQL. SQLite has one writer in all.
    pub writers: u32,
}

impl Default for PoolSizes {
    fn default() -> Self {
        Self {
            readers: 8,
            writers: 4,
        }
    }
}

/// How long SQLite waits for its turn, and PostgreSQL for a server that starts again.
const SQLITE_PATIENCE: Duration = Duration::from_secs(20);
const POSTGRES_PATIENCE: Duration = Duration::from_secs(3);

/// The advisory lock of the one service of a PostgreSQL database: `itinerai` in ASCII.
const ONE_SERVICE: i64 = 0x6974_696e_6572_6169;

/// What is broken on purpose, to see that it is found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    /// A connection goes on being used whatever became of its transaction.
    pub keeps_spoiled: bool,
    /// The writer believes what the library says of a commit, and does not ask the database.
    pub believes: bool,
    /// Another service may have the database open.
    pub not_alone: bool,
}

/// What the pools tell the store about their connections. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signs {
    unrest: Arc<AtomicU64>,
    held_elsewhere: Arc<AtomicBool>,
    /// Counts the statements of the writer's connection.
    statements: Arc<AtomicU64>,
    /// Counts those of the readers' connections.
    reads: Arc<AtomicU64>,
    /// Counts how often the writer's connection came back to its pool and was asked.
    writer_rests: Arc<watch::Sender<u64>>,
    /// Known once the database is open.
    file: Arc<OnceLock<Weak<DatabaseFile>>>,
}

impl Signs {
    /// How many connections were closed because they came back in a transaction.
    pub fn unrest(&self) -> u64 {
        self.unrest.load(Ordering::SeqCst)
    }

    /// How many statements the writer's connection has carried out: a transaction's begin and end are none.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How many statements the readers' connections have carried out.
    pub fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// Changes when the writer's connection, which whoever asks for this has now, was asked next.
    pub fn writer_rests(&self) -> watch::Receiver<u64> {
        self.writer_rests.subscribe()
    }

    /// Whether another service holds the lock of this PostgreSQL database.
    pub fn held_elsewhere(&self) -> bool {
        self.held_elsewhere.load(Ordering::SeqCst)
    }

    /// From now on a connection is opened only to this file.
    pub fn holds_to(&self, file: &Arc<DatabaseFile>) {
        // There is one file for a store's life.
        let _ = self.file.set(Arc::downgrade(file));
    }

    fn is_moved(&self) -> bool {
        self.file
            .get()
            .and_then(Weak::upgrade)
            .is_some_and(|file| !file.is_there())
    }
}

/// The pools of a store.
#[derive(Clone, Debug)]
pub(crate) struct Pools {
    /// For commands alone: one connection, which on PostgreSQL holds the lock of the one service.
    pub writer: DatabaseConnection,
    /// For the small writes that are not commands: sessions, tries, clients. On SQLite it is the writer's own, so that
    /// two writers never meet.
    pub writes: DatabaseConnection,
    pub readers: DatabaseConnection,
    pub sizes: PoolSizes,
    pub signs: Signs,
}

impl Pools {
    pub async fn open(url: &str, sizes: PoolSizes, faults: Faults) -> Result<Self, StoreError> {
        let signs = Signs::default();
        if is_sqlite(url) {
            let mut writer = sqlite(url, (1, SQLITE_PATIENCE), (&signs, true), faults).await?;
            count_statements(&mut writer, &signs.statements);
            let mut readers = sqlite(url, (sizes.readers, SQLITE_PATIENCE), (&signs, false), faults).await?;
            count_statements(&mut readers, &signs.reads);
            return Ok(Self {
                writes: writer.clone(),
                readers,
                writer,
                sizes,
                signs,
            });
        }
        let writer = postgres(url, 1, (&signs, true), faults).await;
        if writer.is_err() && signs.held_elsewhere() {
            return Err(StoreError::HeldElsewhere);
        }
        let mut writer = writer?;
        count_statements(&mut writer, &signs.statements);
        let mut readers = postgres(url, sizes.readers, (&signs, false), faults).await?;
        count_statements(&mut readers, &signs.reads);
        Ok(Self {
            writer,
            writes: postgres(url, sizes.writers, (&signs, false), faults).await?,
            readers,
            sizes,
            signs,
        })
    }

    pub async fn close(&self) {
        for pool in [&self.writer, &self.writes, &self.readers] {
            // A pool that is closed already stays so.
            let _ = pool.close_by_ref().await;
        }
    }
}

fn count_statements(of: &mut DatabaseConnection, counted: &Arc<AtomicU64>) {
    let counted = counted.clone();
    of.set_metric_callback(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
}

pub(crate) fn is_sqlite(url: &str) -> bool {
    url.starts_with("sqlite:")
}

/// The keeper waits for nobody for long: of a file that was cut short, what can be read is read now, or never.
const KEEPER_PATIENCE: Duration = Duration::from_secs(1);

/// A connection of its own to a SQLite database.
pub(crate) async fn sqlite_keeper(url: &str) -> Result<DatabaseConnection, StoreError> {
    let patience = KEEPER_PATIENCE;
    sqlite(url, (1, patience), (&Signs::default(), false), Faults::default()).await
}

/// `writes_commands` is said of the pool whose returns the writer waits for.
async fn sqlite(
    url: &str,
    (connections, patience): (u32, Duration),
    (signs, writes_commands): (&Signs, bool),
    faults: Faults,
) -> Result<DatabaseConnection, StoreError> {
    let mut options = options(url, connections, patience);
    let signs = signs.clone();
    options
        // A connection that is opened later may find another file under the name.
        .idle_timeout(None)
        .max_lifetime(None)
        // It is asked when it comes back.
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            // busy_timeout first: the change of journal mode itself may have to wait.
            sqlite
                .create_if_missing(false)
                .busy_timeout(patience)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                // The file is written by whoever looks at it: `file.rs`.
                .pragma("wal_autocheckpoint", "0")
                .foreign_keys(true)
        })
        .map_sqlx_sqlite_pool_opts(move |pool| {
            let of_file = signs.clone();
            let pool = pool.after_connect(move |_, _| {
                let moved = of_file.is_moved();
                Box::pin(async move {
                    if moved {
                        return Err(SqlxError::Protocol("the file was taken away".into()));
                    }
                    Ok(())
                })
            });
            // In a transaction SQLite refuses to change how safely it writes; outside of one this changes nothing.
            at_rest::<Sqlite>(
                pool,
                "PRAGMA synchronous = FULL",
                (&signs, writes_commands),
                faults,
            )
        });
    Ok(Database::connect(options).await?)
}

async fn postgres(
    url: &str,
    connections: u32,
    (signs, writes_commands): (&Signs, bool),
    faults: Faults,
) -> Result<DatabaseConnection, StoreError> {
    let mut options = options(url, connections, POSTGRES_PATIENCE);
    let signs = signs.clone();
    options.map_sqlx_postgres_pool_opts(move |pool: PoolOptions<Postgres>| {
        let held_elsewhere = signs.held_elsewhere.clone();
        let holds_the_lock = writes_commands && !faults.not_alone;
        let pool = pool.after_connect(move |connection, _| {
            let held_elsewhere = held_elsewhere.clone();
            Box::pin(async move {
                if !holds_the_lock {
                    return Ok(());
                }
                let ask = format!("SELECT pg_try_advisory_lock({ONE_SERVICE})");
                let row = connection.fetch_one(sea_orm::sqlx::AssertSqlSafe(ask)).await?;
                let ours: bool = row.try_get(0)?;
                held_elsewhere.store(!ours, Ordering::SeqCst);
                if ours {
                    Ok(())
                } else {
                    Err(SqlxError::Protocol("another server holds this database".into()))
                }
            })
        });
        // A transaction that wrote has a number; this statement, which is its own, has none.
        let asks = "SELECT 1 / (pg_current_xact_id_if_assigned() IS NULL)::int";
        at_rest::<Postgres>(pool, asks, (&signs, writes_commands), faults)
    });
    Ok(Database::connect(options).await?)
}

/// A pool whose connections come back at rest or are closed. `asks` is a statement that fails in a transaction.
fn at_rest<DB>(
    pool: PoolOptions<DB>,
    asks: &'static str,
    (signs, writes_commands): (&Signs, bool),
    faults: Faults,
) -> PoolOptions<DB>
where
    DB: SqlxDatabase,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let signs = signs.clone();
    pool.after_release(move |connection, _| {
        let signs = signs.clone();
        Box::pin(async move {
            // First the question: a rollback that the library has queued is done before it.
            let answered = connection.execute(asks).await.is_ok();
            let rests = answered && !connection.is_in_transaction();
            if !rests {
                signs.unrest.fetch_add(1, Ordering::SeqCst);
            }
            if writes_commands {
                signs.writer_rests.send_modify(|times| *times += 1);
            }
            Ok(rests || faults.keeps_spoiled)
        })
    })
}

/// A transaction that writes: on SQLite it takes the lock at once, since one that upgrades later fails without waiting.
pub(crate) async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(connection.begin_with_options(options).await?)
}

/// Adds a row. Not by `ActiveModel::insert`, which asks SQLite to give the row back: it comes before the commit, whose error
/// nobody hears then (`docs/decisions/0016`).
pub(crate) async fn add<A: ActiveModelTrait>(
    connection: &impl ConnectionTrait,
    row: A,
) -> Result<(), StoreError> {
    A::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

fn options(url: &str, connections: u32, patience: Duration) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(patience)
        .sqlx_logging(false);
    options
}
