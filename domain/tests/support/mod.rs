//! What the walks and the simulator share: the people, and the choice of what they wish.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

pub mod wish;

use itineraire_domain::access::signin::FreshProof;
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::parcours::{Board, Command, Event, decide, evolve};
use uuid::Uuid;

pub const ROSE: PersonId = PersonId(Uuid::from_u128(1));
pub const CAMILLE: PersonId = PersonId(Uuid::from_u128(2));
pub const YANIS: PersonId = PersonId(Uuid::from_u128(3));
pub const NADIA: PersonId = PersonId(Uuid::from_u128(4));
pub const STRANGER: PersonId = PersonId(Uuid::from_u128(5));
pub const MISSION_LOCALE: OrganisationId = OrganisationId(Uuid::from_u128(50));
pub const CLIPS: OrganisationId = OrganisationId(Uuid::from_u128(51));
pub const START: Moment = Moment(1_800_000_000_000);

pub fn empty_board() -> Board {
    Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE)
}

/// The client of a person's page.
pub fn tablet(person: PersonId) -> ClientId {
    ClientId(Uuid::from_u128(1_000 + person.0.as_u128()))
}

pub fn acts(who: Who, at: Moment) -> Actor {
    let person = match &who {
        Who::Usager { person, .. } | Who::Professional { person } | Who::Partner { person, .. } => *person,
    };
    Actor {
        who,
        client: tablet(person),
        at,
    }
}

/// Card and PIN, at this moment.
pub fn proof(person: PersonId, at: Moment) -> Option<FreshProof> {
    itineraire_testing::proven(person, at).fresh(at)
}

pub fn proven(person: PersonId, at: Moment) -> Actor {
    let proof = proof(person, at);
    acts(Who::Usager { person, proof }, at)
}

pub fn professional(person: PersonId, at: Moment) -> Actor {
    acts(Who::Professional { person }, at)
}

pub fn partner(organisation: OrganisationId, at: Moment) -> Actor {
    let person = PersonId(organisation.0);
    acts(Who::Partner { person, organisation }, at)
}

pub fn apply(board: &mut Board, events: &[Event]) {
    for event in events {
        evolve(board, event);
    }
}

/// Somebody does something, and it is kept.
pub fn give(board: &mut Board, actor: &Actor, command: Command) {
    let events = decide(board, actor, &command).unwrap();
    apply(board, &events);
}

/// The name of an event's kind, as the log writes it.
pub fn kind(event: &Event) -> String {
    event.fact.kind().to_owned()
}

/// A number from the environment: `SEEDS=20000 cargo test -p itineraire-domain --test simulator`.
#[allow(
    clippy::disallowed_methods,
    reason = "how much a test tries is not a rule of the board"
)]
pub fn env_number(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a number: {text}")),
        Err(_) => default,
    }
}
