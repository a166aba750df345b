//! Who is a member of a cell, as what, for which organisation.

use super::OfCell;
use itineraire_domain::ids::CellId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub cell_id: Uuid,
    pub organisation_id: Option<Uuid>,
    pub role: String,
    pub state: String,
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
        belongs_to = "super::people::Entity",
        from = "Column::PersonId",
        to = "super::people::Column::Id"
    )]
    Person,
    #[sea_orm(
        belongs_to = "super::organisations::Entity",
        from = "Column::OrganisationId",
        to = "super::organisations::Column::Id"
    )]
    Organisation,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::cells::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cell.def()
    }
}

impl Related<super::people::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl Related<super::organisations::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organisation.def()
    }
}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// A person's membership of a cell, if it is active.
    pub fn active(cell: CellId, person: Uuid) -> Select<Self> {
        Self::one_in_cell(cell, person).filter(Column::State.eq("active"))
    }
}
