//! Looking for someone or something, among what one may see and nothing else.

use crate::accounts::Around;
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Parcours as Table;
use itineraire_domain::access::{Capability, MembershipState, Role};
use itineraire_domain::ids::{MembershipId, ParcoursId, StepId};
use itineraire_domain::search::{Fit, Sought};
use itineraire_domain::views::pages::PersonName;
use itineraire_store::SessionRow;
use itineraire_store::repositories::{Memberships, Organisations, Partners, Search};
use std::collections::BTreeMap;

/// So much of what is found is shown.
const SHOWN: usize = 30;

/// What someone found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Someone whom they accompany.
    Person(ParcoursId, PersonName),
    /// A step of theirs.
    Step {
        /// Of which parcours.
        parcours: ParcoursId,
        /// Which.
        step: StepId,
        /// Its title.
        title: String,
        /// Whose.
        usager: PersonName,
        /// It is done, or given up.
        is_over: bool,
    },
    /// Someone who works with the cell, for who coordinates it.
    Member(MembershipId, PersonName),
    /// An organisation around the table, for the same.
    Organisation(String),
    /// A parcours of which something is shared with them: of its usager they know the first name.
    Shared(ParcoursId, String),
}

/// What someone looked for, and found.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// As they wrote it.
    pub written: String,
    /// The best first.
    pub found: Vec<Found>,
    /// There is more than is shown.
    pub more: bool,
    /// What the head of the page shows.
    pub around: Around,
}

impl Service {
    /// What is like these words, of what whoever asks may see.
    pub async fn search(&self, visitor: &Visitor, written: &str) -> Result<SearchPage, Failure> {
        let operation = Operation::Parcours(Table::PageSearch);
        let session = self.allowed(visitor, operation, None).await?;
        let mut all = match Sought::of(written) {
            Some(sought) => self.found(&session, &sought).await?,
            None => Vec::new(),
        };
        all.sort_by_key(|(fit, found)| (*fit, order(found)));
        let more = all.len() > SHOWN;
        all.truncate(SHOWN);
        Ok(SearchPage {
            written: written.to_owned(),
            found: all.into_iter().map(|(_, found)| found).collect(),
            more,
            around: self.around_of(&session).await?,
        })
    }

    /// Whether whoever asks may look for something.
    pub async fn may_search(&self, visitor: &Visitor) -> Result<(), Failure> {
        let operation = Operation::Parcours(Table::LookFor);
        self.allowed(visitor, operation, None).await.map(drop)
    }

    async fn found(&self, session: &SessionRow, sought: &Sought) -> Result<Vec<(Fit, Found)>, Failure> {
        let (reads, now) = (self.store.reads(), now());
        let (cell, mut all) = (session.cell, Vec::new());
        if session.role == Role::Partner {
            for row in Partners::on(reads).home(session, now).await? {
                let fit = sought.fits(&row.first_name);
                all.extend(fit.map(|fit| (fit, Found::Shared(row.parcours, row.first_name))));
            }
            return Ok(all);
        }
        if session.accompanies() {
            let (search, of) = (Search::on(reads), (cell, session.person));
            let people = search.people(of, now).await?;
            let names: BTreeMap<_, _> = people.iter().map(|it| (it.parcours, it.name.shown())).collect();
            for person in people {
                let other = person.other_name.unwrap_or_default();
                let name = format!("{} {} {other}", person.name.first, person.name.last);
                let phone = person.phone.and_then(|it| sought.fits_phone(&it));
                let fit = sought.fits(&name).or(phone);
                let shown = || Found::Person(person.parcours, person.name.shown());
                all.extend(fit.map(|fit| (fit, shown())));
            }
            for step in search.steps(of, now).await? {
                // Of a parcours that was assigned between the two.
                let Some(usager) = names.get(&step.parcours) else {
                    continue;
                };
                // *Rose CV* is a step of hers too, and *Rose* alone is herself.
                let alone = sought.fits(&step.title);
                let fit = alone.or_else(|| {
                    let with = sought.fits(&format!("{} {}", usager.short, step.title));
                    with.filter(|_| sought.fits(&usager.short).is_none())
                });
                let found = || Found::Step {
                    parcours: step.parcours,
                    step: step.step,
                    title: step.title.clone(),
                    usager: usager.clone(),
                    is_over: step.is_over,
                };
                all.extend(fit.map(|fit| (fit, found())));
            }
        }
        if session.capabilities.contains(&Capability::Coordinator) {
            let members = Memberships::on(reads).members(cell).await?;
            for row in members
                .into_iter()
                .filter(|row| row.state != MembershipState::Ended)
            {
                let words = format!("{} {} {}", row.name.first, row.name.last, row.name.job);
                let shown = || Found::Member(row.id, row.name.shown());
                all.extend(sought.fits(&words).map(|fit| (fit, shown())));
            }
            for (name, _) in Organisations::on(reads).network(cell).await?.into_values() {
                all.extend(
                    sought
                        .fits(&name)
                        .map(|fit| (fit, Found::Organisation(name.clone()))),
                );
            }
        }
        Ok(all)
    }
}

/// Of what fits alike people stand first, then what is still to be done.
fn order(found: &Found) -> (u8, String, String) {
    match found {
        Found::Person(_, name) => (0, name.short.to_lowercase(), String::new()),
        Found::Shared(_, first) => (0, first.to_lowercase(), String::new()),
        Found::Member(_, name) => (1, name.short.to_lowercase(), String::new()),
        Found::Organisation(name) => (2, name.to_lowercase(), String::new()),
        Found::Step {
            title,
            usager,
            is_over,
            ..
        } => (
            3 + u8::from(*is_over),
            title.to_lowercase(),
            usager.short.to_lowercase(),
        ),
    }
}
