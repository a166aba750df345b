//! That someone told a person what is kept of them, and what they may ask (GDPR, art. 13).

use crate::columns::{At, Id, Word};
use itineraire_domain::ids::{CellId, PersonId};
use itineraire_domain::people::Told;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "people_told")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Uuid>,
    pub cell_id: Id<CellId>,
    pub person_id: Id<PersonId>,
    pub by_id: Id<PersonId>,
    pub how: Word<Told>,
    pub at: At,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
