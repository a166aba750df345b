//! Signed-in sessions, by the hash of their token. A session names the membership that it acts under.

use super::{OfCell, assignments, membership_capabilities, memberships, parcours, share_rows};
use crate::columns::{At, Id, Word};
use itineraire_domain::access::{Capability, MembershipState};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AccountId, CellId, MembershipId, OrganisationId, ParcoursId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, IntoColumnRef, Query, SelectStatement, ValueTuple};
use sea_orm::{
    Condition, DeleteMany, FromQueryResult, JoinType, QuerySelect, QueryTrait, SelectModel, Selector,
    UpdateMany,
};
use std::collections::BTreeSet;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub cell_id: Id<CellId>,
    pub membership_id: Id<MembershipId>,
    pub ends: At,
    pub idle: i64,
    pub seen: At,
    pub proven: Option<String>,
    /// The parcours whose usager has the tablet meanwhile: this session opens nothing but the way back.
    pub handed_over: Option<Id<ParcoursId>>,
    /// Codes that were tried: to take it up again, or to open it.
    pub tries: i32,
    pub since: At,
    /// From which browser, as its person knows it.
    pub browser: String,
    /// The password was given, and what is asked beside it was not: this session opens nothing yet.
    pub half: bool,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "membership_id", to = "id")]
    pub membership: BelongsTo<super::memberships::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

/// Who asks, in one query: a row for each capability of a session's membership, and each parcours that it asks about.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Asking {
    pub token_hash: String,
    pub cell_id: Id<CellId>,
    pub membership_id: Id<MembershipId>,
    pub ends: At,
    pub idle: i64,
    pub seen: At,
    pub proven: Option<String>,
    pub account_id: Option<Id<AccountId>>,
    pub person_id: Id<PersonId>,
    pub organisation_id: Option<Id<OrganisationId>>,
    pub state: Word<MembershipState>,
    pub capability: Word<Capability>,
    /// The parcours asked about, if it is there, in this cell.
    pub parcours_id: Option<Id<ParcoursId>>,
    /// Whose it is.
    pub usager_id: Option<Id<PersonId>>,
    /// Until when they are assigned to it; the end of time for an open end.
    pub assigned: Option<At>,
    /// Until when something of it is shared with their organisation.
    pub shared: Option<At>,
}

impl Entity {
    /// A session that was left with its tablet, by its token; one at which a code may still be tried.
    pub fn handed_over(hash: &str, tries_at_most: i32) -> Select<Self> {
        Self::find_by_id(hash)
            .filter(Column::HandedOver.is_not_null())
            .filter(Column::Tries.lt(tries_at_most))
    }

    /// The same, where a try is counted.
    pub fn tried(hash: &str, tries_at_most: i32) -> UpdateMany<Self> {
        Self::update_many()
            .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
            .filter(Column::TokenHash.eq(hash))
            .filter(Column::HandedOver.is_not_null())
            .filter(Column::Tries.lt(tries_at_most))
    }

    /// A session of which half was given, at which a code may still be tried.
    pub fn half(hash: &str, tries_at_most: i32) -> Select<Self> {
        Self::find_by_id(hash)
            .filter(Column::Half.eq(true))
            .filter(Column::Tries.lt(tries_at_most))
    }

    /// The same, where a try is counted.
    pub fn half_tried(hash: &str, tries_at_most: i32) -> UpdateMany<Self> {
        Self::update_many()
            .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
            .filter(Column::TokenHash.eq(hash))
            .filter(Column::Half.eq(true))
            .filter(Column::Tries.lt(tries_at_most))
    }

    /// The sessions of an account, under whatever membership of whatever cell.
    pub fn of_account(account: AccountId) -> Select<Self> {
        Self::find()
            .join(JoinType::InnerJoin, Relation::Memberships.def())
            .filter(memberships::Column::AccountId.eq(Id(account)))
            .filter(Column::Half.eq(false))
    }

    /// The end of a session.
    pub fn ended(hash: &str) -> DeleteMany<Self> {
        Self::delete_many().filter(Column::TokenHash.eq(hash))
    }

