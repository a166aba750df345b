//! The cards of usagers, and the tries of their PIN.

use super::memberships::Memberships;
use super::throttles::Throttles;
use crate::closing::Closing;
use crate::columns::{At, Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, cards, sessions};
use crate::transaction::Transaction;
use crate::who::fingerprint;
use itineraire_domain::access::card::{CardAccount, Tries};
use itineraire_domain::access::policy::PinTries;
use itineraire_domain::access::secret::Matched;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::{Capability, ThingState};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CardId, CellId, MembershipId, PersonId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, Set};
use uuid::Uuid;

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

/// The cards of usagers.
pub struct Cards<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Cards<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The card in use with this secret, and the membership that it opens, if that is active.
    pub async fn with_secret(&self, secret: &str) -> Result<Option<(CardRow, MembershipId)>, StoreError> {
        let row = cards::Entity::by_secret(&fingerprint(secret)).one(self.0).await?;
        let Some(row) = row.map(card_row) else {
            return Ok(None);
        };
        let membership = Memberships::on(self.0)
            .of_person(row.cell, row.person, Capability::Usager)
            .await?;
        Ok(membership.map(|membership| (row, membership.id)))
    }

    /// The card of a signed-in usager, to prove again.
    pub async fn of(&self, cell: CellId, person: PersonId) -> Result<Option<CardRow>, StoreError> {
        let row = cards::Entity::in_use(cell, person).one(self.0).await?;
        Ok(row.map(card_row))
    }

    /// Since when a usager has their card, and who gave it, where that was kept.
    pub async fn given(
        &self,
        cell: CellId,
        person: PersonId,
    ) -> Result<Option<(Moment, Option<PersonId>)>, StoreError> {
        let row = cards::Entity::in_use(cell, person).one(self.0).await?;
        Ok(row.map(|row| (row.since.0, row.given_by.map(|by| by.0))))
    }
}

impl Cards<'_, Transaction> {
    /// Judges one try of a card's PIN by the rules of [`CardAccount::prove`] and keeps the count, which survives a
    /// restart. It is judged on the count of that moment: many tries at once are counted one by one.
    ///
    /// Each try writes, also one that changes nothing and one of a card that nobody has: how long the answer takes
    /// does not tell which it was.
    pub async fn prove<'a>(
        &self,
        card: impl Into<Option<&'a CardRow>>,
        matched: Matched,
        policy: PinTries,
        now: Moment,
    ) -> Result<Option<Proven>, StoreError> {
        let row = match card.into() {
            Some(card) => {
                cards::Entity::one_in_cell(card.cell, Id(card.id))
                    .lock_exclusive()
                    .one(self.0)
                    .await?
            }
            None => None,
        };
        let Some(row) = row else {
            Throttles::on(self.0).note_nobody("nobody's card", now).await?;
            return Ok(None);
        };
        let known = card_row(row);
        let account = CardAccount {
            person: known.person,
            tries: known.tries,
        };
        let (tries, proven) = account.prove(matched, policy, now);
        let wrong = i32::try_from(tries.wrong).unwrap_or(i32::MAX);
        cards::Entity::change_in_cell(known.cell)
            .col_expr(cards::Column::Wrong, Expr::value(wrong))
            .col_expr(cards::Column::WaitUntil, At(tries.wait_until).into())
            .filter(cards::Column::Id.eq(Id(known.id)))
            .exec(self.0)
            .await?;
        Ok(proven)
    }

    /// Starts the count of wrong tries anew, for the card in use of a usager; gives whether there is one. Who may ask for
    /// it is the caller's to know.
    pub async fn reset(&self, cell: CellId, usager: PersonId) -> Result<bool, StoreError> {
        let reset = cards::Entity::change_in_cell(cell)
            .col_expr(cards::Column::Wrong, Expr::value(0))
            .col_expr(cards::Column::WaitUntil, At(Moment(0)).into())
            .filter(cards::Column::PersonId.eq(Id(usager)))
            .filter(cards::Column::State.eq(Word(ThingState::Active)))
            .exec(self.0)
            .await?;
        Ok(reset.rows_affected > 0)
    }

    /// Gives a usager a card, with the hash of its PIN. One that they had stays in the table, and opens nothing any more.
    pub async fn give(
        &self,
        cell: CellId,
        person: PersonId,
        (secret, pin_hash): (&str, &str),
        now: Moment,
    ) -> Result<(), StoreError> {
        self.put_away(cell, person, ThingState::Retired, now).await?;
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
            given_by: Set(None),
        };
        add(self.0, row).await
    }

    /// Keeps who gave a usager the card that they have.
    pub async fn note_giver(&self, cell: CellId, person: PersonId, by: PersonId) -> Result<(), StoreError> {
        cards::Entity::change_in_cell(cell)
            .col_expr(cards::Column::GivenBy, Id(by).into())
            .filter(cards::Column::PersonId.eq(Id(person)))
            .filter(cards::Column::State.eq(Word(ThingState::Active)))
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// A usager's card is lost: it opens nothing from now on, and what it opened ends.
    pub async fn lose(&self, cell: CellId, person: PersonId, now: Moment) -> Result<(), StoreError> {
        self.put_away(cell, person, ThingState::Lost, now).await?;
        sessions::Entity::ended_of(cell, person).exec(self.0).await?;
        self.0.closes(Closing::Person(cell, person));
        Ok(())
    }

    /// The card that a usager has, if any, is in use no more.
    async fn put_away(
        &self,
        cell: CellId,
        person: PersonId,
        state: ThingState,
        now: Moment,
    ) -> Result<(), StoreError> {
        cards::Entity::change_in_cell(cell)
            .col_expr(cards::Column::State, Word(state).into())
            .col_expr(cards::Column::Until, At(now).into())
            .filter(cards::Column::PersonId.eq(Id(person)))
            .filter(cards::Column::State.eq(Word(ThingState::Active)))
            .exec(self.0)
            .await?;
        Ok(())
    }
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
