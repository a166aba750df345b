//! What a membership lets its person be.

use super::{OfCell, memberships};
use crate::columns::{Id, Word};
use itineraire_domain::access::{Capability, MembershipState};
use itineraire_domain::ids::{AccountId, CellId, MembershipId, PersonId};
use sea_orm::SelectTwo;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "membership_capabilities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub membership_id: Id<MembershipId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub capability: Word<Capability>,
    pub cell_id: Id<CellId>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "membership_id", to = "id")]
    pub membership: BelongsTo<memberships::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// What the active memberships of an account let it be, whatever the cell; each with its membership.
    pub fn of_account(account: AccountId) -> SelectTwo<Self, memberships::Entity> {
        active(Self::find()).filter(memberships::Column::AccountId.eq(Id(account)))
    }

    /// The same, of a person of a cell.
    pub fn of_person(cell: CellId, person: PersonId) -> SelectTwo<Self, memberships::Entity> {
        active(Self::in_cell(cell)).filter(memberships::Column::PersonId.eq(Id(person)))
    }
}

fn active(capabilities: Select<Entity>) -> SelectTwo<Entity, memberships::Entity> {
    capabilities
        .find_also_related(memberships::Entity)
        .filter(memberships::Column::State.eq(Word(MembershipState::Active)))
}
