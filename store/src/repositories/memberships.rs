//! Who is a member of what, as what.

use super::people::People;
use crate::closing::Closing;
use crate::columns::{At, Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::membership_capabilities::Choice;
use crate::tables::{OfCell, membership_capabilities, memberships, sessions};
use crate::transaction::Transaction;
use itineraire_domain::access::{Capability, MembershipState, Role, capability};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AccountId, CellId, MembershipId, OrganisationId, PersonId};
use itineraire_domain::views::pages::{FullName, Membership, PersonName};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An active membership.
#[derive(Clone, Debug)]
pub struct MembershipRow {
    /// Its cell.
    pub cell: CellId,
    /// Which.
    pub id: MembershipId,
    /// Who one is there.
    pub person: PersonId,
    /// For whom one acts there, if for an organisation.
    pub organisation: Option<OrganisationId>,
    /// The kind of viewer that its capabilities make.
    pub role: Role,
}

/// Someone who is not of the cell yet.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Who they will be there.
    pub person: PersonId,
    /// Their name.
    pub name: &'a FullName,
    /// What their membership lets them be.
    pub capabilities: &'a [Capability],
    /// For whom they act, if for an organisation.
    pub organisation: Option<OrganisationId>,
}

/// Who is a member of what, as what.
pub struct Memberships<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Memberships<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The active memberships of an account, the oldest first.
    pub async fn of_account(&self, account: AccountId) -> Result<Vec<MembershipRow>, StoreError> {
        let rows = membership_capabilities::Entity::of_account(account)
            .all(self.0)
            .await?;
        Ok(grouped(rows).iter().filter_map(membership_row).collect())
    }

    /// The active membership under which a person of a cell is something, if any.
    pub async fn of_person(
        &self,
        cell: CellId,
        person: PersonId,
        capability: Capability,
    ) -> Result<Option<MembershipRow>, StoreError> {
        let rows = membership_capabilities::Entity::of_person(cell, person)
            .all(self.0)
            .await?;
        let all = grouped(rows);
        let found = all.iter().find(|(_, of)| of.contains(&capability));
        Ok(found.and_then(membership_row))
    }

    /// Who of a cell may be one of these things, by their names.
    pub async fn who_can(
        &self,
        cell: CellId,
        capabilities: &[Capability],
    ) -> Result<Vec<(PersonId, PersonName)>, StoreError> {
        let rows = membership_capabilities::Entity::who_can(cell, capabilities)
            .all(self.0)
            .await?;
        let mut named: Vec<_> = rows.iter().map(|row| (row.id.0, row.shown())).collect();
        named.sort_by(|(one, a), (other, b)| (&a.short, one).cmp(&(&b.short, other)));
        Ok(named)
    }

    /// The memberships that an account may act under, as its owner chooses between them.
    pub async fn choices(
        &self,
        account: AccountId,
        current: MembershipId,
    ) -> Result<Vec<Membership>, StoreError> {
        let rows = membership_capabilities::Entity::choices_of(account);
        let rows = rows.all(self.0).await?;
        let of_each = rows.chunk_by(|one, next| one.membership_id == next.membership_id);
        let choice = |rows: &[Choice]| {
            let first = rows.first()?.clone();
            Some(Membership {
                id: first.membership_id.0,
                cell: first.cell,
                commune: first.commune,
                organisation: first.organisation,
                role: capability::role_of(rows.iter().map(|row| row.capability.0))?,
                current: first.membership_id.0 == current,
            })
        };
        Ok(of_each.filter_map(choice).collect())
    }
}

impl Memberships<'_, Transaction> {
    /// A new person of a cell, with an active membership.
    pub async fn begin(
        &self,
        cell: CellId,
        newcomer: &Newcomer<'_>,
        now: Moment,
    ) -> Result<MembershipId, StoreError> {
        People::on(self.0)
            .create(cell, newcomer.person, newcomer.name)
            .await?;
        let membership = MembershipId(Uuid::new_v4());
        let row = memberships::ActiveModel {
            id: Set(membership.into()),
            cell_id: Set(cell.into()),
            account_id: Set(None),
            person_id: Set(newcomer.person.into()),
            organisation_id: Set(newcomer.organisation.map(Into::into)),
            state: Set(MembershipState::Active.into()),
            since: Set(now.into()),
            until: Set(None),
        };
        add(self.0, row).await?;
        for capability in newcomer.capabilities {
            let row = membership_capabilities::ActiveModel {
                membership_id: Set(membership.into()),
                capability: Set((*capability).into()),
                cell_id: Set(cell.into()),
            };
            add(self.0, row).await?;
        }
        Ok(membership)
    }

    /// Whoever signs in with this account acts under this membership.
    pub async fn give(
        &self,
        (cell, membership): (CellId, MembershipId),
        account: AccountId,
    ) -> Result<(), StoreError> {
        memberships::Entity::change_in_cell(cell)
            .col_expr(memberships::Column::AccountId, Id(account).into())
            .filter(memberships::Column::Id.eq(Id(membership)))
            .exec(self.0)
            .await?;
        Ok(())
    }

    /// Sets the state of a membership. Anything but *active* opens nothing, at once, and ends the sessions under it: a
    /// cookie that was stolen meanwhile does not come back with it.
    pub async fn set_state(
        &self,
        cell: CellId,
        membership: MembershipId,
        state: MembershipState,
        now: Moment,
    ) -> Result<(), StoreError> {
        let until = (state == MembershipState::Ended).then_some(now);
        memberships::Entity::change_in_cell(cell)
            .col_expr(memberships::Column::State, Word(state).into())
            .col_expr(memberships::Column::Until, Expr::value(until.map(At)))
            .filter(memberships::Column::Id.eq(Id(membership)))
            .exec(self.0)
            .await?;
        if state != MembershipState::Active {
            sessions::Entity::remove_in_cell(cell)
                .filter(sessions::Column::MembershipId.eq(Id(membership)))
                .exec(self.0)
                .await?;
        }
        self.0.closes(Closing::Membership(cell, membership));
        Ok(())
    }
}

/// Memberships with what each lets its person be, the oldest first.
fn grouped(
    rows: Vec<(membership_capabilities::Model, Option<memberships::Model>)>,
) -> Vec<(memberships::Model, BTreeSet<Capability>)> {
    let mut all: BTreeMap<_, (memberships::Model, BTreeSet<Capability>)> = BTreeMap::new();
    for (row, membership) in rows {
        if let Some(membership) = membership {
            let (_, capabilities) = all
                .entry((membership.since, membership.id))
                .or_insert_with(|| (membership, BTreeSet::new()));
            capabilities.insert(row.capability.0);
        }
    }
    all.into_values().collect()
}

fn membership_row((row, capabilities): &(memberships::Model, BTreeSet<Capability>)) -> Option<MembershipRow> {
    Some(MembershipRow {
        cell: row.cell_id.0,
        id: row.id.0,
        person: row.person_id.0,
        organisation: row.organisation_id.map(|it| it.0),
        role: capability::role_of(capabilities.iter().copied())?,
    })
}
