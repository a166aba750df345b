//! The cells (CAG): the tenants that every row belongs to.

use crate::columns::Id;
use itineraire_domain::ids::CellId;
use sea_orm::UpdateMany;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cells")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<CellId>,
    pub name: String,
    pub commune: String,
    pub zone: String,
    pub share_days: i16,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// Every cell of the database.
    pub fn every() -> Select<Self> {
        Self::find()
    }

    /// A cell.
    pub fn one(cell: CellId) -> Select<Self> {
        Self::find_by_id(Id(cell))
    }

    /// A change of a cell.
    pub fn change(cell: CellId) -> UpdateMany<Self> {
        Self::update_many().filter(Column::Id.eq(Id(cell)))
    }

    /// The cell that is called so: whoever has its file knows its name, and not its id.
    pub fn named(commune: &str, name: &str) -> Select<Self> {
        Self::find()
            .filter(Column::Commune.eq(commune))
            .filter(Column::Name.eq(name))
    }
}
