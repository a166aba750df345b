//! Cells: the tenants of the database.

use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{cells, membership_capabilities};
use crate::transaction::Transaction;
use itineraire_domain::access::Capability;
use itineraire_domain::ids::CellId;
use sea_orm::sea_query::LockType;
use sea_orm::{ConnectionTrait, QuerySelect, Set};
use std::collections::BTreeSet;

/// The cells of the database.
pub struct Cells<'c, C>(&'c C);

/// What a cell is, beside its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRow {
    /// *Le Trait*
    pub commune: String,
    /// *Cellule d’accompagnement globale*
    pub name: String,
    /// Where its clocks stand: *Europe/Paris*.
    pub zone: String,
    /// How many days a share lasts, when the person says nothing else.
    pub share_days: u16,
}

impl<'c, C: ConnectionTrait> Cells<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// Whether the database holds a cell.
    pub async fn is_any(&self) -> Result<bool, StoreError> {
        Ok(cells::Entity::every().one(self.0).await?.is_some())
    }

    /// A cell of the database, where there is one.
    pub async fn any(&self) -> Result<Option<CellRow>, StoreError> {
        let row = cells::Entity::every().one(self.0).await?;
        Ok(row.map(cell_row))
    }

    /// The cells that someone works with, by their communes and names.
    pub async fn worked_with(&self) -> Result<Vec<(CellId, CellRow)>, StoreError> {
        let rows = membership_capabilities::Entity::cells_of(&Capability::ACCOMPANYING)
            .all(self.0)
            .await?;
        let mut all: Vec<_> = rows.into_iter().map(|row| (row.id.0, cell_row(row))).collect();
        all.sort_by(|(_, a), (_, b)| (&a.commune, &a.name).cmp(&(&b.commune, &b.name)));
        Ok(all)
    }

    /// The communes of the cells here, each once.
    pub async fn communes(&self) -> Result<BTreeSet<String>, StoreError> {
        let all = cells::Entity::every().all(self.0).await?;
        Ok(all.into_iter().map(|row| row.commune).collect())
    }

    /// A cell, if there is one.
    pub async fn get(&self, cell: CellId) -> Result<Option<CellRow>, StoreError> {
        let row = cells::Entity::one(cell).one(self.0).await?;
        Ok(row.map(cell_row))
    }

    /// The cell of a commune that has a name, if there is one.
    pub async fn named(&self, commune: &str, name: &str) -> Result<Option<CellId>, StoreError> {
        let row = cells::Entity::named(commune, name).one(self.0).await?;
        Ok(row.map(|row| row.id.0))
    }
}

impl Cells<'_, Transaction> {
    /// A new cell.
    pub async fn create(&self, cell: CellId, row: &CellRow) -> Result<(), StoreError> {
        self.0.changes_the_house();
        add(self.0, active(cell, row)).await
    }

    /// Nobody comes to work with a cell, leaves it or is given a parcours of it until this transaction ends, by whoever holds it
    /// first. Rows that name the cell are written meanwhile.
    pub async fn hold(&self, cell: CellId) -> Result<(), StoreError> {
        cells::Entity::one(cell)
            .lock(LockType::NoKeyUpdate)
            .one(self.0)
            .await?;
        Ok(())
    }

    /// Changes what a cell is.
    pub async fn change(&self, cell: CellId, row: &CellRow) -> Result<(), StoreError> {
        self.0.changes_the_house();
        let change = cells::Entity::change(cell).set(active(cell, row));
        change.exec(self.0).await?;
        Ok(())
    }
}

fn cell_row(row: cells::Model) -> CellRow {
    CellRow {
        commune: row.commune,
        name: row.name,
        zone: row.zone,
        share_days: u16::try_from(row.share_days).unwrap_or_default(),
    }
}

fn active(cell: CellId, row: &CellRow) -> cells::ActiveModel {
    cells::ActiveModel {
        id: Set(cell.into()),
        name: Set(row.name.clone()),
        commune: Set(row.commune.clone()),
        zone: Set(row.zone.clone()),
        share_days: Set(i16::try_from(row.share_days).unwrap_or(i16::MAX)),
    }
}
