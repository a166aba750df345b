//! The browsers from which someone signed in to an account before.

use crate::error::StoreError;
use crate::tables::browsers;
use crate::transaction::Transaction;
use crate::who::TokenHash;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::AccountId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};

/// What is known of the browser from which someone signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownBrowser {
    /// They came from it before.
    Known,
    /// They came from others alone.
    New,
    /// They never came before.
    First,
}

/// The browsers from which someone signed in.
pub struct Browsers<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Browsers<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }
}

impl Browsers<'_, Transaction> {
    /// Someone signs in to an account from a browser: gives what was known of it.
    pub async fn comes(
        &self,
        account: AccountId,
        browser: &TokenHash,
        now: Moment,
    ) -> Result<KnownBrowser, StoreError> {
        let before = browsers::Entity::of(account).all(self.0).await?;
        let row = browsers::ActiveModel {
            account_id: Set(account.into()),
            token_hash: Set(browser.0.clone()),
            since: Set(now.into()),
            seen: Set(now.into()),
        };
        let again = OnConflict::columns([browsers::Column::AccountId, browsers::Column::TokenHash])
            .update_column(browsers::Column::Seen)
            .to_owned();
        browsers::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(self.0)
            .await?;
        Ok(match before.iter().any(|it| it.token_hash == browser.0) {
            true => KnownBrowser::Known,
            false if before.is_empty() => KnownBrowser::First,
            false => KnownBrowser::New,
        })
    }

    /// Removes those from which nobody came since a moment; gives how many.
    pub async fn sweep(&self, before: Moment) -> Result<u64, StoreError> {
        Ok(browsers::Entity::swept(before).exec(self.0).await?.rows_affected)
    }
}
