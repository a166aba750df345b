//! What is written by mail. Nobody is told twice what the mail server said that it keeps: a letter is noted as handed over
//! before the last of it is, and what is noted so is never taken up again.

use crate::columns::{At, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::outbox;
use crate::transaction::Transaction;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::LetterId;
use itineraire_domain::people::{Letter, LetterState};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A letter that was taken up, to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenLetter {
    /// Its id.
    pub id: LetterId,
    /// To whom.
    pub email: String,
    /// What it says.
    pub letter: Letter,
    /// How often it was taken up, this time too.
    pub tries: u32,
    /// From then on it says nothing any more.
    pub until: Moment,
}

/// What is written by mail.
pub struct Outbox<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Outbox<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// Those that wait, so many at most, each with when it is tried: the first first.
    pub async fn waiting(&self, at_most: u64) -> Result<Vec<(LetterId, Moment)>, StoreError> {
        let rows = outbox::Entity::waiting(at_most).all(self.0).await?;
        Ok(rows.into_iter().map(|row| (row.id.0, row.next.0)).collect())
    }

    /// What became of some of them.
    pub async fn states(
        &self,
        letters: impl IntoIterator<Item = LetterId>,
    ) -> Result<BTreeMap<LetterId, LetterState>, StoreError> {
        let rows = outbox::Entity::these(letters).all(self.0).await?;
        Ok(rows.into_iter().map(|row| (row.id.0, row.state.0)).collect())
    }
}

impl Outbox<'_, Transaction> {
    /// A letter is to be sent, until a moment.
    pub async fn put(
        &self,
        letter: &Letter,
        email: &str,
        (now, until): (Moment, Moment),
    ) -> Result<LetterId, StoreError> {
        let id = LetterId(Uuid::new_v4());
        let row = outbox::ActiveModel {
            id: Set(id.into()),
            email: Set(email.to_owned()),
            letter: Set(letter.clone().into()),
            state: Set(LetterState::Waiting.into()),
            tries: Set(0),
            next: Set(now.into()),
            since: Set(now.into()),
            until: Set(until.into()),
        };
        add(self.0, row).await?;
        Ok(id)
    }

    /// Takes up a letter that is to be tried now, for as long as it takes: until then nobody else does. None, when somebody
    /// has, or when it waits no more.
    pub async fn take(
        &self,
        letter: LetterId,
        (now, until): (Moment, Moment),
    ) -> Result<Option<TakenLetter>, StoreError> {
        let taken = outbox::Entity::changed(letter, LetterState::Waiting)
            .col_expr(outbox::Column::Next, At(until).into())
            .col_expr(outbox::Column::Tries, Expr::col(outbox::Column::Tries).add(1))
            .filter(outbox::Column::Next.lte(At(now)))
            .exec(self.0)
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let row = outbox::Entity::named(letter).one(self.0).await?;
        Ok(row.map(|row| TakenLetter {
            id: row.id.0,
            email: row.email,
            letter: row.letter.0,
            tries: u32::try_from(row.tries).unwrap_or(u32::MAX),
            until: row.until.0,
        }))
    }

    /// A letter that waited is in another state; gives whether it still waited.
    pub async fn becomes(
        &self,
        letter: LetterId,
        (from, to): (LetterState, LetterState),
    ) -> Result<bool, StoreError> {
        let changed = outbox::Entity::changed(letter, from)
            .col_expr(outbox::Column::State, Word(to).into())
            .exec(self.0)
            .await?;
        Ok(changed.rows_affected > 0)
    }

    /// A letter that the mail server did not keep is to be tried again.
    pub async fn again(&self, letter: LetterId, from: LetterState, next: Moment) -> Result<(), StoreError> {
        outbox::Entity::changed(letter, from)
            .col_expr(outbox::Column::State, Word(LetterState::Waiting).into())
            .col_expr(outbox::Column::Next, At(next).into())
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Removes those that were written before a moment; gives how many.
    pub async fn sweep(&self, before: Moment) -> Result<u64, StoreError> {
        Ok(outbox::Entity::swept(before).exec(self.0).await?.rows_affected)
    }
}
