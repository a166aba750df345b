//! Writing territories: cells, organisations, members. Whoever is a member in several, by the same address, has one account.

use crate::Problem;
use itineraire_domain::ids::{CellId, MembershipId, OrganisationId, PersonId};
use itineraire_domain::import::territory::Territory;
use itineraire_service::clock::now;
use itineraire_store::Store;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A territory that is written, and who and what is in it, by their names.
pub struct Town {
    pub cell: CellId,
    pub people: BTreeMap<String, PersonId>,
    pub organisations: BTreeMap<String, OrganisationId>,
}

/// The territories being written.
pub struct Towns<'a> {
    store: &'a Store,
    password_hash: String,
    first: Option<Town>,
    memberships: BTreeMap<String, Vec<(CellId, MembershipId)>>,
}

impl<'a> Towns<'a> {
    pub fn new(store: &'a Store, password_hash: String) -> Self {
        Self {
            store,
            password_hash,
            first: None,
            memberships: BTreeMap::new(),
        }
    }

    /// Writes one more.
    pub async fn found(&mut self, territory: &Territory) -> Result<(), Problem> {
        let store = self.store;
        let mut town = Town {
            cell: CellId(Uuid::new_v4()),
            people: BTreeMap::new(),
            organisations: BTreeMap::new(),
        };
        let cell = town.cell;
        store
            .create_cell(cell, &territory.cell, &territory.commune)
            .await?;
        for organisation in &territory.organisations {
            let id = OrganisationId(Uuid::new_v4());
            store
                .create_organisation(cell, id, &organisation.name, organisation.partner)
                .await?;
            town.organisations.insert(organisation.name.clone(), id);
        }
        for member in &territory.members {
            let person = PersonId(Uuid::new_v4());
            let of = member.organisation.as_ref();
            let of = of.and_then(|name| town.organisations.get(name)).copied();
            let membership = store
                .create_person((cell, person), &member.name, &member.can, of, now())
                .await?;
            town.people.insert(member.name.first.clone(), person);
            let theirs = self.memberships.entry(member.email.clone()).or_default();
            theirs.push((cell, membership));
        }
        self.first.get_or_insert(town);
        Ok(())
    }

    /// Gives everyone their account. Gives the first town back: the story happens there.
    pub async fn open(self) -> Result<Town, Problem> {
        for (email, theirs) in &self.memberships {
            self.store
                .create_account(email, &self.password_hash, theirs, now())
                .await?;
        }
        self.first
            .ok_or_else(|| Problem::Unknown("a first territory".into()))
    }
}
