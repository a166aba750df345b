//! Ways in: passwords, cards, and how often they may be tried.

use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::open::Store;
use crate::sessions::end_sessions_of;
use crate::tables::{
    OfCell, cards, cells, memberships, organisations, passwords, people, sessions, throttles,
};
use crate::who::{LONGEST, fingerprint};
use crate::words::{read, word};
use itineraire_domain::access::Role;
use itineraire_domain::access::signin::{CardAccount, Proven, Tries};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::views::pages::PersonName;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};

/// An account with a password, as sign-in sees it.
#[derive(Clone, Debug)]
pub struct PasswordRow {
    /// The cell.
    pub cell: CellId,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// The argon2id hash.
    pub hash: String,
}

/// A card, as sign-in sees it.
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
    key: String,
}

impl Store {
    /// The account of an e-mail address, if its membership is active.
    pub async fn password_account(&self, email: &str) -> Result<Option<PasswordRow>, StoreError> {
        let email = email.trim().to_lowercase();
        let found = passwords::Entity::by_email(&email)
            .one(&self.pools.readers)
            .await?;
        let Some(found) = found else { return Ok(None) };
        let member = memberships::Entity::active(CellId(found.cell_id), found.person_id)
            .one(&self.pools.readers)
            .await?;
        let Some(member) = member else { return Ok(None) };
        Ok(Some(PasswordRow {
            cell: CellId(found.cell_id),
            person: PersonId(found.person_id),
            role: read(&member.role)?,
            hash: found.hash,
        }))
    }