    /// The end of every session of a person of a cell, under whatever membership.
    pub fn ended_of(cell: CellId, person: PersonId) -> DeleteMany<Self> {
        let theirs = Query::select()
            .column(memberships::Column::Id)
            .from(memberships::Entity)
            .and_where(Expr::col(memberships::Column::CellId).eq(Id(cell)))
            .and_where(Expr::col(memberships::Column::PersonId).eq(Id(person)))
            .to_owned();
        Self::remove_in_cell(cell).filter(Column::MembershipId.in_subquery(theirs))
    }

    /// Sessions that have ended at a moment, whether at rest or not, of every cell.
    pub fn swept(now: Moment) -> DeleteMany<Self> {
        Self::delete_many().filter(Column::Ends.lte(At(now)))
    }

    /// The sessions of these tokens with their memberships, those memberships' capabilities, and their ties to the parcours
    /// of the same cell that each asks about. An assignment that begins after `now` is none yet, and a session that was left
    /// with its tablet asks nothing, nor one of which half was given.
    pub fn asking(asked: &BTreeSet<(&str, ParcoursId)>, now: Moment) -> Selector<SelectModel<Asking>> {
        let the_parcours = (parcours::Entity, parcours::Column::Id);
        let open_end =
            Expr::col((assignments::Entity, assignments::Column::Until)).if_null(At(Moment(i64::MAX)));
        let assigned = Query::select()
            .expr(Func::max(open_end))
            .from(assignments::Entity)
            .and_where(Expr::col((assignments::Entity, assignments::Column::ParcoursId)).equals(the_parcours))
            .and_where(same(
                (assignments::Entity, assignments::Column::CellId),
                memberships::Column::CellId,
            ))
            .and_where(same(
                (assignments::Entity, assignments::Column::PersonId),
                memberships::Column::PersonId,
            ))
            .and_where(Expr::col((assignments::Entity, assignments::Column::Since)).lte(At(now)))
            .to_owned();
        let shared = Query::select()
            .expr(Func::max(Expr::col((
                share_rows::Entity,
                share_rows::Column::Until,
            ))))
            .from(share_rows::Entity)
            .and_where(Expr::col((share_rows::Entity, share_rows::Column::ParcoursId)).equals(the_parcours))
            .and_where(same(
                (share_rows::Entity, share_rows::Column::CellId),
                memberships::Column::CellId,
            ))
            .and_where(same(
                (share_rows::Entity, share_rows::Column::OrganisationId),
                memberships::Column::OrganisationId,
            ))
            .to_owned();
        let pairs = asked
            .iter()
            .map(|(token, of)| ValueTuple::Many(vec![(*token).into(), Id(*of).into()]));
        let pair = [Expr::col((Entity, Column::TokenHash)), Expr::col(the_parcours)];
        // The ids alone too: by them the database finds its rows.
        let asked_about = Condition::all()
            .add(Expr::col(the_parcours).is_in(asked.iter().map(|(_, of)| Id(*of))))
            .add(Expr::tuple(pair).in_tuples(pairs))
            .add(same(
                (parcours::Entity, parcours::Column::CellId),
                memberships::Column::CellId,
            ));
        let mut asking = Self::find()
            .filter(Column::TokenHash.is_in(asked.iter().map(|(token, _)| *token)))
            .filter(Column::HandedOver.is_null())
            .filter(Column::Half.eq(false))
            .join(JoinType::InnerJoin, Relation::Memberships.def())
            .join_rev(
                JoinType::InnerJoin,
                membership_capabilities::Relation::Memberships.def(),
            )
            .select_only()
            .columns([
                Column::TokenHash,
                Column::CellId,
                Column::MembershipId,
                Column::Ends,
                Column::Idle,
                Column::Seen,
                Column::Proven,
            ])
            .columns([
                memberships::Column::AccountId,
                memberships::Column::PersonId,
                memberships::Column::OrganisationId,
                memberships::Column::State,
            ])
            .column(membership_capabilities::Column::Capability)
            .column_as(parcours::Column::Id, "parcours_id")
            .column(parcours::Column::UsagerId)
            .expr_as(subquery(assigned), "assigned")
            .expr_as(subquery(shared), "shared");
        QueryTrait::query(&mut asking).join(JoinType::LeftJoin, parcours::Entity, asked_about);
        asking.into_model()
    }
}

/// What a row of another table has in common with the membership.
fn same(column: impl IntoColumnRef, of_membership: memberships::Column) -> Expr {
    Expr::col(column).equals((memberships::Entity, of_membership))
}

fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
