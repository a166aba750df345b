//! Ways to sign in, of no cell: accounts and their passwords.

use super::memberships::{MembershipRow, Memberships};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::accounts;
use crate::tables::credentials::{self, CredentialKind};
use crate::transaction::Transaction;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::AccountId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use uuid::Uuid;

/// An account with a password, as sign-in sees it.
#[derive(Clone, Debug)]
pub struct PasswordRow {
    /// The account.
    pub account: AccountId,
    /// The argon2id hash.
    pub hash: String,
    /// The active memberships that it opens: one at least, the oldest first.
    pub memberships: Vec<MembershipRow>,
}

/// Ways to sign in, of no cell.
pub struct Accounts<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Accounts<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The account of an e-mail address.
    pub async fn of_email(&self, email: &str) -> Result<Option<AccountId>, StoreError> {
        let row = accounts::Entity::by_email(&plain(email)).one(self.0).await?;
        Ok(row.map(|row| row.id.0))
    }

    /// The account of an e-mail address with its password, if it has an active membership.
    pub async fn with_password(&self, email: &str) -> Result<Option<PasswordRow>, StoreError> {
        let Some(account) = self.of_email(email).await? else {
            return Ok(None);
        };
        let password = self.password(account).await?;
        let memberships = Memberships::on(self.0).of_account(account).await?;
        Ok(password
            .filter(|_| !memberships.is_empty())
            .map(|password| PasswordRow {
                account,
                hash: password,
                memberships,
            }))
    }

    /// The hash of an account's password.
    pub async fn password(&self, account: AccountId) -> Result<Option<String>, StoreError> {
        self.credential(account, CredentialKind::Password).await
    }

    /// The hash of the short code with which an account's person takes up again what they left with a tablet, if they
    /// chose one.
    pub async fn code(&self, account: AccountId) -> Result<Option<String>, StoreError> {
        self.credential(account, CredentialKind::Code).await
    }

    async fn credential(
        &self,
        account: AccountId,
        kind: CredentialKind,
    ) -> Result<Option<String>, StoreError> {
        let row = credentials::Entity::of_account(account, kind).one(self.0).await?;
        Ok(row.map(|row| row.secret))
    }
}

impl Accounts<'_, Transaction> {
    /// A new account with a password, already hashed. It opens what [`Memberships::give`] gives it.
    pub async fn create(&self, email: &str, hash: &str, now: Moment) -> Result<AccountId, StoreError> {
        let account = AccountId(Uuid::new_v4());
        let row = accounts::ActiveModel {
            id: Set(account.into()),
            email: Set(plain(email)),
            since: Set(now.into()),
        };
        add(self.0, row).await?;
        self.set_password(account, hash, now).await?;
        Ok(account)
    }

    /// Gives an account another password, already hashed.
    pub async fn set_password(&self, account: AccountId, hash: &str, now: Moment) -> Result<(), StoreError> {
        self.set(account, (CredentialKind::Password, hash), now).await
    }

    /// Gives an account another short code, already hashed.
    pub async fn set_code(&self, account: AccountId, hash: &str, now: Moment) -> Result<(), StoreError> {
        self.set(account, (CredentialKind::Code, hash), now).await
    }

    async fn set(
        &self,
        account: AccountId,
        (kind, hash): (CredentialKind, &str),
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = credentials::ActiveModel {
            account_id: Set(account.into()),
            kind: Set(kind.into()),
            subject: Set(String::new()),
            secret: Set(hash.into()),
            since: Set(now.into()),
        };
        let again = OnConflict::columns([
            credentials::Column::AccountId,
            credentials::Column::Kind,
            credentials::Column::Subject,
        ])
        .update_columns([credentials::Column::Secret, credentials::Column::Since])
        .to_owned();
        credentials::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(self.0)
            .await?;
        Ok(())
    }
}

/// An address as it is kept and looked for.
fn plain(email: &str) -> String {
    email.trim().to_lowercase()
}
