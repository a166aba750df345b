//! The first result of each command, for ever (`ID3`).

use crate::columns::{Id, Nth, Written};
use itineraire_domain::ids::{CellId, ClientId, StreamId};
use itineraire_domain::sync::message::CommandResult;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "commands")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Id<ClientId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: Nth<u64>,
    pub cell_id: Id<CellId>,
    pub stream_id: Id<StreamId>,
    pub result: Written<CommandResult>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "client_id", to = "id")]
    pub client: BelongsTo<super::clients::Entity>,
    #[sea_orm(belongs_to, from = "stream_id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
