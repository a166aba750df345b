//! Clients (`ID1`). The number of the last command of each is the last that was answered (`commands`).

use crate::columns::{At, Id};
use itineraire_domain::ids::{CellId, ClientId, PersonId, StreamId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "clients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<ClientId>,
    pub cell_id: Id<CellId>,
    pub person_id: Id<PersonId>,
    pub stream_id: Id<StreamId>,
    pub issued: At,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::people::Entity>,
    #[sea_orm(belongs_to, from = "stream_id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
