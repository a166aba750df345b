//! What became of a need that was noticed, move by move: who and when.

use crate::columns::{At, Id, Word};
use itineraire_domain::ids::{CellId, PersonId, ReferralId};
use itineraire_domain::referral::ReferralState;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "referral_moves")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Uuid>,
    pub cell_id: Id<CellId>,
    pub referral_id: Id<ReferralId>,
    pub by_id: Option<Id<PersonId>>,
    pub state: Word<ReferralState>,
    pub words: Option<String>,
    pub at: At,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "referral_id", to = "id")]
    pub referral: BelongsTo<super::referrals::Entity>,
    #[sea_orm(belongs_to, from = "by_id", to = "id")]
    pub by: BelongsTo<Option<super::people::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}
