//! People: the faces that events name.

use crate::columns::Id;
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, people};
use crate::transaction::Transaction;
use itineraire_domain::ids::{CellId, PersonId};
use itineraire_domain::views::pages::{FullName, PersonName};
use sea_orm::{ConnectionTrait, Set};

/// The people of a cell.
pub struct People<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> People<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The name of one.
    pub async fn name(&self, cell: CellId, person: PersonId) -> Result<Option<PersonName>, StoreError> {
        let row = people::Entity::one_in_cell(cell, Id(person)).one(self.0);
        Ok(row.await?.map(|row| row.shown()))
    }
}

impl People<'_, Transaction> {
    /// A new one.
    pub async fn create(&self, cell: CellId, person: PersonId, name: &FullName) -> Result<(), StoreError> {
        let row = people::ActiveModel {
            id: Set(person.into()),
            cell_id: Set(cell.into()),
            first_name: Set(name.first.clone()),
            last_name: Set(name.last.clone()),
            job: Set(name.job.clone()),
        };
        add(self.0, row).await
    }
}
