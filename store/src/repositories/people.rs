//! People: the faces that events name.

use crate::columns::{Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, memberships, people};
use crate::transaction::Transaction;
use itineraire_domain::access::Display;
use itineraire_domain::ids::{AccountId, CellId, PersonId};
use itineraire_domain::views::pages::{FullName, PersonName};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};

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

    /// The name of one, as they are registered under it.
    pub async fn full_name(&self, cell: CellId, person: PersonId) -> Result<Option<FullName>, StoreError> {
        let row = people::Entity::one_in_cell(cell, Id(person)).one(self.0);
        let named = |row: people::Model| FullName::new(&row.first_name, &row.last_name, &row.job);
        Ok(row.await?.map(named))
    }

    /// The name of one, and how they want their pages shown.
    pub async fn shown(
        &self,
        cell: CellId,
        person: PersonId,
    ) -> Result<Option<(PersonName, Display)>, StoreError> {
        let row = people::Entity::one_in_cell(cell, Id(person)).one(self.0).await?;
        Ok(row.map(|row| {
            let display = Display {
                density: row.density.0,
                letters: row.letters,
            };
            (row.shown(), display)
        }))
    }
}

impl People<'_, Transaction> {
    /// Keeps how someone wants their pages shown: wherever their account leads, if they have one.
    pub async fn set_display(
        &self,
        (cell, person): (CellId, PersonId),
        account: Option<AccountId>,
        display: Display,
    ) -> Result<(), StoreError> {
        let change = match account {
            Some(account) => people::Entity::change_of(memberships::Entity::people_of(account)),
            None => people::Entity::change_in_cell(cell).filter(people::Column::Id.eq(Id(person))),
        };
        change
            .col_expr(people::Column::Density, Word(display.density).into())
            .col_expr(people::Column::Letters, display.letters.into())
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Someone is called otherwise: on every board, from the next time that it is loaded.
    pub async fn rename(
        &self,
        cell: CellId,
        person: PersonId,
        (first, last): (&str, &str),
    ) -> Result<(), StoreError> {
        people::Entity::change_in_cell(cell)
            .col_expr(people::Column::FirstName, first.into())
            .col_expr(people::Column::LastName, last.into())
            .filter(people::Column::Id.eq(Id(person)))
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// A new one.
    pub async fn create(&self, cell: CellId, person: PersonId, name: &FullName) -> Result<(), StoreError> {
        let display = Display::default();
        let row = people::ActiveModel {
            id: Set(person.into()),
            cell_id: Set(cell.into()),
            first_name: Set(name.first.clone()),
            last_name: Set(name.last.clone()),
            job: Set(name.job.clone()),
            density: Set(Word(display.density)),
            letters: Set(display.letters),
        };
        add(self.0, row).await
    }
}
