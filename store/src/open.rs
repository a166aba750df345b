//! Opening the database: readers, the writer, migrations, and the checks without which nothing starts.

use crate::at_hand::AtHand;
use crate::closing::Closing;
use crate::connections::{Faults, PoolSizes, Pools, add, is_sqlite, sqlite_keeper};
use crate::error::StoreError;
use crate::file::{self, Claim, DatabaseFile, Lost};
use crate::holding::{Held, Holding};
use crate::tables::store_meta;
use crate::transaction::Transaction;
use crate::trouble::Troubles;
use crate::watch::{PartnerWatch, Watches};
use crate::writer::submission::{Change, Submission, Submitted};
use crate::writer::{Answer, Waiting, Writer};
use itineraire_domain::Trouble;
use itineraire_domain::ids::{ClientId, Epoch, OrganisationId, ParcoursId};
use itineraire_migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Set, Statement, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{broadcast, mpsc, oneshot};
use uuid::Uuid;

/// How long a lock that went with a cut connection may be another's before this service ends.
const HELD_FOR: Duration = Duration::from_secs(15);

/// The database of a commune: many readers, one writer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    /// The file of a SQLite database.
    file: Option<Arc<DatabaseFile>>,
    troubles: Troubles,
    epoch: Epoch,
    queue: mpsc::Sender<Waiting>,
    changes: broadcast::Sender<Arc<Change>>,
    closings: broadcast::Sender<Closing>,
    watches: Watches,
    held: Held,
    commits: Arc<AtomicU64>,
    at_hand: AtHand,
    /// Counts the commits that changed what a cell is or says.
    house: Arc<AtomicU64>,
}

