//! Cells, organisations, people, and who is a member of what, as what.

use crate::columns::{At, Id, Word};
use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::open::Store;
use crate::tables::{OfCell, cells, membership_capabilities, memberships, organisations, people, sessions};
use itineraire_domain::access::{Capability, MembershipState, Role, capability};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{AccountId, CellId, MembershipId, OrganisationId, PersonId};
use itineraire_domain::views::pages::{FullName, Membership, PersonName};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, QueryFilter, Set};
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

impl Store {
    /// Whether the database holds a cell.
    pub async fn has_cell(&self) -> Result<bool, StoreError> {
        Ok(cells::Entity::every().one(&self.pools.readers).await?.is_some())
    }

    /// A new cell.
    pub async fn create_cell(&self, cell: CellId, name: &str, commune: &str) -> Result<(), StoreError> {
        let row = cells::ActiveModel {
            id: Set(cell.into()),
            name: Set(name.into()),
            commune: Set(commune.into()),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }

    /// A new organisation of the cell's network.
    pub async fn create_organisation(
        &self,
        cell: CellId,
        id: OrganisationId,
        name: &str,
        partner: bool,
    ) -> Result<(), StoreError> {
        let row = organisations::ActiveModel {
            id: Set(id.into()),
            cell_id: Set(cell.into()),
            name: Set(name.into()),
            partner: Set(partner),
        };
        add(&self.pools.writes, row).await?;
        Ok(())
    }

    /// A new person, with an active membership.
    pub async fn create_person(
        &self,
        (cell, person): (CellId, PersonId),
        name: &FullName,
        capabilities: &[Capability],
        organisation: Option<OrganisationId>,
        now: Moment,
    ) -> Result<MembershipId, StoreError> {
        let membership = MembershipId(Uuid::new_v4());
        let transaction = begin(&self.pools.writes).await?;
        let row = people::ActiveModel {
            id: Set(person.into()),
            cell_id: Set(cell.into()),
            first_name: Set(name.first.clone()),
            last_name: Set(name.last.clone()),
            job: Set(name.job.clone()),
        };
        add(&transaction, row).await?;
        let row = memberships::ActiveModel {
            id: Set(membership.into()),
            cell_id: Set(cell.into()),
            account_id: Set(None),
            person_id: Set(person.into()),
            organisation_id: Set(organisation.map(Into::into)),
            state: Set(MembershipState::Active.into()),
            since: Set(now.into()),
            until: Set(None),
        };
        add(&transaction, row).await?;
        for capability in capabilities {
            let row = membership_capabilities::ActiveModel {
                membership_id: Set(membership.into()),
                capability: Set((*capability).into()),
                cell_id: Set(cell.into()),
            };
            add(&transaction, row).await?;
        }
        transaction.commit().await?;
        Ok(membership)
    }

    /// Sets the state of a membership. Anything but *active* opens nothing, at once, and ends the sessions under it: a
    /// cookie that was stolen meanwhile does not come back with it.
    pub async fn set_membership(
        &self,
        cell: CellId,
        membership: MembershipId,
        state: MembershipState,
        now: Moment,
    ) -> Result<(), StoreError> {
        let until = (state == MembershipState::Ended).then_some(now);
        let transaction = begin(&self.pools.writes).await?;
        memberships::Entity::change_in_cell(cell)
            .col_expr(memberships::Column::State, Word(state).into())
            .col_expr(memberships::Column::Until, Expr::value(until.map(At)))
            .filter(memberships::Column::Id.eq(Id(membership)))
            .exec(&transaction)
            .await?;
        if state != MembershipState::Active {
            sessions::Entity::remove_in_cell(cell)
                .filter(sessions::Column::MembershipId.eq(Id(membership)))
                .exec(&transaction)
                .await?;
        }
        transaction.commit().await?;
        self.ring_closing();
        Ok(())
    }

    /// The active memberships of an account, the oldest first.
    pub async fn memberships_of(&self, account: AccountId) -> Result<Vec<MembershipRow>, StoreError> {
        let rows = membership_capabilities::Entity::of_account(account)
            .all(&self.pools.readers)
            .await?;
        Ok(grouped(rows).iter().filter_map(membership_row).collect())
    }

    /// The active membership under which a person of a cell is something, if any.
    pub async fn membership_as(
        &self,
        cell: CellId,
        person: PersonId,
        capability: Capability,
    ) -> Result<Option<MembershipRow>, StoreError> {
        let rows = membership_capabilities::Entity::of_person(cell, person)
            .all(&self.pools.readers)
            .await?;
        let all = grouped(rows);
        let found = all.iter().find(|(_, of)| of.contains(&capability));
        Ok(found.and_then(membership_row))
    }

    /// The memberships that an account may act under, as its owner chooses between them.
    pub async fn choices(
        &self,
        account: AccountId,
        current: MembershipId,
    ) -> Result<Vec<Membership>, StoreError> {
        let mut all = Vec::new();
        for row in self.memberships_of(account).await? {
            let cell = cells::Entity::of(row.cell).one(&self.pools.readers).await?;
            let cell = cell.ok_or(StoreError::Unreadable("cell"))?;
            let organisation = match row.organisation {
                Some(id) => self.organisation_name(row.cell, id).await?,
                None => None,
            };
            all.push(Membership {
                id: row.id,
                cell: cell.name,
                commune: cell.commune,
                organisation,
                role: row.role,
                current: row.id == current,
            });
        }
        Ok(all)
    }

    /// The name of a person of the cell.
    pub async fn person_name(
        &self,
        cell: CellId,
        person: PersonId,
    ) -> Result<Option<PersonName>, StoreError> {
        let row = people::Entity::one_in_cell(cell, Id(person)).one(&self.pools.readers);
        Ok(row.await?.map(|row| row.shown()))
    }

    /// The name of an organisation of the cell's network.
    pub async fn organisation_name(
        &self,
        cell: CellId,
        id: OrganisationId,
    ) -> Result<Option<String>, StoreError> {
        let row = organisations::Entity::one_in_cell(cell, Id(id));
        Ok(row.one(&self.pools.readers).await?.map(|row| row.name))
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
