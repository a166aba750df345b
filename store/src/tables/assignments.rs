//! Which professional is assigned to which parcours.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcours_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub cell_id: Uuid,
    pub referent: bool,
    pub active: bool,
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
    #[sea_orm(
        belongs_to = "super::people::Entity",
        from = "Column::PersonId",
        to = "super::people::Column::Id"
    )]
    Person,
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

impl Related<super::people::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
