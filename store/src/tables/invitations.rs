//! Who is asked to come to a cell, and until when: the way to a membership that nobody has yet.

use super::OfCell;
use crate::columns::{At, Id};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, LetterId, MembershipId, PersonId};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<Uuid>,
    pub cell_id: Id<CellId>,
    pub membership_id: Id<MembershipId>,
    /// Who asks.
    pub by_id: Id<PersonId>,
    /// Whom: in lower case.
    pub email: String,
    pub secret_hash: String,
    pub since: At,
    pub until: At,
    pub used: Option<At>,
    /// The letter that brings it; none, where it is handed over.
    pub letter_id: Option<Id<LetterId>>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "membership_id", to = "id")]
    pub membership: BelongsTo<super::memberships::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The invitation with this secret, of whatever cell: it says which.
    pub fn by_secret(hash: &str) -> Select<Self> {
        Self::find().filter(Column::SecretHash.eq(hash))
    }

    /// The invitation that a letter brings, of whatever cell.
    pub fn by_letter(letter: LetterId) -> Select<Self> {
        Self::find().filter(Column::LetterId.eq(Id(letter)))
    }

    /// Those that still open something at a moment.
    pub fn opens_at(now: Moment) -> Condition {
        Condition::all()
            .add(Column::Used.is_null())
            .add(Column::Until.gt(At(now)))
    }
}
