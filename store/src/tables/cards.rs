//! The cards of usagers, one after another, and the tries of their PIN. One is in use; those before it stay.

use super::OfCell;
use crate::columns::{At, Id, Word};
use itineraire_domain::access::ThingState;
use itineraire_domain::ids::{CardId, CellId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cards")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<CardId>,
    pub cell_id: Id<CellId>,
    pub person_id: Id<PersonId>,
    pub secret_hash: String,
    pub pin_hash: String,
    pub state: Word<ThingState>,
    pub since: At,
    pub until: Option<At>,
    pub wrong: i32,
    pub wait_until: At,
    /// Who gave it.
    pub given_by: Option<Id<PersonId>>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The card in use with this secret: it says which cell, and whose it is.
    pub fn by_secret(hash: &str) -> Select<Self> {
        Self::find()
            .filter(Column::SecretHash.eq(hash))
            .filter(Column::State.eq(Word(ThingState::Active)))
    }

    /// The card in use of a person.
    pub fn in_use(cell: CellId, person: PersonId) -> Select<Self> {
        Self::in_cell(cell)
            .filter(Column::PersonId.eq(Id(person)))
            .filter(Column::State.eq(Word(ThingState::Active)))
    }
}
