//! The steps, as lists read them.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "step_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cell_id: Uuid,
    pub title: String,
    pub theme: String,
    pub stage: String,
    pub proposed_by: Uuid,
    pub due_day: Option<String>,
    pub due_hour: Option<String>,
    pub due_before: bool,
    pub done_at: Option<i64>,
    pub needs_help: bool,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "parcours_id", to = "id")]
    pub parcours: BelongsTo<super::parcours::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
