//! Parcours. A usager may have one after another.

use super::{OfCell, people};
use crate::columns::{At, Id, Word};
use itineraire_domain::ids::{CellId, ParcoursId, PersonId};
use itineraire_domain::parcours::CircleLevel;
use sea_orm::SelectTwo;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parcours")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<ParcoursId>,
    pub cell_id: Id<CellId>,
    pub usager_id: Id<PersonId>,
    pub level: Word<CircleLevel>,
    pub opened: At,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
    #[sea_orm(belongs_to, from = "usager_id", to = "id")]
    pub usager: BelongsTo<people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The parcours of a cell, each with its stream.
    pub fn with_stream(cell: CellId) -> SelectTwo<Self, super::streams::Entity> {
        Self::in_cell(cell).find_also_related(super::streams::Entity)
    }

    /// The parcours of a cell, each with its usager.
    pub fn with_usager(cell: CellId) -> SelectTwo<Self, people::Entity> {
        Self::in_cell(cell).find_also_related(people::Entity)
    }
}
