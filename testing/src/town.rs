//! A cell whose people write on many boards at once.

use crate::Founding;
use itineraire_domain::access::{AssignmentKind, Capability};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, ParcoursId, PersonId};
use itineraire_domain::parcours::CircleLevel;
use itineraire_domain::views::pages::FullName;
use itineraire_store::{Store, TokenHash};
use rand::Rng;
use rand::rngs::StdRng;
use uuid::{Builder, Uuid};

/// A cell with several parcours, on each of which its usager and all the professionals write.
#[derive(Debug)]
pub struct Town {
    /// Which.
    pub cell: CellId,
    /// Its parcours.
    pub parcours: Vec<ParcoursId>,
    /// Cookie, parcours, client of each tablet; for each parcours in order the usager's, then each professional's.
    pub tablets: Vec<(String, ParcoursId, ClientId)>,
}

/// A random id, from a seed (`ID4` asks for version 4).
pub fn random_id(rng: &mut StdRng) -> Uuid {
    Builder::from_random_bytes(rng.random()).into_uuid()
}

fn named(first: &str) -> FullName {
    FullName::new(first, "", "")
}

impl Town {
    /// Founds it in a store, with everyone signed in.
    pub async fn found(
        store: &Store,
        (parcours, professionals): (usize, &[&str]),
        now: Moment,
        rng: &mut StdRng,
    ) -> Self {
        let mut town = Self {
            cell: CellId(random_id(rng)),
            parcours: Vec::new(),
            tablets: Vec::new(),
        };
        let cell = town.cell;
        let founding = Founding { store, cell, now };
        founding.cell("Rivemont").await;
        let mut people = Vec::new();
        for first in professionals {
            let person = PersonId(random_id(rng));
            founding
                .person(person, &named(first), Capability::Professional, None)
                .await;
            people.push(person);
        }
        for _ in 0..parcours {
            town.opens_a_parcours(founding, &people, rng).await;
        }
        town
    }

    async fn opens_a_parcours(&mut self, founding: Founding<'_>, people: &[PersonId], rng: &mut StdRng) {
        let (parcours, usager) = (ParcoursId(random_id(rng)), PersonId(random_id(rng)));
        founding
            .person(usager, &named("Rose"), Capability::Usager, None)
            .await;
        founding.parcours(parcours, usager, CircleLevel::Individual).await;
        let mut tablets = vec![(usager, Capability::Usager)];
        for person in people {
            founding.assign(parcours, *person, AssignmentKind::Member).await;
            tablets.push((*person, Capability::Professional));
        }
        for tablet in tablets {
            let (cookie, client) = (random_id(rng).to_string(), ClientId(random_id(rng)));
            let session = founding.signs_in(&TokenHash::of(&cookie), tablet, None).await;
            founding.client(&session, parcours, client).await;
            self.tablets.push((cookie, parcours, client));
        }
        self.parcours.push(parcours);
    }
}
