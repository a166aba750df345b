//! The answers to steps, as lists read them.

use crate::columns::{Id, Word};
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::Agreement;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// The kind of an answer, without its words and its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    Agreed,
    ToConfirm,
    Talk,
    Refused,
    OnPaper,
}

impl Answered {
    /// Those that someone is still waited for after.
    pub const OPEN: [Word<Self>; 2] = [Word(Self::ToConfirm), Word(Self::Talk)];
}

impl From<&Agreement> for Answered {
    fn from(answer: &Agreement) -> Self {
        match answer {
            Agreement::Agreed { .. } => Self::Agreed,
            Agreement::ToConfirm { .. } => Self::ToConfirm,
            Agreement::Talk { .. } => Self::Talk,
            Agreement::Refused { .. } => Self::Refused,
            Agreement::OnPaper { .. } => Self::OnPaper,
        }
    }
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "step_answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcours_id: Id<ParcoursId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub step_id: Id<StepId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Id<PersonId>,
    pub cell_id: Id<CellId>,
    pub answer: Word<Answered>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "parcours_id", to = "id")]
    pub parcours: BelongsTo<super::parcours::Entity>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl super::Projected for Entity {
    const PARCOURS: Column = Column::ParcoursId;
}
