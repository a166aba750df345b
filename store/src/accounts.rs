//! Ways in: accounts with their passwords, cards, and how often they may be tried.

use crate::columns::{At, Id, Word};
use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::memberships::MembershipRow;
use crate::open::Store;
use crate::tables::{OfCell, accounts, cards, credentials, memberships, sessions, throttles};
use crate::who::{LONGEST, fingerprint};
use itineraire_domain::access::card::{CardAccount, Tries};
use itineraire_domain::access::secret::Matched;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::{Capability, ThingState};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AccountId, CardId, CellId, MembershipId, ParcoursId, PersonId};
use sea_orm::sea_query::{Expr, OnConflict};
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

/// A card in use, as sign-in sees it.
#[derive(Clone, Debug)]
pub struct CardRow {
    /// The cell.
    pub cell: CellId,
    /// Whose.
    pub person: PersonId,
    /// The argon2id hash of the PIN.
    pub pin_hash: String,
    /// Wrong tries so far.
    pub tries: Tries,
    id: CardId,
}

impl Store {
    /// The account of an e-mail address, if it has an active membership.
    pub async fn password_account(&self, email: &str) -> Result<Option<PasswordRow>, StoreError> {
        let readers = &self.pools.readers;
        let account = accounts::Entity::by_email(&email.trim().to_lowercase());
        let Some(account) = account.one(readers).await? else {
            return Ok(None);
        };
        let password = credentials::Entity::password_of(account.id.0)
            .one(readers)
            .await?;
        let memberships = self.memberships_of(account.id.0).await?;
        Ok(password
            .filter(|_| !memberships.is_empty())
            .map(|password| PasswordRow {
                account: account.id.0,
                hash: password.secret,
                memberships,
            }))
    }

    /// The card in use with this secret, and the membership that it opens, if that is active.
    pub async fn card(&self, secret: &str) -> Result<Option<(CardRow, MembershipId)>, StoreError> {
        let row = cards::Entity::by_secret(&fingerprint(secret))
            .one(&self.pools.readers)
            .await?;
        let Some(row) = row.map(card_row) else {
            return Ok(None);
        };
        let membership = self
            .membership_as(row.cell, row.person, Capability::Usager)
            .await?;
        Ok(membership.map(|membership| (row, membership.id)))
    }

    /// The card of a signed-in usager, to prove again.
    pub async fn card_of(&self, cell: CellId, person: PersonId) -> Result<Option<CardRow>, StoreError> {
        let row = cards::Entity::in_use(cell, person)
            .one(&self.pools.readers)
            .await?;
        Ok(row.map(card_row))
    }

