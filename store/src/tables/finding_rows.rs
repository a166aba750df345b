//! The freins and leviers, as lists read them.

use crate::columns::{At, Id, Word};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{CellId, FindingId, ParcoursId};
use itineraire_domain::parcours::Level;
use itineraire_domain::parcours::Side;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "finding_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcours_id: Id<ParcoursId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<FindingId>,
    pub cell_id: Id<CellId>,
    pub side: Word<Side>,
    pub theme: Word<Theme>,
    pub words: String,
    pub person_level: Option<Word<Level>>,
    pub team_level: Option<Word<Level>>,
    pub lifted_at: Option<At>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "parcours_id", to = "id")]
    pub parcours: BelongsTo<super::parcours::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl super::Projected for Entity {
    const PARCOURS: Column = Column::ParcoursId;
}
