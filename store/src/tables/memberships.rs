//! Who is a member of a cell: under which account, as which person, for which organisation, since when. One account may
//! have several, in several cells. A usager's has no account: they have a card.

use super::OfCell;
use crate::columns::{At, Id, Word};
use itineraire_domain::access::MembershipState;
use itineraire_domain::ids::{AccountId, CellId, MembershipId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<MembershipId>,
    pub cell_id: Id<CellId>,
    pub account_id: Option<Id<AccountId>>,
    pub person_id: Id<PersonId>,
    pub organisation_id: Option<Id<OrganisationId>>,
    pub state: Word<MembershipState>,
    pub since: At,
    pub until: Option<At>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<Option<super::accounts::Entity>>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::people::Entity>,
    #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
    pub organisation: BelongsTo<Option<super::organisations::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// What an account has, in whatever cell, that is not over.
    pub fn held_by(account: AccountId) -> Select<Self> {
        Self::find()
            .filter(Column::AccountId.eq(Id(account)))
            .filter(Column::State.ne(Word(MembershipState::Ended)))
    }

    /// Whom an account is, in whatever cell.
    pub fn people_of(account: AccountId) -> SelectStatement {
        Query::select()
            .column(Column::PersonId)
            .from(Self)
            .and_where(Expr::col(Column::AccountId).eq(Id(account)))
            .to_owned()
    }
}