impl Store {
    /// Opens the database at a URL (`sqlite://…` or `postgres://…`), brings it up to date, and starts the writer. It must
    /// be there, and no other service may have it open.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, PoolSizes::default()).await
    }

    /// The same, with so many connections.
    pub async fn open_with(url: &str, sizes: PoolSizes) -> Result<Self, StoreError> {
        Self::with(url, false, sizes, Faults::default()).await
    }

    /// Makes a new database where there is none.
    pub async fn create(url: &str) -> Result<Self, StoreError> {
        Self::create_with(url, PoolSizes::default()).await
    }

    /// The same, with so many connections.
    pub async fn create_with(url: &str, sizes: PoolSizes) -> Result<Self, StoreError> {
        Self::with(url, true, sizes, Faults::default()).await
    }

    /// A store that goes on with a connection whose commit failed, and `believes` what it says, or asks: for the proof that
    /// finds it.
    #[doc(hidden)]
    pub async fn open_that_keeps_spoiled_connections(url: &str, believes: bool) -> Result<Self, StoreError> {
        let faults = Faults {
            keeps_spoiled: true,
            believes,
            ..Faults::default()
        };
        Self::with(url, false, PoolSizes::default(), faults).await
    }

    /// A second store on a database that is in use: for the tests of what the tables alone must hold (`MS1`).
    #[doc(hidden)]
    pub async fn open_beside(url: &str) -> Result<Self, StoreError> {
        let faults = Faults {
            not_alone: true,
            ..Faults::default()
        };
        Self::with(url, false, PoolSizes::default(), faults).await
    }

    async fn with(url: &str, new: bool, sizes: PoolSizes, faults: Faults) -> Result<Self, StoreError> {
        let claim = is_sqlite(url)
            .then(|| Claim::on(url, new, !faults.not_alone))
            .transpose()?;
        let pools = Pools::open(url, sizes, faults).await?;
        if claim.is_none() {
            let there = is_founded(&pools.readers).await?;
            if there == new {
                pools.close().await;
                return Err(if new {
                    StoreError::AlreadyThere("the PostgreSQL database".into())
                } else {
                    StoreError::NoDatabase("of ours in PostgreSQL".into())
                });
            }
        }
        match Migrator::up(&pools.writer, None).await {
            // It looks before it changes anything: what was applied and is not known here is another version's.
            Err(DbErr::Custom(_)) => {
                pools.close().await;
                return Err(StoreError::OtherVersion);
            }
            migrated => migrated?,
        }
        for level in synchronous_of(&pools).await? {
            if level < 2 {
                return Err(StoreError::NotDurable(level));
            }
        }
        let epoch = epoch(&pools.writer).await?;
        let troubles = Troubles::none();
        let file = match claim {
            Some(claim) => {
                // It reads before anything can happen to the file: from then on it has it open, log and all.
                let keeper = sqlite_keeper(url).await?;
                store_meta::Entity::named("epoch").one(&keeper).await?;
                let file = Arc::new(DatabaseFile::opened(claim, troubles.clone())?);
                pools.signs.holds_to(&file);
                tokio::spawn(file::watch(Arc::downgrade(&file), keeper));
                Some(file)
            }
            None => None,
        };
        let (queue, waiting) = mpsc::channel(1024);
        let (changes, _) = broadcast::channel(1024);
        let (closings, _) = broadcast::channel(256);
        let commits = Arc::new(AtomicU64::new(0));
        let (watches, at_hand) = (Watches::default(), AtHand::default());
        let writer = Writer::new(
            &pools,
            file.clone(),
            troubles.clone(),
            changes.clone(),
            watches.clone(),
            (commits.clone(), at_hand.clone()),
            faults,
        );
        tokio::spawn(writer.run(waiting));
        troubles.watch(pools.writer.clone());
        Ok(Self {
            pools,
            file,
            troubles,
            epoch,
            queue,
            changes,
            closings,
            watches,
            held: Held::default(),
            commits,
            at_hand,
            house: Arc::default(),
        })
    }

    /// Where repositories read.
    pub fn reads(&self) -> &(impl ConnectionTrait + use<>) {
        &self.pools.readers
    }

    /// Whether a read is answered.
    pub async fn reads_answer(&self) -> bool {
        self.pools.readers.execute_unprepared("SELECT 1").await.is_ok()
    }

    /// The boards that stay in memory, for whoever reads one.
    pub fn at_hand(&self) -> &AtHand {
        &self.at_hand
    }

    /// Another number after each commit that changed what a cell is or says: whoever remembers that looks here first.
    pub fn house(&self) -> u64 {
        self.house.load(Ordering::SeqCst)
    }

    /// Begins a transaction, in which repositories read and write.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Transaction::begin(&self.pools.writes, self.closings.clone(), self.house.clone()).await
    }

    /// What stands in the way of keeping anything, now.
    pub fn trouble(&self) -> Option<Trouble> {
        self.troubles.now()
    }

    /// Waits until the writer has kept, or not kept, all that it was given before; `false` when there is no writer.
    pub async fn writer_answers(&self) -> bool {
        let (by, answered) = oneshot::channel();
        self.queue.send(Waiting::Asked(by)).await.is_ok() && answered.await.is_ok()
    }

    /// Ends the writer, as a fault of ours would: for tests of what follows.
    pub async fn end_writer(&self) {
        let _ = self.queue.send(Waiting::End).await;
    }

    /// Waits until this store is of no use any more; gives the sentence to end with.
    pub async fn lost(&self) -> Lost {
        tokio::select! {
            lost = self.database_lost() => lost,
            () = self.queue.closed() => Lost::Writer,
        }
    }

    async fn database_lost(&self) -> Lost {
        if let Some(file) = &self.file {
            return file.lost().await;
        }
        // The lock of a PostgreSQL database goes with its connection, and is asked for again with the next.
        let mut seconds = tokio::time::interval(Duration::from_secs(1));
        let mut since = None;
        loop {
            seconds.tick().await;
            // Nobody may be writing: the connection is looked at all the same. What came of it, the signs tell.
            let _ = self.pools.writer.execute_unprepared("SELECT 1").await;
            if !self.pools.signs.held_elsewhere() {
                since = None;
            } else if since.get_or_insert_with(Instant::now).elapsed() > HELD_FOR {
                return Lost::HeldElsewhere;
            }
        }
    }

    /// Closes every connection and lets another service have the database. What SQLite keeps beside its file goes into it: a
    /// copy of that one file is then a whole one.
    pub async fn close(&self) {
        if let Some(file) = self.file.as_ref().filter(|file| file.alone) {
            // Not done while somebody reads: the next start reads both.
            file::checkpoint(file, &self.pools.writes, "PRAGMA wal_checkpoint(TRUNCATE)").await;
        }
        self.pools.close().await;
        if let Some(file) = &self.file {
            file.let_go();
        }
    }

    /// Changes when the store is restored from a backup (`GR3`).
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// What was committed, board by board in order, as it happens.
    pub fn changes(&self) -> broadcast::Receiver<Arc<Change>> {
        self.changes.subscribe()
    }

    /// What ends, when it does: whoever holds a socket under it looks again ([`SessionRow::touched`](crate::SessionRow)).
    pub fn closings(&self) -> broadcast::Receiver<Closing> {
        self.closings.subscribe()
    }

    /// A link writes with this client, until what comes back is dropped.
    pub fn hold_client(&self, client: ClientId) -> Holding {
        self.held.hold(client)
    }

    /// Waits until nobody writes with a client any more; whether it came to rest.
    pub async fn rests(&self, client: ClientId) -> bool {
        self.held.rest(client).await
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
        let (to, answered) = oneshot::channel();
        let holding = self.held.hold(submission.client);
        self.queue
            .send(Waiting::Command(submission, Answer::new(to, holding)))
            .await
            .map_err(|_| StoreError::Stopped)?;
        Ok(async { answered.await.map_err(|_| StoreError::Stopped)? })
    }

    /// How many transactions the writer has committed: commands that arrive together share one.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// How many statements the writer has sent, beside the begin and the end of each transaction. On SQLite the small writes
    /// are among them: they share its connection.
    pub fn statements(&self) -> u64 {
        self.pools.signs.statements()
    }

    /// How many statements were sent to read, outside every transaction.
    pub fn statements_that_read(&self) -> u64 {
        self.pools.signs.reads()
    }

    /// `PRAGMA synchronous` of every connection of both pools, for the test of `OR2`. Empty on PostgreSQL.
    pub async fn synchronous(&self) -> Result<Vec<i32>, StoreError> {
        synchronous_of(&self.pools).await
    }
}

