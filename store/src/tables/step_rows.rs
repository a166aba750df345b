//! The steps, as lists read them.

use crate::columns::{At, Clock, Id, On, Word};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, StepId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a step stands: its column, or that it was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    ToDiscuss,
    Decided,
    InProgress,
    Done,
    Stopped,
}

impl Stands {
    /// Those that ask for nothing any more.
    pub const OVER: [Word<Self>; 2] = [Word(Self::Done), Word(Self::Stopped)];
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "step_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcours_id: Id<ParcoursId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<StepId>,
    pub cell_id: Id<CellId>,
    pub title: String,
    pub theme: Word<Theme>,
    pub stage: Word<Stands>,
    pub proposed_by: Id<PersonId>,
    pub due_day: Option<On>,
    pub due_hour: Option<Clock>,
    pub due_before: bool,
    pub done_at: Option<At>,
    pub needs_help: bool,
    pub offered: bool,
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
