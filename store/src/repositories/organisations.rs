//! The organisations of a cell's network.

use crate::columns::Id;
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, organisations};
use crate::transaction::Transaction;
use itineraire_domain::ids::{CellId, OrganisationId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
use std::collections::BTreeMap;

/// The organisations of a cell's network.
pub struct Organisations<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Organisations<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The name of one.
    pub async fn name(&self, cell: CellId, id: OrganisationId) -> Result<Option<String>, StoreError> {
        let row = organisations::Entity::one_in_cell(cell, Id(id));
        Ok(row.one(self.0).await?.map(|row| row.name))
    }

    /// All of them, by their names.
    pub async fn by_name(&self, cell: CellId) -> Result<BTreeMap<String, OrganisationId>, StoreError> {
        let rows = organisations::Entity::in_cell(cell).all(self.0).await?;
        Ok(rows.into_iter().map(|row| (row.name, row.id.0)).collect())
    }

    /// All of them, each with whether something may be shared with it.
    pub async fn network(
        &self,
        cell: CellId,
    ) -> Result<BTreeMap<OrganisationId, (String, bool)>, StoreError> {
        let rows = organisations::Entity::in_cell(cell).all(self.0).await?;
        let all = rows.into_iter().map(|row| (row.id.0, (row.name, row.partner)));
        Ok(all.collect())
    }

    /// Those with which something may be shared, by their names.
    pub async fn partners(&self, cell: CellId) -> Result<BTreeMap<OrganisationId, String>, StoreError> {
        let rows = organisations::Entity::in_cell(cell)
            .filter(organisations::Column::Partner.eq(true))
            .all(self.0)
            .await?;
        Ok(rows.into_iter().map(|row| (row.id.0, row.name)).collect())
    }
}

impl Organisations<'_, Transaction> {
    /// Says whether something may be shared with it.
    pub async fn change(&self, cell: CellId, id: OrganisationId, partner: bool) -> Result<(), StoreError> {
        organisations::Entity::change_in_cell(cell)
            .filter(organisations::Column::Id.eq(Id(id)))
            .col_expr(organisations::Column::Partner, partner.into())
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// A new one.
    pub async fn create(
        &self,
        cell: CellId,
        id: OrganisationId,
        name: &str,
        partner: bool,
    ) -> Result<(), StoreError> {
        let row = organisations::ActiveModel {
            id: Set(id.into()),
            cell_id: Set(cell.into()),
            name: Set(name.into()),
            partner: Set(partner),
        };
        add(self.0, row).await
    }
}
