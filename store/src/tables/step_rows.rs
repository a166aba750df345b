//! The steps, as lists read them.

use sea_orm::entity::prelude::*;

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
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::cells::Entity",
        from = "Column::CellId",
        to = "super::cells::Column::Id"
    )]
    Cell,
    #[sea_orm(
        belongs_to = "super::parcours::Entity",
        from = "Column::ParcoursId",
        to = "super::parcours::Column::Id"
    )]
    Parcours,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::cells::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cell.def()
    }
}

impl Related<super::parcours::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Parcours.def()
    }
}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
