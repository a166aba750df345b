//! What identifies a person beyond their name: kept apart from it, and erased without it.

use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::open::Store;
use crate::tables::{OfCell, identities};
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::{CellId, PersonId};
use sea_orm::{ColumnTrait, QueryFilter, Set};

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

impl Store {
    /// Keeps what identifies a person, in place of what was known before.
    pub async fn set_identity(
        &self,
        cell: CellId,
        person: PersonId,
        identity: &Identity,
    ) -> Result<(), StoreError> {
        let row = identities::ActiveModel {
            person_id: Set(person.0),
            cell_id: Set(cell.0),
            born: Set(identity.born.map(|day| day.to_string())),
            phone: Set(identity.phone.clone()),
            email: Set(identity.email.clone()),
            language: Set(identity.language.clone()),
        };
        let transaction = begin(&self.pools.writes).await?;
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(person.0))
            .exec(&transaction)
            .await?;
        add(&transaction, row).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What identifies a person, if that is known and was not erased.
    pub async fn identity(&self, cell: CellId, person: PersonId) -> Result<Option<Identity>, StoreError> {
        let row = identities::Entity::one_in_cell(cell, person.0);
        let Some(row) = row.one(&self.pools.readers).await? else {
            return Ok(None);
        };
        let born = row.born.as_deref().map(str::parse).transpose();
        Ok(Some(Identity {
            born: born.map_err(|_| StoreError::Unreadable("day"))?,
            phone: row.phone,
            email: row.email,
            language: row.language,
        }))
    }

    /// Erases what identifies a person. Their name and their parcours stay.
    pub async fn erase_identity(&self, cell: CellId, person: PersonId) -> Result<(), StoreError> {
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(person.0))
            .exec(&self.pools.writes)
            .await?;
        Ok(())
    }
}
