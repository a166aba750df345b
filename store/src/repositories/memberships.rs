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

/// Someone who works with a cell, or did.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Which membership.
    pub id: MembershipId,
    /// Who they are there.
    pub person: PersonId,
    /// Their name, with what they do.
    pub name: FullName,
    /// Whether it counts.
    pub state: MembershipState,
    /// What it lets them be.
    pub can: BTreeSet<Capability>,
    /// For whom they act, if for an organisation.
    pub organisation: Option<String>,
    /// The address that they sign in with, once they do.
    pub email: Option<String>,
    /// Since when: what is not yet, since they were asked to come.
    pub since: Moment,
    /// Until when, once it is over.
    pub until: Option<Moment>,
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

    /// Whether an account opens something, or would again.
    pub async fn holds_any(&self, account: AccountId) -> Result<bool, StoreError> {
        let row = memberships::Entity::held_by(account).one(self.0).await?;
        Ok(row.is_some())
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

    /// Whether anyone works with a cell here, or did.
    pub async fn is_any(&self) -> Result<bool, StoreError> {
        let row = membership_capabilities::Entity::of_members().one(self.0).await?;
        Ok(row.is_some())
    }

    /// Who works with a cell, and who did.
    pub async fn members(&self, cell: CellId) -> Result<Vec<MemberRow>, StoreError> {
        let rows = membership_capabilities::Entity::members(cell).all(self.0).await?;
        let mut all: BTreeMap<MembershipId, MemberRow> = BTreeMap::new();
        for row in rows {
            let member = all.entry(row.membership_id.0).or_insert_with(|| MemberRow {
                id: row.membership_id.0,
                person: row.person_id.0,
                name: FullName::new(&row.first_name, &row.last_name, &row.job),
                state: row.state.0,
                can: BTreeSet::new(),
                organisation: row.organisation,
                email: row.email,
                since: row.since.0,
                until: row.until.map(|it| it.0),
            });
            member.can.insert(row.capability.0);
        }
        Ok(all.into_values().collect())
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
        self.add(cell, newcomer, MembershipState::Active, now).await
    }

    /// A new person of a cell, who is asked to come: their membership opens nothing until they do.
    pub async fn ask(
        &self,
        cell: CellId,
        newcomer: &Newcomer<'_>,
        now: Moment,
    ) -> Result<MembershipId, StoreError> {
        self.add(cell, newcomer, MembershipState::Invited, now).await
    }

    async fn add(
        &self,
        cell: CellId,
        newcomer: &Newcomer<'_>,
        state: MembershipState,
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
            state: Set(state.into()),
            since: Set(now.into()),
            until: Set(None),
        };
        add(self.0, row).await?;
        let capabilities = newcomer.capabilities.iter().copied();
        self.give_capabilities((cell, membership), capabilities).await?;
        Ok(membership)
    }

    async fn give_capabilities(
        &self,
        (cell, membership): (CellId, MembershipId),
        capabilities: impl IntoIterator<Item = Capability>,
    ) -> Result<(), StoreError> {
        for capability in capabilities {
            let row = membership_capabilities::ActiveModel {
                membership_id: Set(membership.into()),
                capability: Set(capability.into()),
                cell_id: Set(cell.into()),
            };
            add(self.0, row).await?;
        }
        Ok(())
    }

    /// What a membership lets its person be from now on. Whoever has a page open under it is asked again.
    pub async fn set_capabilities(
        &self,
        (cell, membership): (CellId, MembershipId),
        capabilities: &BTreeSet<Capability>,
    ) -> Result<(), StoreError> {
        membership_capabilities::Entity::remove_in_cell(cell)
            .filter(membership_capabilities::Column::MembershipId.eq(Id(membership)))
            .exec(self.0)
            .await?;
        self.give_capabilities((cell, membership), capabilities.iter().copied())
            .await?;
        self.0.closes(Closing::Membership(cell, membership));
        Ok(())
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

    /// Whoever was asked to come has come: their membership counts from now on. Gives whether it still waited for them.
    pub async fn come(
        &self,
        (cell, membership): (CellId, MembershipId),
        account: AccountId,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let come = memberships::Entity::change_in_cell(cell)
            .col_expr(memberships::Column::State, Word(MembershipState::Active).into())
            .col_expr(memberships::Column::Since, At(now).into())
            .col_expr(memberships::Column::AccountId, Id(account).into())
            .filter(memberships::Column::Id.eq(Id(membership)))
            .filter(memberships::Column::State.eq(Word(MembershipState::Invited)))
            .exec(self.0)
            .await?;
        Ok(come.rows_affected > 0)
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
