//! Ways in: passwords, cards, and how often they may be tried.

use crate::entities::{cards, cells, memberships, organisations, passwords, people, throttles};
use crate::error::StoreError;
use crate::open::Store;
use crate::words::{read, word};
use crate::writer::begin;
use itineraire_domain::access::pages::{PersonName, Role};
use itineraire_domain::access::signin::{CardAccount, Proven, Tries};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, PersonId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use sha2::{Digest, Sha256};

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

/// The SHA-256 of a card's secret or of an address, in hexadecimal: what is kept of it.
fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Store {
    /// The account of an e-mail address, if its membership is active.
    pub async fn password_account(&self, email: &str) -> Result<Option<PasswordRow>, StoreError> {
        let email = email.trim().to_lowercase();
        let found = passwords::Entity::find()
            .filter(passwords::Column::Email.eq(email))
            .one(&self.readers)
            .await?;
        let Some(found) = found else { return Ok(None) };
        let member = memberships::Entity::find_by_id(found.person_id)
            .filter(memberships::Column::State.eq("active"))
            .one(&self.readers)
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
        let row = cards::Entity::find_by_id(fingerprint(secret))
            .one(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let member = memberships::Entity::find_by_id(row.person_id)
            .filter(memberships::Column::CellId.eq(row.cell_id))
            .filter(memberships::Column::State.eq("active"))
            .one(&self.readers)
            .await?;
        Ok(member.map(|_| card_row(row)))
    }

    /// The card of a signed-in usager, to prove again.
    pub async fn card_of(&self, cell: CellId, person: PersonId) -> Result<Option<CardRow>, StoreError> {
        let row = cards::Entity::find()
            .filter(cards::Column::CellId.eq(cell.0))
            .filter(cards::Column::PersonId.eq(person.0))
            .one(&self.readers)
            .await?;
        Ok(row.map(card_row))
    }

    /// Judges one try of a card's PIN by the rules of [`CardAccount::prove`] and keeps the count, which survives a
    /// restart. In one transaction, on the count of that moment: many tries at once are counted one by one.
    pub async fn prove_card(
        &self,
        card: &CardRow,
        right: bool,
        now: Moment,
    ) -> Result<Option<Proven>, StoreError> {
        let transaction = begin(&self.writes).await?;
        let row = cards::Entity::find_by_id(&card.key)
            .filter(cards::Column::CellId.eq(card.cell.0))
            .lock_exclusive()
            .one(&transaction)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let known = card_row(row);
        let account = CardAccount {
            person: known.person,
            tries: known.tries,
        };
        let (tries, proven) = account.prove(right, now);
        if tries != known.tries {
            let row = cards::ActiveModel {
                secret_hash: Set(known.key),
                wrong: Set(i32::try_from(tries.wrong).unwrap_or(i32::MAX)),
                wait_until: Set(tries.wait_until.0),
                ..Default::default()
            };
            row.update(&transaction).await?;
        }
        transaction.commit().await?;
        Ok(proven)
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
        let transaction = begin(&self.writes).await?;
        // The row first, then its lock: of many first tries at once each waits for the one before.
        let row = throttles::ActiveModel {
            key: Set(key.clone()),
            full_at: Set(0),
        };
        throttles::Entity::insert(row)
            .on_conflict(OnConflict::column(throttles::Column::Key).do_nothing().to_owned())
            .exec_without_returning(&transaction)
            .await?;
        let full_at = throttles::Entity::find_by_id(&key)
            .lock_exclusive()
            .one(&transaction)
            .await?
            .map_or(0, |row| row.full_at);
        // The bucket is empty when it is full again only `burst` tries from now.
        let next = full_at.max(now.0) + cost;
        let allowed = next - now.0 <= burst * cost;
        if allowed {
            let row = throttles::ActiveModel {
                key: Set(key),
                full_at: Set(next),
            };
            row.update(&transaction).await?;
        }
        transaction.commit().await?;
        Ok(allowed)
    }

    /// Whether the database holds a cell.
    pub async fn has_cell(&self) -> Result<bool, StoreError> {
        Ok(cells::Entity::find().one(&self.readers).await?.is_some())
    }

    /// A new cell.
    pub async fn create_cell(&self, cell: CellId, name: &str, commune: &str) -> Result<(), StoreError> {
        let row = cells::ActiveModel {
            id: Set(cell.0),
            name: Set(name.into()),
            commune: Set(commune.into()),
        };
        row.insert(&self.writes).await?;
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
        row.insert(&self.writes).await?;
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
        let row = people::ActiveModel {
            id: Set(person.0),
            cell_id: Set(cell.0),
            first_name: Set(name.first.clone()),
            short_name: Set(name.short.clone()),
            initials: Set(name.initials.clone()),
            job: Set(name.job.clone()),
        };
        row.insert(&self.writes).await?;
        let member = memberships::ActiveModel {
            person_id: Set(person.0),
            cell_id: Set(cell.0),
            organisation_id: Set(organisation.map(|id| id.0)),
            role: Set(word(&role)),
            state: Set("active".into()),
        };
        member.insert(&self.writes).await?;
        Ok(())
    }

    /// Sets the state of a membership: `invited`, `active`, `suspended`, `ended`. Anything but *active* opens nothing,
    /// at once.
    pub async fn set_membership(
        &self,
        cell: CellId,
        person: PersonId,
        state: &str,
    ) -> Result<(), StoreError> {
        use sea_orm::sea_query::Expr;
        memberships::Entity::update_many()
            .col_expr(memberships::Column::State, Expr::value(state))
            .filter(memberships::Column::CellId.eq(cell.0))
            .filter(memberships::Column::PersonId.eq(person.0))
            .exec(&self.writes)
            .await?;
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
        row.insert(&self.writes).await?;
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
        row.insert(&self.writes).await?;
        Ok(())
    }
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
