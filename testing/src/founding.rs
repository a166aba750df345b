//! A cell and who is around it, written step by step, as the world of a test wants it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use crate::written;
use itineraire_domain::access::capability::role_of;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::{AssignmentKind, Capability, Policy, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{CellId, ClientId, MembershipId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::parcours::CircleLevel;
use itineraire_domain::theme;
use itineraire_domain::views::pages::FullName;
use itineraire_store::repositories::{
    Assignment, Assignments, CellRow, Cells, Clients, Memberships, Newcomer, Organisations, Parcours,
    Sessions,
};
use itineraire_store::{SessionRow, Store, TokenHash};

/// Themes to choose among by chance. The rules look at a theme's shape alone: the last is in nobody's catalogue.
pub const THEMES: [Theme; 5] = [
    theme!("work"),
    theme!("health"),
    theme!("rights"),
    theme!("money"),
    theme!("vie_de_quartier"),
];

/// The cell of a commune where the clocks are those of Paris.
pub fn cell_of(commune: &str) -> CellRow {
    CellRow {
        commune: commune.into(),
        name: "CAG".into(),
        zone: "Europe/Paris".into(),
        share_days: 60,
    }
}

/// A cell being written, at a moment. Each word of it is a transaction of its own.
#[derive(Clone, Copy, Debug)]
pub struct Founding<'a> {
    /// Where.
    pub store: &'a Store,
    /// Which.
    pub cell: CellId,
    /// When everything of it begins.
    pub now: Moment,
}

impl Founding<'_> {
    /// The cell itself, of a commune.
    pub async fn cell(&self, commune: &str) {
        let cell = self.cell;
        written!(self.store, |tx| Cells::on(&tx).create(cell, &cell_of(commune)));
    }

    /// A partner organisation.
    pub async fn partner(&self, id: OrganisationId, name: &str) {
        let cell = self.cell;
        written!(self.store, |tx| Organisations::on(&tx)
            .create(cell, id, name, true));
    }

    /// Someone who may be one thing, for an organisation or for none.
    pub async fn person(
        &self,
        person: PersonId,
        name: &FullName,
        capability: Capability,
        organisation: Option<OrganisationId>,
    ) -> MembershipId {
        let newcomer = Newcomer {
            person,
            name,
            capabilities: &[capability],
            organisation,
        };
        written!(self.store, |tx| Memberships::on(&tx)
            .begin(self.cell, &newcomer, self.now))
    }

    /// A parcours of a usager.
    pub async fn parcours(&self, parcours: ParcoursId, usager: PersonId, level: CircleLevel) {
        let of = (self.cell, parcours);
        written!(self.store, |tx| Parcours::on(&tx)
            .create(of, usager, level, self.now));
    }

    /// Assigns someone to a parcours.
    pub async fn assign(&self, parcours: ParcoursId, person: PersonId, kind: AssignmentKind) {
        let (of, assignment) = ((self.cell, parcours), Assignment::of(person, kind));
        written!(self.store, |tx| Assignments::on(&tx)
            .begin(of, assignment, self.now));
    }

    /// Opens a session under the membership by which someone is something.
    ///
    /// # Panics
    /// When they have none that is active: a test that cannot go on has failed.
    pub async fn signs_in(
        &self,
        token: &TokenHash,
        (person, capability): (PersonId, Capability),
        proven: Option<Proven>,
    ) -> SessionRow {
        let found = Memberships::on(self.store.reads())
            .of_person(self.cell, person, capability)
            .await
            .unwrap();
        let under = (self.cell, found.expect("an active membership").id);
        let lasts = Policy::default().lasts(role_of([capability]).unwrap_or(Role::Professional));
        written!(self.store, |tx| Sessions::on(&tx)
            .open(token, under, lasts, proven, self.now));
        let opened = Sessions::on(self.store.reads()).valid(token, self.now).await;
        opened.unwrap().expect("a session")
    }

    /// A client of a session on a parcours.
    pub async fn client(&self, session: &SessionRow, parcours: ParcoursId, client: ClientId) {
        written!(self.store, |tx| Clients::on(&tx)
            .issue(session, parcours, client, self.now));
    }
}
