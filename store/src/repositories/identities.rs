//! What identifies a person beyond their name: kept apart from it, and erased without it.

use crate::columns::Id;
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, identities};
use crate::transaction::Transaction;
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::{CellId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};

/// What identifies a person beyond their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Their day of birth.
    pub born: Option<Day>,
    /// Where they are called.
    pub phone: Option<String>,
    /// Where they are written to; no way to sign in.
    pub email: Option<String>,
    /// The language to speak in (BCP 47: `fr`, `ar`).
    pub language: String,
}

/// What identifies people beyond their names.
pub struct Identities<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Identities<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// What identifies a person, if that is known and was not erased.
    pub async fn of(&self, cell: CellId, person: PersonId) -> Result<Option<Identity>, StoreError> {
        let row = identities::Entity::one_in_cell(cell, Id(person));
        let Some(row) = row.one(self.0).await? else {
            return Ok(None);
        };
        Ok(Some(Identity {
            born: row.born.map(|it| it.0),
            phone: row.phone,
            email: row.email,
            language: row.language,
        }))
    }
}

impl Identities<'_, Transaction> {
    /// Keeps what identifies a person, in place of what was known before.
    pub async fn keep(&self, cell: CellId, person: PersonId, identity: &Identity) -> Result<(), StoreError> {
        let row = identities::ActiveModel {
            person_id: Set(person.into()),
            cell_id: Set(cell.into()),
            born: Set(identity.born.map(Into::into)),
            phone: Set(identity.phone.clone()),
            email: Set(identity.email.clone()),
            language: Set(identity.language.clone()),
        };
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(Id(person)))
            .exec(self.0)
            .await?;
        add(self.0, row).await
    }

    /// Erases what identifies a person. Their name and their parcours stay.
    pub async fn erase(&self, cell: CellId, person: PersonId) -> Result<(), StoreError> {
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(Id(person)))
            .exec(self.0)
            .await?;
        Ok(())
    }
}
