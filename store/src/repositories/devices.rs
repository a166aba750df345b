//! The tablets of a cell: things with a state and a history.

use crate::columns::{At, Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, devices};
use crate::transaction::Transaction;
use itineraire_domain::access::ThingState;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, DeviceId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, Set};

/// A tablet of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// *Tablette du bus*
    pub name: String,
    /// What became of it.
    pub state: ThingState,
    /// When it came.
    pub since: Moment,
    /// When it was lost or put away.
    pub until: Option<Moment>,
}

/// The tablets of a cell.
pub struct Devices<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Devices<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The tablets of a cell, also those that are no more, by when they came.
    pub async fn all(&self, cell: CellId) -> Result<Vec<Device>, StoreError> {
        let rows = devices::Entity::in_cell(cell)
            .order_by_asc(devices::Column::Since)
            .order_by_asc(devices::Column::Id)
            .all(self.0)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| Device {
                id: row.id.0,
                name: row.name,
                state: row.state.0,
                since: row.since.0,
                until: row.until.map(|it| it.0),
            })
            .collect())
    }
}

impl Devices<'_, Transaction> {
    /// A new one.
    pub async fn add(&self, cell: CellId, id: DeviceId, name: &str, now: Moment) -> Result<(), StoreError> {
        let row = devices::ActiveModel {
            id: Set(id.into()),
            cell_id: Set(cell.into()),
            name: Set(name.into()),
            state: Set(ThingState::Active.into()),
            since: Set(now.into()),
            until: Set(None),
        };
        add(self.0, row).await
    }

    /// A tablet that is in use is lost, or is put away. One that is not stays as it is: what became of it is history.
    pub async fn end(
        &self,
        cell: CellId,
        id: DeviceId,
        state: ThingState,
        now: Moment,
    ) -> Result<(), StoreError> {
        devices::Entity::change_in_cell(cell)
            .col_expr(devices::Column::State, Word(state).into())
            .col_expr(devices::Column::Until, At(now).into())
            .filter(devices::Column::Id.eq(Id(id)))
            .filter(devices::Column::State.eq(Word(ThingState::Active)))
            .exec(self.0)
            .await?;
        Ok(())
    }
}
