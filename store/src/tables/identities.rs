//! What identifies a person beyond their name: apart from it, so that it can be erased without their parcours.

use crate::columns::{Id, On};
use itineraire_domain::ids::{CellId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Id<PersonId>,
    pub cell_id: Id<CellId>,
    /// The first name of their papers, where they are called otherwise.
    pub first_name: Option<String>,
    /// ISO 8601 (`1984-03-09`).
    pub born: Option<On>,
    /// The year alone.
    pub birth_year: Option<i16>,
    pub commune: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// The language to speak in (BCP 47: `fr`, `ar`).
    pub language: String,
    /// When and how they are best reached, in words.
    pub reach: Option<String>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
