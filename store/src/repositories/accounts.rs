//! Ways to sign in, of no cell: accounts and their passwords.

use super::memberships::{MembershipRow, Memberships};
use crate::columns::Id;
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::accounts;
use crate::tables::credentials::{self, CredentialKind};
use crate::transaction::Transaction;
use crate::who::fingerprint;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::AccountId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};
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

    /// Whose the number is that lets someone choose another password, if it was given after a moment: the account and its address.
    pub async fn of_new_password(
        &self,
        secret: &str,
        after: Moment,
    ) -> Result<Option<(AccountId, String)>, StoreError> {
        let row = credentials::Entity::by_secret(CredentialKind::NewPassword, &fingerprint(secret))
            .one(self.0)
            .await?;
        let Some(row) = row.filter(|row| row.since.0 > after) else {
            return Ok(None);
        };
        let account = accounts::Entity::named(row.account_id.0).one(self.0).await?;
        Ok(account.map(|it| (it.id.0, it.email)))
    }

    /// The secret of an account's codes, in base 32, if it has one.
    pub async fn codes(&self, account: AccountId) -> Result<Option<String>, StoreError> {
        self.credential(account, CredentialKind::Codes).await
    }

    /// The one that it is to have, if that was made after a moment, and as long as none of its codes was given.
    pub async fn codes_asked(&self, account: AccountId, after: Moment) -> Result<Option<String>, StoreError> {
        let row = credentials::Entity::of_account(account, CredentialKind::CodesAsked)
            .one(self.0)
            .await?;
        Ok(row.filter(|row| row.since.0 > after).map(|row| row.secret))
    }

    /// How many codes are left that are to be used once, and which of these are among them.
    pub async fn rescues(
        &self,
        account: AccountId,
        these: Vec<String>,
    ) -> Result<(usize, Vec<String>), StoreError> {
        let rows = credentials::Entity::several(account, CredentialKind::Rescue)
            .all(self.0)
            .await?;
        let left = |code: &String| rows.iter().any(|row| row.secret == fingerprint(code));
        Ok((rows.len(), these.into_iter().filter(left).collect()))
    }

    /// The address of an account.
    pub async fn email(&self, account: AccountId) -> Result<Option<String>, StoreError> {
        let row = accounts::Entity::named(account).one(self.0).await?;
        Ok(row.map(|row| row.email))
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

    /// Gives an account another password, already hashed. A number with which one could be chosen is none any more.
    pub async fn set_password(&self, account: AccountId, hash: &str, now: Moment) -> Result<(), StoreError> {
        self.set(account, (CredentialKind::Password, hash), now).await?;
        credentials::Entity::removed_of(account, [CredentialKind::NewPassword])
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Whether an account still has the password that was compared; it keeps it until the commit. Whoever changes it meanwhile
    /// waits, and then ends what was opened with it.
    pub async fn still_has(&self, account: AccountId, hash: &str) -> Result<bool, StoreError> {
        let row = credentials::Entity::of_account(account, CredentialKind::Password)
            .lock_shared()
            .one(self.0)
            .await?;
        Ok(row.is_some_and(|row| row.secret == hash))
    }

    /// Gives an account another short code, already hashed.
    pub async fn set_code(&self, account: AccountId, hash: &str, now: Moment) -> Result<(), StoreError> {
        self.set(account, (CredentialKind::Code, hash), now).await
    }

    /// Gives an account a number that lets its person choose another password; the one before lets nobody any more.
    pub async fn give_new_password(
        &self,
        account: AccountId,
        secret: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        self.set(account, (CredentialKind::NewPassword, &fingerprint(secret)), now)
            .await
    }

    /// Uses that number up; gives whether there was one: of two at once, one finds it.
    pub async fn take_new_password(&self, secret: &str) -> Result<bool, StoreError> {
        let taken = credentials::Entity::removed(CredentialKind::NewPassword, &fingerprint(secret))
            .exec(self.0)
            .await?;
        Ok(taken.rows_affected > 0)
    }

    /// An account is to have codes of this secret.
    pub async fn ask_codes(&self, account: AccountId, secret: &str, now: Moment) -> Result<(), StoreError> {
        self.set(account, (CredentialKind::CodesAsked, secret), now).await
    }

    /// An account has codes of this secret from now on, and these to be used once, in the place of those before.
    pub async fn give_codes(
        &self,
        account: AccountId,
        secret: &str,
        rescues: &[String],
        now: Moment,
    ) -> Result<(), StoreError> {
        self.end_codes(account).await?;
        self.set(account, (CredentialKind::Codes, secret), now).await?;
        for rescue in rescues {
            let digest = fingerprint(rescue);
            self.put(account, (CredentialKind::Rescue, &digest, &digest), now)
                .await?;
        }
        Ok(())
    }

    /// An account has no codes any more.
    pub async fn end_codes(&self, account: AccountId) -> Result<(), StoreError> {
        use CredentialKind::{Codes, CodesAsked, Rescue};
        credentials::Entity::removed_of(account, [Codes, CodesAsked, Rescue])
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Uses a step of time up, and those before: gives whether it still was to be used. A code counts once (RFC 6238, 5.2).
    pub async fn use_step(&self, account: AccountId, step: u64) -> Result<bool, StoreError> {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        let used = credentials::Entity::step_used(account, step).exec(self.0).await?;
        Ok(used.rows_affected > 0)
    }

    /// Uses up a code that counts once; gives whether it was one.
    pub async fn use_rescue(&self, account: AccountId, code: &str) -> Result<bool, StoreError> {
        let used = credentials::Entity::removed(CredentialKind::Rescue, &fingerprint(code))
            .filter(credentials::Column::AccountId.eq(Id(account)))
            .exec(self.0)
            .await?;
        Ok(used.rows_affected > 0)
    }

    async fn set(
        &self,
        account: AccountId,
        (kind, hash): (CredentialKind, &str),
        now: Moment,
    ) -> Result<(), StoreError> {
        self.put(account, (kind, "", hash), now).await
    }

    async fn put(
        &self,
        account: AccountId,
        (kind, subject, secret): (CredentialKind, &str, &str),
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = credentials::ActiveModel {
            account_id: Set(account.into()),
            kind: Set(kind.into()),
            subject: Set(subject.into()),
            secret: Set(secret.into()),
            since: Set(now.into()),
            used: Set(None),
        };
        let again = OnConflict::columns([
            credentials::Column::AccountId,
            credentials::Column::Kind,
            credentials::Column::Subject,
        ])
        .update_columns([
            credentials::Column::Secret,
            credentials::Column::Since,
            credentials::Column::Used,
        ])
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