async fn synchronous_of(pools: &Pools) -> Result<Vec<i32>, StoreError> {
    let (writes, readers) = (&pools.writes, &pools.readers);
    let mut all = Vec::new();
    if writes.get_database_backend() == DbBackend::Sqlite {
        all.push(synchronous(writes).await?);
        // All of them at once, so that each is another connection.
        let mut held = Vec::new();
        for _ in 0..pools.sizes.readers {
            held.push(readers.begin().await?);
        }
        for reader in &held {
            all.push(synchronous(reader).await?);
        }
    }
    Ok(all)
}

/// Whether a PostgreSQL database holds tables of ours.
async fn is_founded(connection: &DatabaseConnection) -> Result<bool, StoreError> {
    let statement = Statement::from_string(
        DbBackend::Postgres,
        "SELECT to_regclass('store_meta') IS NOT NULL",
    );
    let row = connection
        .query_one_raw(statement)
        .await?
        .ok_or(StoreError::Unreadable("catalogue"))?;
    Ok(row.try_get_by_index(0)?)
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
    if let Some(row) = store_meta::Entity::named("epoch").one(connection).await? {
        return row.value.parse().map_err(|_| StoreError::Unreadable("epoch"));
    }
    let epoch = Epoch(Uuid::new_v4());
    let row = store_meta::ActiveModel {
        key: Set("epoch".into()),
        value: Set(epoch.to_string()),
    };
    add(connection, row).await?;
    Ok(epoch)
}
