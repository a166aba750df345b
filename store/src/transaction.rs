//! What must be one is written in one: a transaction that a use case begins, hands to the repositories that it needs, and
//! commits.

use crate::closing::Closing;
use crate::connections::begin;
use crate::error::StoreError;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement,
};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// A transaction that writes. Dropped before [`Transaction::commit`], it never was.
///
/// On SQLite it is the only one that writes: whoever holds it hashes no password, and waits for no command.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    closings: broadcast::Sender<Closing>,
    /// What ends with it that a socket may hang on.
    closes: Mutex<Vec<Closing>>,
    /// Counts the commits that changed what a cell is or says; this is one of them.
    house: Arc<AtomicU64>,
    changes_the_house: AtomicBool,
}

impl Transaction {
    pub(crate) async fn begin(
        writes: &DatabaseConnection,
        closings: broadcast::Sender<Closing>,
        house: Arc<AtomicU64>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            inner: begin(writes).await?,
            closings,
            closes: Mutex::default(),
            house,
            changes_the_house: AtomicBool::new(false),
        })
    }

    /// Whoever holds a socket under it looks again once this is committed.
    pub(crate) fn closes(&self, what: Closing) {
        // A panic while it was held leaves the list usable.
        self.closes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(what);
    }

    /// Whoever remembers what a cell is or says reads it again once this is committed.
    pub(crate) fn changes_the_house(&self) {
        self.changes_the_house.store(true, Ordering::Relaxed);
    }

    /// Makes it so; then tells what ended with it.
    pub async fn commit(self) -> Result<(), StoreError> {
        let committed = self.inner.commit().await;
        // Also when it is not known what became of it.
        if self.changes_the_house.into_inner() {
            self.house.fetch_add(1, Ordering::SeqCst);
        }
        committed?;
        for closed in self.closes.into_inner().unwrap_or_else(PoisonError::into_inner) {
            // Nobody listening is fine.
            let _ = self.closings.send(closed);
        }
        Ok(())
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
