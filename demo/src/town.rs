//! Writing territories: cells, organisations, members. Whoever is a member in several, by the same address, has one account.

use crate::Problem;
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::{CellId, OrganisationId, PersonId};
use itineraire_domain::import::territory::Territory;
use itineraire_service::accounts::{WayIn, welcome};
use itineraire_service::clock::{now, zone};
use itineraire_service::territory;
use itineraire_store::Store;
use itineraire_store::repositories::Newcomer;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A territory that is written, and who and what is in it, by their names.
pub struct Town {
    pub cell: CellId,
    /// In the commune.
    pub today: Day,
    pub people: BTreeMap<String, PersonId>,
    pub organisations: BTreeMap<String, OrganisationId>,
}

impl Town {
    /// Writes a territory: all of it, or nothing. `password_hash` is that of whoever has no account yet.
    pub async fn found(store: &Store, territory: &Territory, password_hash: &str) -> Result<Self, Problem> {
        let transaction = store.begin().await?;
        let written = territory::load(&transaction, territory, now()).await?;
        let mut town = Self {
            cell: written.cell,
            today: zone(&territory.zone, now()).day(now()),
            people: BTreeMap::new(),
            organisations: written.organisations,
        };
        for member in &territory.members {
            let of = member.organisation.as_ref();
            let newcomer = Newcomer {
                person: PersonId(Uuid::new_v4()),
                name: &member.name,
                capabilities: &member.can,
                organisation: of.and_then(|name| town.organisations.get(name)).copied(),
            };
            let way_in = WayIn::Password(&member.email, password_hash);
            welcome(&transaction, town.cell, &newcomer, way_in, now()).await?;
            town.people.insert(member.name.first.clone(), newcomer.person);
        }
        transaction.commit().await?;
        Ok(town)
    }
}