    /// Judges one try of a card's PIN by the rules of [`CardAccount::prove`] and keeps the count, which survives a
    /// restart. In one transaction, on the count of that moment: many tries at once are counted one by one.
    ///
    /// Each try writes, also one that changes nothing and one of a card that nobody has: how long the answer takes
    /// does not tell which it was.
    pub async fn prove_card<'a>(
        &self,
        card: impl Into<Option<&'a CardRow>>,
        matched: Matched,
        now: Moment,
    ) -> Result<Option<Proven>, StoreError> {
        let transaction = begin(&self.pools.writes).await?;
        let row = match card.into() {
            Some(card) => {
                cards::Entity::one_in_cell(card.cell, Id(card.id))
                    .lock_exclusive()
                    .one(&transaction)
                    .await?
            }
            None => None,
        };
        let Some(row) = row else {
            note_throttle(&transaction, fingerprint("nobody's card"), now).await?;
            transaction.commit().await?;
            return Ok(None);
        };
        let known = card_row(row);
        let account = CardAccount {
            person: known.person,
            tries: known.tries,
        };
        let (tries, proven) = account.prove(matched, now);
        let wrong = i32::try_from(tries.wrong).unwrap_or(i32::MAX);
        cards::Entity::change_in_cell(known.cell)
            .col_expr(cards::Column::Wrong, Expr::value(wrong))
            .col_expr(cards::Column::WaitUntil, At(tries.wait_until).into())
            .filter(cards::Column::Id.eq(Id(known.id)))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(proven)
    }

    /// Starts the count of wrong tries anew, for the card of a parcours' usager; gives whether there is one. Who may ask
    /// for it is the caller's to know.
    pub async fn reset_card(&self, cell: CellId, parcours: ParcoursId) -> Result<bool, StoreError> {
        let Some(row) = self.parcours_row(cell, parcours).await? else {
            return Ok(false);
        };
        let reset = cards::Entity::change_in_cell(cell)
            .col_expr(cards::Column::Wrong, Expr::value(0))
            .col_expr(cards::Column::WaitUntil, At(Moment(0)).into())
            .filter(cards::Column::PersonId.eq(row.usager_id))
            .filter(cards::Column::State.eq(Word(ThingState::Active)))
            .exec(&self.pools.writes)
            .await?;
        Ok(reset.rows_affected > 0)
    }

    /// Whether one more try under `name` (an address, an account) is allowed: `burst` at once, then `per_minute`. The
    /// name is kept as a hash.
    pub async fn allow_try(
        &self,
        name: &str,
        burst: i64,
        per_minute: i64,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let key = fingerprint(name);
        let cost = 60_000 / per_minute.max(1);
        let transaction = begin(&self.pools.writes).await?;
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
            .exec_without_returning(&transaction)
            .await?;
        let full_at = throttles::Entity::under(&key)
            .lock_exclusive()
            .one(&transaction)
            .await?
            .map_or(Moment(0), |row| row.full_at.0);
        // The bucket is empty when it is full again only `burst` tries from now.
        let next = Moment(full_at.max(now).0 + cost);
        let allowed = next.0 - now.0 <= burst * cost;
        if allowed {
            note_throttle(&transaction, key, next).await?;
        }
        transaction.commit().await?;
        Ok(allowed)
    }

    /// Sweeps away what counts for nothing any more: sessions that are too old for any role, and tries that were long
    /// ago, which include each address that somebody made up. Gives how many rows went.
    pub async fn sweep(&self, now: Moment) -> Result<u64, StoreError> {
        let throttles = throttles::Entity::swept(now).exec(&self.pools.writes).await?;
        // A session that ended by rest stays until then: it still tells which way in its person knows.
        let sessions = sessions::Entity::swept(now.plus_seconds(-LONGEST))
            .exec(&self.pools.writes)
            .await?;
        Ok(throttles.rows_affected + sessions.rows_affected)
    }

    /// A new account with a password, already hashed, for these memberships.
    pub async fn create_account(
        &self,
        email: &str,
        hash: &str,
        memberships: &[(CellId, MembershipId)],
        now: Moment,
    ) -> Result<AccountId, StoreError> {
        let account = AccountId(Uuid::new_v4());
        let transaction = begin(&self.pools.writes).await?;
        let row = accounts::ActiveModel {
            id: Set(account.into()),
            email: Set(email.trim().to_lowercase()),
            since: Set(now.into()),
        };
        add(&transaction, row).await?;
        set_password(&transaction, account, hash, now).await?;
        for (cell, membership) in memberships {
            memberships::Entity::change_in_cell(*cell)
                .col_expr(memberships::Column::AccountId, Id(account).into())
                .filter(memberships::Column::Id.eq(Id(*membership)))
                .exec(&transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(account)
    }

    /// Gives an account another password, already hashed.
    pub async fn set_password(&self, account: AccountId, hash: &str, now: Moment) -> Result<(), StoreError> {
        let transaction = begin(&self.pools.writes).await?;
        set_password(&transaction, account, hash, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Gives a usager a card, with the hash of its PIN. One that they had stays in the table, and opens nothing any more.
    pub async fn set_card(
        &self,
        cell: CellId,
        person: PersonId,
        (secret, pin_hash): (&str, &str),
        now: Moment,
    ) -> Result<(), StoreError> {
        let transaction = begin(&self.pools.writes).await?;
        put_away(&transaction, (cell, person), ThingState::Retired, now).await?;
        let row = cards::ActiveModel {
            id: Set(CardId(Uuid::new_v4()).into()),
            cell_id: Set(cell.into()),
            person_id: Set(person.into()),
            secret_hash: Set(fingerprint(secret)),
            pin_hash: Set(pin_hash.into()),
            state: Set(ThingState::Active.into()),
            since: Set(now.into()),
            until: Set(None),
            wrong: Set(0),
            wait_until: Set(Moment(0).into()),
        };
        add(&transaction, row).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A usager's card is lost: it opens nothing from now on, and what it opened ends.
    pub async fn lose_card(&self, cell: CellId, person: PersonId, now: Moment) -> Result<(), StoreError> {
        let transaction = begin(&self.pools.writes).await?;
        put_away(&transaction, (cell, person), ThingState::Lost, now).await?;
        sessions::Entity::ended_of(cell, person)
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        self.ring_closing();
        Ok(())
    }
}

async fn set_password(
    connection: &impl ConnectionTrait,
    account: AccountId,
    hash: &str,
    now: Moment,
) -> Result<(), StoreError> {
    let row = credentials::ActiveModel {
        account_id: Set(account.into()),
        kind: Set(credentials::CredentialKind::Password.into()),
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
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

/// The card that a usager has, if any, is in use no more.
async fn put_away(
    connection: &impl ConnectionTrait,
    (cell, person): (CellId, PersonId),
    state: ThingState,
    now: Moment,
) -> Result<(), StoreError> {
    cards::Entity::change_in_cell(cell)
        .col_expr(cards::Column::State, Word(state).into())
        .col_expr(cards::Column::Until, At(now).into())
        .filter(cards::Column::PersonId.eq(Id(person)))
        .filter(cards::Column::State.eq(Word(ThingState::Active)))
        .exec(connection)
        .await?;
    Ok(())
}

/// Writes until when a throttle fills up again.
async fn note_throttle(
    connection: &impl ConnectionTrait,
    key: String,
    full_at: Moment,
) -> Result<(), StoreError> {
    let row = throttles::ActiveModel {
        key: Set(key),
        full_at: Set(full_at.into()),
    };
    let again = OnConflict::column(throttles::Column::Key)
        .update_column(throttles::Column::FullAt)
        .to_owned();
    throttles::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

fn card_row(row: cards::Model) -> CardRow {
    CardRow {
        cell: row.cell_id.0,
        person: row.person_id.0,
        pin_hash: row.pin_hash,
        tries: Tries {
            wrong: u32::try_from(row.wrong).unwrap_or(u32::MAX),
            wait_until: row.wait_until.0,
        },
        id: row.id.0,
    }
}
