//! Opening the database: readers, the writer, migrations, and the checks without which nothing starts.

use crate::entities::store_meta;
use crate::error::StoreError;
use crate::watch::{PartnerWatch, Watches};
use crate::writer::{self, BoardChange, Submission, Submitted};
use itineraire_domain::ids::{Epoch, OrganisationId, ParcoursId};
use itineraire_migrations::Migrator;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait,
    Set, Statement, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use uuid::Uuid;

/// Readers at once.
const READERS: u32 = 8;

/// The database of a commune: many readers, one writer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) readers: DatabaseConnection,
    /// For the small writes that are not commands: sessions, tries, clients. On SQLite it is the writer's own
    /// connection pool of one, so that two writers never meet.
    pub(crate) writes: DatabaseConnection,
    epoch: Epoch,
    queue: mpsc::Sender<(Submission, oneshot::Sender<Result<Submitted, StoreError>>)>,
    changes: broadcast::Sender<Arc<BoardChange>>,
    closings: broadcast::Sender<()>,
    watches: Watches,
    commits: Arc<AtomicU64>,
}

impl Store {
    /// Opens a database by its URL (`sqlite://…` or `postgres://…`), brings it up to date, and starts the writer.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let sqlite = url.starts_with("sqlite:");
        let writes = connect(url, if sqlite { 1 } else { 4 }).await?;
        Migrator::up(&writes, None).await?;
        let readers = connect(url, READERS).await?;
        for level in synchronous_of(&writes, &readers).await? {
            if level < 2 {
                return Err(StoreError::NotDurable(level));
            }
        }
        let epoch = epoch(&writes).await?;
        let (queue, waiting) = mpsc::channel(1024);
        let (changes, _) = broadcast::channel(1024);
        let (closings, _) = broadcast::channel(16);
        let commits = Arc::new(AtomicU64::new(0));
        let watches = Watches::default();
        tokio::spawn(writer::run(
            writes.clone(),
            waiting,
            changes.clone(),
            watches.clone(),
            commits.clone(),
        ));
        Ok(Self {
            readers,
            writes,
            epoch,
            queue,
            changes,
            closings,
            watches,
            commits,
        })
    }

    /// Changes when the store is restored from a backup (`GR3`).
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// What was committed, board by board in order, as it happens.
    pub fn changes(&self) -> broadcast::Receiver<Arc<BoardChange>> {
        self.changes.subscribe()
    }

    /// Rings whenever a session or an account was closed: whoever holds a socket looks again.
    pub fn closings(&self) -> broadcast::Receiver<()> {
        self.closings.subscribe()
    }

    pub(crate) fn ring_closing(&self) {
        // Nobody listening is fine.
        let _ = self.closings.send(());
    }

    /// Follows a partner organisation's view of a parcours: rings when it changes, and is waited for (`VW3`).
    pub fn follow_partner_view(&self, parcours: ParcoursId, organisation: OrganisationId) -> PartnerWatch {
        self.watches.follow(parcours, organisation)
    }

    /// Waits until what was committed to a parcours until now has reached the partners' pages of this server, or ended
    /// them. Nobody is told that their command is kept before (`VW3`).
    pub async fn partners_told(&self, parcours: ParcoursId) {
        self.watches.settled(parcours).await;
    }

    /// Hands a command to the writer and waits until it is on disk.
    pub async fn submit(&self, submission: Submission) -> Result<Submitted, StoreError> {
        self.enqueue(submission).await?.await
    }

    /// Puts a command in the writer's queue, in the order of the calls; the future that comes back waits for the disk.
    pub async fn enqueue(
        &self,
        submission: Submission,
    ) -> Result<impl Future<Output = Result<Submitted, StoreError>> + Send + use<>, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue
            .send((submission, answer))
            .await
            .map_err(|_| StoreError::Stopped)?;
        Ok(async { answered.await.map_err(|_| StoreError::Stopped)? })
    }

    /// How many transactions the writer has committed: commands that arrive together share one.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// `PRAGMA synchronous` of every connection of both pools, for the test of `OR2`. Empty on PostgreSQL.
    pub async fn synchronous(&self) -> Result<Vec<i32>, StoreError> {
        synchronous_of(&self.writes, &self.readers).await
    }
}

async fn synchronous_of(
    writes: &DatabaseConnection,
    readers: &DatabaseConnection,
) -> Result<Vec<i32>, StoreError> {
    let mut all = Vec::new();
    if writes.get_database_backend() == DbBackend::Sqlite {
        all.push(synchronous(writes).await?);
        // All of them at once, so that each is another connection.
        let mut held = Vec::new();
        for _ in 0..READERS {
            held.push(readers.begin().await?);
        }
        for reader in &held {
            all.push(synchronous(reader).await?);
        }
    }
    Ok(all)
}

async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(20))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            // busy_timeout first: the change of journal mode itself may have to wait.
            sqlite
                .busy_timeout(Duration::from_secs(20))
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
        });
    Ok(Database::connect(options).await?)
}

async fn synchronous(connection: &impl ConnectionTrait) -> Result<i32, StoreError> {
    let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA synchronous");
    let row = connection
        .query_one_raw(statement)
        .await?
        .ok_or(StoreError::Unreadable("PRAGMA"))?;
    Ok(row.try_get_by_index(0)?)
}

async fn epoch(connection: &DatabaseConnection) -> Result<Epoch, StoreError> {
    if let Some(row) = store_meta::Entity::find_by_id("epoch").one(connection).await? {
        return row.value.parse().map_err(|_| StoreError::Unreadable("epoch"));
    }
    let epoch = Epoch(Uuid::new_v4());
    let row = store_meta::ActiveModel {
        key: Set("epoch".into()),
        value: Set(epoch.to_string()),
    };
    row.insert(connection).await?;
    Ok(epoch)
}
