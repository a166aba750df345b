//! The cells (CAG): the tenants that every row belongs to.

use crate::columns::Id;
use itineraire_domain::ids::CellId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cells")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<CellId>,
    pub name: String,
    pub commune: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// Every cell of the database.
    pub fn every() -> Select<Self> {
        Self::find()
    }
}
