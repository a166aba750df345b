//! How often something may be tried, counted before anyone is known. Names are kept as hashes.

use crate::error::StoreError;
use crate::tables::throttles;
use crate::transaction::Transaction;
use crate::who::fingerprint;
use itineraire_domain::calendar::Moment;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, QuerySelect, Set};

/// The counts of tries. They are read to be written: in a transaction alone.
pub struct Throttles<'c>(&'c Transaction);

impl<'c> Throttles<'c> {
    /// In a transaction.
    pub const fn on(transaction: &'c Transaction) -> Self {
        Self(transaction)
    }

    /// Whether one more try under `name` (an address, an account) is allowed: `burst` at once, then `per_minute`.
    pub async fn allow(
        &self,
        name: &str,
        burst: i64,
        per_minute: i64,
        now: Moment,
    ) -> Result<bool, StoreError> {
        self.allow_each(name, burst, 60_000 / per_minute.max(1), now)
            .await
    }

    /// The same, where one more is allowed every so many milliseconds.
    pub async fn allow_each(
        &self,
        name: &str,
        burst: i64,
        cost: i64,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let key = fingerprint(name);
        // The row first, with its lock: of many first tries at once each waits for the one before, and a row that is
        // being swept away is written again.
        let row = throttles::ActiveModel {
            key: Set(key.clone()),
            full_at: Set(Moment(0).into()),
        };
        let here = OnConflict::column(throttles::Column::Key)
            .update_column(throttles::Column::Key)
            .to_owned();
        throttles::Entity::insert(row)
            .on_conflict(here)
            .exec_without_returning(self.0)
            .await?;
        let full_at = throttles::Entity::under(&key)
            .lock_exclusive()
            .one(self.0)
            .await?
            .map_or(Moment(0), |row| row.full_at.0);
        // The bucket is empty when it is full again only `burst` tries from now.
        let next = Moment(full_at.max(now).0 + cost);
        let allowed = next.0 - now.0 <= burst * cost;
        if allowed {
            self.note(key, next).await?;
        }
        Ok(allowed)
    }

    /// A try of what nobody has: it writes as much as another, so that how long it takes does not tell.
    pub(super) async fn note_nobody(&self, name: &str, now: Moment) -> Result<(), StoreError> {
        self.note(fingerprint(name), now).await
    }

    /// Writes until when a throttle fills up again.
    async fn note(&self, key: String, full_at: Moment) -> Result<(), StoreError> {
        let row = throttles::ActiveModel {
            key: Set(key),
            full_at: Set(full_at.into()),
        };
        let again = OnConflict::column(throttles::Column::Key)
            .update_column(throttles::Column::FullAt)
            .to_owned();
        throttles::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(self.0)
            .await?;
        Ok(())
    }

    /// Removes those of long ago, which include each address that somebody made up; gives how many.
    pub async fn sweep(&self, now: Moment) -> Result<u64, StoreError> {
        let swept = throttles::Entity::swept(now).exec(self.0).await?;
        Ok(swept.rows_affected)
    }
}
