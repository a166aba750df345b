//! What was corrected of what is kept of a person (GDPR, art. 16): what it was, what it is, who and when.

use crate::columns::{At, Id, Word};
use itineraire_domain::ids::{CellId, PersonId};
use itineraire_domain::people::Unclear;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "people_corrected")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Uuid>,
    pub cell_id: Id<CellId>,
    pub person_id: Id<PersonId>,
    pub by_id: Id<PersonId>,
    /// Which answer of the form.
    pub what: Word<Unclear>,
    pub before: String,
    pub after: String,
    pub at: At,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "by_id", to = "id")]
    pub by: BelongsTo<super::people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
