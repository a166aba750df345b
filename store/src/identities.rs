//! What identifies a person beyond their name: kept apart from it, and erased without it.

use crate::columns::Id;
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
            person_id: Set(person.into()),
            cell_id: Set(cell.into()),
            born: Set(identity.born.map(Into::into)),
            phone: Set(identity.phone.clone()),
            email: Set(identity.email.clone()),
            language: Set(identity.language.clone()),
        };
        let transaction = begin(&self.pools.writes).await?;
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(Id(person)))
            .exec(&transaction)
            .await?;
        add(&transaction, row).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What identifies a person, if that is known and was not erased.
    pub async fn identity(&self, cell: CellId, person: PersonId) -> Result<Option<Identity>, StoreError> {
        let row = identities::Entity::one_in_cell(cell, Id(person));
        let Some(row) = row.one(&self.pools.readers).await? else {
            return Ok(None);
        };
        Ok(Some(Identity {
            born: row.born.map(|it| it.0),
            phone: row.phone,
            email: row.email,
            language: row.language,
        }))
    }

    /// Erases what identifies a person. Their name and their parcours stay.
    pub async fn erase_identity(&self, cell: CellId, person: PersonId) -> Result<(), StoreError> {
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(Id(person)))
            .exec(&self.pools.writes)
            .await?;
        Ok(())
    }
}
