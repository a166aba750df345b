//! The shares, as lists and standings read them.

use super::{OfCell, parcours, people};
use crate::columns::{At, Id, Word};
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{CellId, OrganisationId, ParcoursId, StepId};
use sea_orm::entity::prelude::*;
use sea_orm::{JoinType, QuerySelect, SelectGetableTuple, Selector};
use serde::{Deserialize, Serialize};

/// What is shared, without which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedKind {
    Goal,
    Step,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "share_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcours_id: Id<ParcoursId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Id<OrganisationId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: Word<SharedKind>,
    /// Nil for what there is one of on a board.
    #[sea_orm(primary_key, auto_increment = false)]
    pub step_id: Id<StepId>,
    pub cell_id: Id<CellId>,
    pub theme: Option<Word<Theme>>,
    pub until: At,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "parcours_id", to = "id")]
    pub parcours: BelongsTo<super::parcours::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

/// A parcours with something shared, its usager's first name, and the theme of what is shared.
pub type Seen = (Id<ParcoursId>, String, Option<Word<Theme>>);

impl Entity {
    /// What an organisation is given now.
    pub fn seen_by(
        cell: CellId,
        organisation: OrganisationId,
        now: Moment,
    ) -> Selector<SelectGetableTuple<Seen>> {
        Self::in_cell(cell)
            .join(JoinType::InnerJoin, Relation::Parcours.def())
            .join(JoinType::InnerJoin, parcours::Relation::People.def())
            .filter(Column::OrganisationId.eq(Id(organisation)))
            .filter(Column::Until.gt(At(now)))
            .select_only()
            .column(Column::ParcoursId)
            .column(people::Column::FirstName)
            .column(Column::Theme)
            .into_tuple()
    }
}

impl super::Projected for Entity {
    const PARCOURS: Column = Column::ParcoursId;
}