    /// The card with this secret, if its owner's membership is active.
    pub async fn card(&self, secret: &str) -> Result<Option<CardRow>, StoreError> {
        let row = cards::Entity::by_secret(fingerprint(secret))
            .one(&self.pools.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let member = memberships::Entity::active(CellId(row.cell_id), row.person_id)
            .one(&self.pools.readers)
            .await?;
        Ok(member.map(|_| card_row(row)))
    }

    /// The card of a signed-in usager, to prove again.
    pub async fn card_of(&self, cell: CellId, person: PersonId) -> Result<Option<CardRow>, StoreError> {
        let row = cards::Entity::in_cell(cell)
            .filter(cards::Column::PersonId.eq(person.0))
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
        right: bool,
        now: Moment,
    ) -> Result<Option<Proven>, StoreError> {
        let transaction = begin(&self.pools.writes).await?;
        let row = match card.into() {
            Some(card) => {
                cards::Entity::one_in_cell(card.cell, &card.key)
                    .lock_exclusive()
                    .one(&transaction)
                    .await?
            }
            None => None,
        };
        let Some(row) = row else {
            note_throttle(&transaction, fingerprint("nobody's card"), now.0).await?;
            transaction.commit().await?;
            return Ok(None);
        };
        let known = card_row(row);
        let account = CardAccount {
            person: known.person,
            tries: known.tries,
        };
        let (tries, proven) = account.prove(right, now);
        let wrong = i32::try_from(tries.wrong).unwrap_or(i32::MAX);
        cards::Entity::change_in_cell(known.cell)
            .col_expr(cards::Column::Wrong, Expr::value(wrong))
            .col_expr(cards::Column::WaitUntil, Expr::value(tries.wait_until.0))
            .filter(cards::Column::SecretHash.eq(known.key))
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
            .col_expr(cards::Column::WaitUntil, Expr::value(0_i64))
            .filter(cards::Column::PersonId.eq(row.usager_id))
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
            full_at: Set(0),
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
            .map_or(0, |row| row.full_at);
        // The bucket is empty when it is full again only `burst` tries from now.
        let next = full_at.max(now.0) + cost;
        let allowed = next - now.0 <= burst * cost;
        if allowed {
            note_throttle(&transaction, key, next).await?;
        }
        transaction.commit().await?;
        Ok(allowed)
    }

    /// Sweeps away what counts for nothing any more: sessions that are too old for any role, and tries that were long
    /// ago, which include each address that somebody made up. Gives how many rows went.
    pub async fn sweep(&self, now: Moment) -> Result<u64, StoreError> {
        let throttles = throttles::Entity::swept(now.0).exec(&self.pools.writes).await?;
        // A session that ended by rest stays until then: it still tells which way in its person knows.
        let sessions = sessions::Entity::swept(now.plus_seconds(-LONGEST).0)
            .exec(&self.pools.writes)
            .await?;
        Ok(throttles.rows_affected + sessions.rows_affected)
    }

    /// Whether the database holds a cell.
    pub async fn has_cell(&self) -> Result<bool, StoreError> {
        Ok(cells::Entity::every().one(&self.pools.readers).await?.is_some())
    }

    /// A new cell.
    pub async fn create_cell(&self, cell: CellId, name: &str, commune: &str) -> Result<(), StoreError> {
        let row = cells::ActiveModel {
            id: Set(cell.0),
            name: Set(name.into()),
            commune: Set(commune.into()),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }

    /// A new organisation of the cell's network.
    pub async fn create_organisation(
        &self,
        cell: CellId,
        id: OrganisationId,
        name: &str,
        partner: bool,
    ) -> Result<(), StoreError> {
        let row = organisations::ActiveModel {
            id: Set(id.0),
            cell_id: Set(cell.0),
            name: Set(name.into()),
            partner: Set(partner),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }

    /// A new person, with an active membership.
    pub async fn create_person(
        &self,
        cell: CellId,
        person: PersonId,
        name: &PersonName,
        role: Role,
        organisation: Option<OrganisationId>,
    ) -> Result<(), StoreError> {
        let transaction = begin(&self.pools.writes).await?;
        let row = people::ActiveModel {
            id: Set(person.0),
            cell_id: Set(cell.0),
            first_name: Set(name.first.clone()),
            short_name: Set(name.short.clone()),
            initials: Set(name.initials.clone()),
            job: Set(name.job.clone()),
        };
        add(&transaction, row).await?;
        let member = memberships::ActiveModel {
            person_id: Set(person.0),
            cell_id: Set(cell.0),
            organisation_id: Set(organisation.map(|id| id.0)),
            role: Set(word(&role)),
            state: Set("active".into()),
        };
        add(&transaction, member).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Sets the state of a membership: `invited`, `active`, `suspended`, `ended`. Anything but *active* opens nothing,
    /// at once, and ends the person's sessions: a cookie that was stolen meanwhile does not come back with them.
    pub async fn set_membership(
        &self,
        cell: CellId,
        person: PersonId,
        state: &str,
    ) -> Result<(), StoreError> {
        let transaction = begin(&self.pools.writes).await?;
        memberships::Entity::change_in_cell(cell)
            .col_expr(memberships::Column::State, Expr::value(state))
            .filter(memberships::Column::PersonId.eq(person.0))
            .exec(&transaction)
            .await?;
        if state != "active" {
            end_sessions_of(&transaction, cell, person).await?;
        }
        transaction.commit().await?;
        self.ring_closing();
        Ok(())
    }

    /// Gives a person a password, already hashed.
    pub async fn set_password(
        &self,
        cell: CellId,
        person: PersonId,
        email: &str,
        hash: &str,
    ) -> Result<(), StoreError> {
        let row = passwords::ActiveModel {
            person_id: Set(person.0),
            cell_id: Set(cell.0),
            email: Set(email.trim().to_lowercase()),
            hash: Set(hash.into()),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }

    /// Gives a usager a card, with the hash of its PIN.
    pub async fn set_card(
        &self,
        cell: CellId,
        person: PersonId,
        secret: &str,
        pin_hash: &str,
    ) -> Result<(), StoreError> {
        let row = cards::ActiveModel {
            secret_hash: Set(fingerprint(secret)),
            cell_id: Set(cell.0),
            person_id: Set(person.0),
            pin_hash: Set(pin_hash.into()),
            wrong: Set(0),
            wait_until: Set(0),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }
}

/// Writes until when a throttle fills up again.
async fn note_throttle(
    connection: &impl ConnectionTrait,
    key: String,
    full_at: i64,
) -> Result<(), StoreError> {
    let row = throttles::ActiveModel {
        key: Set(key),
        full_at: Set(full_at),
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
        cell: CellId(row.cell_id),
        person: PersonId(row.person_id),
        pin_hash: row.pin_hash,
        tries: Tries {
            wrong: u32::try_from(row.wrong).unwrap_or(u32::MAX),
            wait_until: Moment(row.wait_until),
        },
        key: row.secret_hash,
    }
}
