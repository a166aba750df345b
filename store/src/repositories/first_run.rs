//! The first day of a database: what opens the page on which its first cell begins.

use crate::error::StoreError;
use crate::tables::store_meta;
use crate::transaction::Transaction;
use crate::who::fingerprint;
use itineraire_domain::calendar::Moment;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};

/// What is kept under this name: the digest of the secret, and until when it opens the page.
const KEY: &str = "first_run";

/// The first day of a database.
pub struct FirstRun<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> FirstRun<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// Whether this secret opens the page at a moment.
    pub async fn opens(&self, secret: &str, now: Moment) -> Result<bool, StoreError> {
        let row = store_meta::Entity::named(KEY).one(self.0).await?;
        Ok(row.is_some_and(|row| opens(&row.value, secret, now)))
    }
}

impl FirstRun<'_, Transaction> {
    /// A secret opens the page until a moment; the one before it does no longer.
    pub async fn offer(&self, secret: &str, until: Moment) -> Result<(), StoreError> {
        let row = store_meta::ActiveModel {
            key: Set(KEY.into()),
            value: Set(format!("{} {}", fingerprint(secret), until.0)),
        };
        let again = OnConflict::column(store_meta::Column::Key)
            .update_column(store_meta::Column::Value)
            .to_owned();
        store_meta::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(self.0)
            .await?;
        Ok(())
    }

    /// Uses it up; gives whether it still opened the page: of two at once, one finds that it does.
    pub async fn take(&self, secret: &str, now: Moment) -> Result<bool, StoreError> {
        let Some(row) = store_meta::Entity::named(KEY).one(self.0).await? else {
            return Ok(false);
        };
        if !opens(&row.value, secret, now) {
            return Ok(false);
        }
        let taken = store_meta::Entity::forgotten(KEY).exec(self.0).await?;
        Ok(taken.rows_affected > 0)
    }
}

fn opens(value: &str, secret: &str, now: Moment) -> bool {
    value.split_once(' ').is_some_and(|(hash, until)| {
        hash == fingerprint(secret) && until.parse().is_ok_and(|until| now.0 < until)
    })
}
