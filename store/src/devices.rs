//! The tablets of a cell: things with a state and a history.

use crate::columns::{At, Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::open::Store;
use crate::tables::{OfCell, devices};
use itineraire_domain::access::ThingState;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, DeviceId};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, Set};

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

impl Store {
    /// A new tablet.
    pub async fn add_device(
        &self,
        cell: CellId,
        id: DeviceId,
        name: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = devices::ActiveModel {
            id: Set(id.into()),
            cell_id: Set(cell.into()),
            name: Set(name.into()),
            state: Set(ThingState::Active.into()),
            since: Set(now.into()),
            until: Set(None),
        };
        add(&self.pools.writes, row).await
    }

    /// A tablet that is in use is lost, or is put away. One that is not stays as it is: what became of it is history.
    pub async fn end_device(
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
            .exec(&self.pools.writes)
            .await?;
        Ok(())
    }

    /// The tablets of a cell, also those that are no more, by when they came.
    pub async fn devices(&self, cell: CellId) -> Result<Vec<Device>, StoreError> {
        let rows = devices::Entity::in_cell(cell)
            .order_by_asc(devices::Column::Since)
            .order_by_asc(devices::Column::Id)
            .all(&self.pools.readers)
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
