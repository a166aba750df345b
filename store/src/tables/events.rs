//! What happened, in the order of each stream (`OR1`).

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub cell_id: Uuid,
    pub at: i64,
    pub by: Uuid,
    pub client_id: Uuid,
    pub with_whom: Option<Uuid>,
    pub kind: String,
    pub version: i32,
    pub body: String,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "stream_id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
    #[sea_orm(belongs_to, from = "by", to = "id")]
    pub by_row: BelongsTo<super::people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
