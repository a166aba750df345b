//! The cell that the people of the test write in, and what its boards hold in the end.

use super::id;
use super::witness::State;
use itineraire_domain::access::{AssignmentKind, Capability};
use itineraire_domain::ids::{CellId, ClientId, ParcoursId, PersonId};
use itineraire_domain::parcours::{Board, CircleLevel, Seq};
use itineraire_domain::views::pages::{FullName, Me};
use itineraire_store::repositories::{
    Assignment, Assignments, Cells, Clients, Home, Memberships, Newcomer, Parcours, Sessions,
};
use itineraire_store::{Store, TokenHash};
use itineraire_testing::Founding;
use itineraire_testing::written;
use rand::rngs::StdRng;

/// A cell with several parcours, on each of which three people write.
pub struct Town {
    pub cell: CellId,
    pub parcours: Vec<ParcoursId>,
    /// Cookie, parcours, client of each hand; three for each parcours, in order.
    pub hands: Vec<(String, ParcoursId, ClientId)>,
}

fn now() -> itineraire_domain::calendar::Moment {
    itineraire_service::clock::now()
}

fn named(first: &str) -> FullName {
    FullName::new(first, "", "")
}

impl Town {
    /// Founds it, before the first start of the server.
    pub async fn found(database: &str, parcours: usize, rng: &mut StdRng) -> Self {
        let store = Store::create(database).await.unwrap();
        let mut town = Self {
            cell: CellId(id(rng)),
            parcours: Vec::new(),
            hands: Vec::new(),
        };
        let founding = Founding {
            store: &store,
            cell: town.cell,
            now: now(),
        };
        founding.cell("Rivemont").await;
        let mut people = Vec::new();
        for first in ["Camille", "Yanis"] {
            let person = PersonId(id(rng));
            founding
                .person(person, &named(first), Capability::Professional, None)
                .await;
            people.push(person);
        }
        for _ in 0..parcours {
            town.opens_a_parcours(founding, &people, rng).await;
        }
        store.close().await;
        town
    }

    async fn opens_a_parcours(&mut self, founding: Founding<'_>, people: &[PersonId], rng: &mut StdRng) {
        let (parcours, usager) = (ParcoursId(id(rng)), PersonId(id(rng)));
        founding
            .person(usager, &named("Rose"), Capability::Usager, None)
            .await;
        founding.parcours(parcours, usager, CircleLevel::Individual).await;
        let mut hands = vec![(usager, Capability::Usager)];
        for person in people {
            founding.assign(parcours, *person, AssignmentKind::Member).await;
            hands.push((*person, Capability::Professional));
        }
        for hand in hands {
            let (cookie, client) = (id(rng).to_string(), ClientId(id(rng)));
            let session = founding.signs_in(&TokenHash::of(&cookie), hand, None).await;
            founding.hand(&session, parcours, client).await;
            self.hands.push((cookie, parcours, client));
        }
        self.parcours.push(parcours);
    }
}

/// What the database says once the server is gone, and what is wrong with it in itself: the log, the snapshots and the
/// rows that lists read must be one state.
pub async fn state_of(database: &str, town: &Town) -> (State, Vec<String>) {
    let store = Store::open(database).await.unwrap();
    let (mut state, mut problems) = (State::default(), Vec::new());
    for parcours in &town.parcours {
        let board = Parcours::on(store.reads())
            .board(town.cell, *parcours)
            .await
            .unwrap()
            .unwrap();
        let replayed = Parcours::on(store.reads())
            .replayed(town.cell, *parcours)
            .await
            .unwrap();
        if replayed.as_ref() != Some(&board) {
            problems.push(format!(
                "{parcours}: the log says another board than the snapshots"
            ));
        }
        let events = Parcours::on(store.reads())
            .events_after(town.cell, *parcours, Seq(0))
            .await
            .unwrap();
        if !events.iter().map(|event| event.seq.0).eq(1..=board.seq.0) {
            problems.push(format!("{parcours}: the log has holes"));
        }
        for word in words_of(&board) {
            *state.words.entry((*parcours, word)).or_default() += 1;
        }
    }
    let lists = list(&store, town).await;
    for parcours in &town.parcours {
        written!(store, |tx| Parcours::on(&tx).project_again(town.cell, *parcours));
    }
    if list(&store, town).await != lists {
        problems.push("the lists' rows are not those of the boards".into());
    }
    for (cookie, parcours, client) in &town.hands {
        // A session may have been idle for too long by now: any session of the person will do, at the time it was used.
        let session = session(&store, cookie).await;
        if let Some(next) = Clients::on(store.reads())
            .next(&session, *parcours, *client)
            .await
            .unwrap()
        {
            state.next.insert(*client, next);
        }
    }
    store.close().await;
    (state, problems)
}

async fn session(store: &Store, cookie: &str) -> itineraire_store::SessionRow {
    let mut at = now();
    loop {
        if let Some(session) = Sessions::on(store.reads())
            .valid(&TokenHash::of(cookie), at)
            .await
            .unwrap()
        {
            return session;
        }
        at = at.plus_seconds(-240);
    }
}

/// What a professional's list reads.
async fn list(store: &Store, town: &Town) -> String {
    let session = session(store, &town.hands[1].0).await;
    let (now, zone) = (now(), itineraire_service::clock::zone("Europe/Paris", now()));
    let home = Home::on(store.reads());
    let rows = home.of(&session, zone.day(now), now).await.unwrap();
    serde_json::to_string(&rows).unwrap()
}

/// The words of a board, wherever they stand; those that many commands wrote in one text come apart at the spaces.
fn words_of(board: &Board) -> Vec<String> {
    let findings = board.findings.values().map(|it| it.words.text());
    let steps = board.steps.values().flat_map(|step| {
        let checks = step.checklist.iter().map(|line| line.words.clone());
        let comments = step.comments.iter().map(|comment| comment.words.clone());
        let own = [step.title.text(), step.details.text()];
        own.into_iter().chain(checks).chain(comments)
    });
    let all: Vec<String> = findings.chain(steps).chain([board.goal.text()]).collect();
    all.iter()
        .flat_map(|text| text.split_whitespace())
        .map(str::to_owned)
        .collect()
}
