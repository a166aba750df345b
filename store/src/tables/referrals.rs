//! Needs that were noticed, on their way to a cell (*repérage*).

use super::{OfCell, parcours};
use crate::columns::{At, Id, Word};
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, ReferralId};
use itineraire_domain::referral::ReferralState;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, QuerySelect, QueryTrait};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "referrals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<ReferralId>,
    pub cell_id: Id<CellId>,
    /// Who noticed it; none, where whoever asks for themselves wrote it.
    pub by_id: Option<Id<PersonId>>,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub reach: Option<String>,
    pub noticed: String,
    pub since: At,
    pub state: Word<ReferralState>,
    /// When it came to be so.
    pub moved: At,
    /// The parcours that was opened for them.
    pub parcours_id: Option<Id<ParcoursId>>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "by_id", to = "id")]
    pub by: BelongsTo<Option<super::people::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// Those for which a person's parcours was opened: their ids.
    pub fn taken_for(cell: CellId, person: PersonId) -> SelectStatement {
        let theirs = parcours::Entity::in_cell(cell)
            .filter(parcours::Column::UsagerId.eq(Id(person)))
            .select_only()
            .column(parcours::Column::Id)
            .into_query();
        Self::in_cell(cell)
            .filter(Column::ParcoursId.in_subquery(theirs))
            .select_only()
            .column(Column::Id)
            .into_query()
    }

    /// Whether something is still to be done about it.
    pub fn is_open() -> Condition {
        let open = ReferralState::ALL.into_iter().filter(|it| it.is_open());
        Condition::all().add(Column::State.is_in(open.map(Word)))
    }
}
