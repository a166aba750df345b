//! The tablets of a cell, and what became of them.

use crate::columns::{At, Id, Word};
use itineraire_domain::access::ThingState;
use itineraire_domain::ids::{CellId, DeviceId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<DeviceId>,
    pub cell_id: Id<CellId>,
    /// *Tablette du bus*
    pub name: String,
    pub state: Word<ThingState>,
    pub since: At,
    pub until: Option<At>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
