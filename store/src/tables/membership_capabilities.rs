//! What a membership lets its person be.

use super::{OfCell, accounts, cells, memberships, organisations, people};
use crate::columns::{At, Id, Word};
use itineraire_domain::access::{Capability, MembershipState};
use itineraire_domain::ids::{AccountId, CellId, MembershipId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::{
    FromQueryResult, JoinType, QueryOrder, QuerySelect, QueryTrait, SelectModel, SelectTwo, Selector,
};

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

/// One of the capabilities of a membership, with where and for whom that is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Choice {
    pub membership_id: Id<MembershipId>,
    pub capability: Word<Capability>,
    pub cell: String,
    pub commune: String,
    pub organisation: Option<String>,
}

/// One of the capabilities of someone who works with a cell, with who they are.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Member {
    pub membership_id: Id<MembershipId>,
    pub capability: Word<Capability>,
    pub person_id: Id<PersonId>,
    pub state: Word<MembershipState>,
    pub since: At,
    pub until: Option<At>,
    pub first_name: String,
    pub last_name: String,
    pub job: String,
    pub organisation: Option<String>,
    pub email: Option<String>,
}

impl Entity {
    /// Who works with a cell, in whatever state: the usagers do not.
    pub fn members(cell: CellId) -> Selector<SelectModel<Member>> {
        Self::in_cell(cell)
            .join(JoinType::InnerJoin, Relation::Memberships.def())
            .join(JoinType::InnerJoin, memberships::Relation::People.def())
            .join(JoinType::LeftJoin, memberships::Relation::Organisations.def())
            .join(JoinType::LeftJoin, memberships::Relation::Accounts.def())
            .filter(Column::Capability.ne(Word(Capability::Usager)))
            .select_only()
            .columns([Column::MembershipId, Column::Capability])
            .columns([
                memberships::Column::PersonId,
                memberships::Column::State,
                memberships::Column::Since,
                memberships::Column::Until,
            ])
            .columns([
                people::Column::FirstName,
                people::Column::LastName,
                people::Column::Job,
            ])
            .column_as(organisations::Column::Name, "organisation")
            .column(accounts::Column::Email)
            .into_model()
    }

    /// What whoever works with a cell may be, of whatever cell.
    pub fn of_members() -> Select<Self> {
        Self::find().filter(Column::Capability.ne(Word(Capability::Usager)))
    }

    /// What the active memberships of an account let it be, whatever the cell; each with its membership.
    pub fn of_account(account: AccountId) -> SelectTwo<Self, memberships::Entity> {
        active(Self::find()).filter(memberships::Column::AccountId.eq(Id(account)))
    }

    /// The same, with where and for whom each membership is, the oldest first.
    pub fn choices_of(account: AccountId) -> Selector<SelectModel<Choice>> {
        Self::find()
            .join(JoinType::InnerJoin, Relation::Memberships.def())
            .join(JoinType::InnerJoin, Relation::Cells.def())
            .join(JoinType::LeftJoin, memberships::Relation::Organisations.def())
            .filter(memberships::Column::AccountId.eq(Id(account)))
            .filter(is_active())
            .order_by_asc(memberships::Column::Since)
            .order_by_asc(Column::MembershipId)
            .select_only()
            .columns([Column::MembershipId, Column::Capability])
            .column_as(cells::Column::Name, "cell")
            .column(cells::Column::Commune)
            .column_as(organisations::Column::Name, "organisation")
            .into_model()
    }

    /// Who of a cell may be one of these things, under active memberships.
    pub fn who_can(cell: CellId, capabilities: &[Capability]) -> Select<people::Entity> {
        let capabilities = capabilities.iter().copied().map(Word);
        let memberships = Self::in_cell(cell)
            .join(JoinType::InnerJoin, Relation::Memberships.def())
            .filter(Column::Capability.is_in(capabilities))
            .filter(is_active())
            .select_only()
            .column(memberships::Column::PersonId)
            .into_query();
        people::Entity::in_cell(cell).filter(people::Column::Id.in_subquery(memberships))
    }

    /// The cells in which someone is one of these things, under an active membership.
    pub fn cells_of(capabilities: &[Capability]) -> Select<cells::Entity> {
        let capabilities = capabilities.iter().copied().map(Word);
        let theirs = Self::find()
            .join(JoinType::InnerJoin, Relation::Memberships.def())
            .filter(Column::Capability.is_in(capabilities))
            .filter(is_active())
            .select_only()
            .column(Column::CellId)
            .into_query();
        cells::Entity::every().filter(cells::Column::Id.in_subquery(theirs))
    }

    /// The same as [`Entity::of_account`], of a person of a cell.
    pub fn of_person(cell: CellId, person: PersonId) -> SelectTwo<Self, memberships::Entity> {
        active(Self::in_cell(cell)).filter(memberships::Column::PersonId.eq(Id(person)))
    }
}

fn active(capabilities: Select<Entity>) -> SelectTwo<Entity, memberships::Entity> {
    capabilities
        .find_also_related(memberships::Entity)
        .filter(is_active())
}

fn is_active() -> Expr {
    memberships::Column::State.eq(Word(MembershipState::Active))
}
