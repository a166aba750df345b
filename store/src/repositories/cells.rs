//! Cells: the tenants of the database.

use crate::connections::add;
use crate::error::StoreError;
use crate::tables::cells;
use crate::transaction::Transaction;
use itineraire_domain::ids::CellId;
use sea_orm::{ConnectionTrait, Set};

/// The cells of the database.
pub struct Cells<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Cells<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// Whether the database holds a cell.
    pub async fn is_any(&self) -> Result<bool, StoreError> {
        Ok(cells::Entity::every().one(self.0).await?.is_some())
    }
}

impl Cells<'_, Transaction> {
    /// A new cell.
    pub async fn create(&self, cell: CellId, name: &str, commune: &str) -> Result<(), StoreError> {
        let row = cells::ActiveModel {
            id: Set(cell.into()),
            name: Set(name.into()),
            commune: Set(commune.into()),
        };
        add(self.0, row).await
    }
}
