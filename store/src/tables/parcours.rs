//! Parcours.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parcours")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cell_id: Uuid,
    pub usager_id: Uuid,
    pub first_name: String,
    pub level: String,
    pub opened: i64,
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
        belongs_to = "super::streams::Entity",
        from = "Column::Id",
        to = "super::streams::Column::Id"
    )]
    Stream,
    #[sea_orm(
        belongs_to = "super::people::Entity",
        from = "Column::UsagerId",
        to = "super::people::Column::Id"
    )]
    Usager,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::cells::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cell.def()
    }
}

impl Related<super::streams::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Stream.def()
    }
}

impl Related<super::people::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Usager.def()
    }
}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// These parcours, whosever: a batch holds several cells'. Each command is held against its session's cell.
    pub fn these(ids: impl IntoIterator<Item = Uuid>) -> Select<Self> {
        Self::find().filter(Column::Id.is_in(ids))
    }
}
