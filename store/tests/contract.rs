//! One suite, on SQLite and on the PostgreSQL of `TEST_DATABASE_URL` when it is set.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_domain::Refusal;
use itineraire_domain::access::pages::{CircleLevel, PersonName, Role};
use itineraire_domain::access::signin::{CardAccount, Tries};
use itineraire_domain::board::Seq;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, ParcoursId, PersonId};
use itineraire_domain::sync::message::CommandResult;
use itineraire_store::{Store, Submission, Submitted, TokenHash};
use serde_json::json;
use uuid::Uuid;

const NOW: Moment = Moment(1_800_000_000_000);

/// A cell with one usager and one professional on a parcours, each with a session and a writing hand.
struct World {
    store: Store,
    url: String,
    cell: CellId,
    parcours: ParcoursId,
    rose: (PersonId, TokenHash, ClientId),
    camille: (PersonId, TokenHash, ClientId),
}

fn name(first: &str) -> PersonName {
    PersonName {
        first: first.into(),
        short: first.into(),
        initials: first[..1].into(),
        job: String::new(),
    }
}

async fn world(url: String) -> World {
    let store = Store::open(&url).await.unwrap();
    let (cell, parcours) = (CellId(Uuid::new_v4()), ParcoursId(Uuid::new_v4()));
    store.create_cell(cell, "CAG", "Le Trait").await.unwrap();
    let mut hands = Vec::new();
    for (first, role) in [("Rose", Role::Usager), ("Camille", Role::Professional)] {
        let person = PersonId(Uuid::new_v4());
        store
            .create_person(cell, person, &name(first), role, None)
            .await
            .unwrap();
        if role == Role::Usager {
            store
                .create_parcours((cell, parcours), person, first, CircleLevel::Individual, NOW)
                .await
                .unwrap();
        } else {
            store.assign((cell, parcours), person, false).await.unwrap();
        }
        let proven = CardAccount {
            person,
            tries: Tries::default(),
        }
        .prove(role == Role::Usager, NOW)
        .1;
        let (token, client) = (
            TokenHash::of(&Uuid::new_v4().to_string()),
            ClientId(Uuid::new_v4()),
        );
        store
            .open_session(&token, (cell, person, role), proven, NOW)
            .await
            .unwrap();
        let session = store.session(&token, NOW).await.unwrap().unwrap();
        store.issue_client(&session, parcours, client, NOW).await.unwrap();
        hands.push((person, token, client));
    }
    let camille = hands.pop().unwrap();
    let rose = hands.pop().unwrap();
    World {
        store,
        url,
        cell,
        parcours,
        rose,
        camille,
    }
}

impl World {
    async fn give(
        &self,
        hand: &(PersonId, TokenHash, ClientId),
        seq: u64,
        body: serde_json::Value,
    ) -> Submitted {
        let submission = Submission {
            token: hand.1.clone(),
            parcours: self.parcours,
            client: hand.2,
            seq,
            version: 1,
            body,
            at: NOW,
        };
        self.store.submit(submission).await.unwrap()
    }
}

fn lever(words: &str) -> serde_json::Value {
    json!({ "add_lever": { "lever": Uuid::new_v4(), "theme": "work", "words": words } })
}

/// Runs a test on each database that is there.
async fn on_each_database(test: impl AsyncFn(World)) {
    let folder = tempfile::tempdir().unwrap();
    test(
        world(format!(
            "sqlite://{}?mode=rwc",
            folder.path().join("test.db").display()
        ))
        .await,
    )
    .await;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => {
            use sea_orm::{ConnectionTrait, Database};
            let name = format!("t{}", Uuid::new_v4().simple());
            let admin = Database::connect(&url).await.unwrap();
            admin
                .execute_unprepared(&format!("CREATE DATABASE {name}"))
                .await
                .unwrap();
            test(world(url.replacen("/postgres?", &format!("/{name}?"), 1)).await).await;
        }
        Err(_) => println!("SKIPPED on PostgreSQL: TEST_DATABASE_URL is not set"),
    }
}

#[tokio::test]
async fn id3_a_repeat_gets_the_first_result_a_refusal_too_and_a_gap_is_told() {
    on_each_database(async |world: World| {
        let body = lever("une force");
        let kept = Submitted::Result(CommandResult::Kept {
            first: Seq(1),
            last: Seq(1),
        });
        assert_eq!(world.give(&world.rose, 1, body.clone()).await, kept);
        assert_eq!(world.give(&world.rose, 1, body).await, kept);
        assert_eq!(
            world.give(&world.rose, 3, lever("x")).await,
            Submitted::Gap { expected: 2 }
        );
        let refused = Submitted::Result(CommandResult::Refused {
            refusal: Refusal::Empty,
        });
        assert_eq!(world.give(&world.rose, 2, lever("  ")).await, refused);
        assert_eq!(world.give(&world.rose, 2, lever("now with words")).await, refused);
        let again = Store::open(&world.url).await.unwrap();
        let board = again.board(world.cell, world.parcours).await.unwrap().unwrap();
        assert_eq!(
            (board.seq, board.levers.len()),
            (Seq(1), 1),
            "kept, once, after opening again"
        );
    })
    .await;
}

#[tokio::test]
async fn id1_a_stolen_client_an_ended_session_and_a_suspended_member_write_nothing() {
    on_each_database(async |world: World| {
        let stolen = (world.rose.0, world.rose.1.clone(), world.camille.2);
        assert_eq!(
            world.give(&stolen, 1, lever("x")).await,
            Submitted::Denied(Refusal::WrongClient)
        );
        let nobody = (world.rose.0, TokenHash::of("nobody"), world.rose.2);
        assert_eq!(
            world.give(&nobody, 1, lever("x")).await,
            Submitted::Denied(Refusal::SignedOut)
        );
        world
            .store
            .set_membership(world.cell, world.camille.0, "suspended")
            .await
            .unwrap();
        assert_eq!(
            world.give(&world.camille, 1, lever("x")).await,
            Submitted::Denied(Refusal::SignedOut)
        );
        assert_eq!(
            world
                .store
                .board(world.cell, world.parcours)
                .await
                .unwrap()
                .unwrap()
                .seq,
            Seq(0)
        );
    })
    .await;
}

#[tokio::test]
async fn or1_sequences_have_no_hole_and_or2_commands_that_arrive_together_share_a_commit() {
    on_each_database(async |world: World| {
        let before = world.store.commits();
        let mut waiting = Vec::new();
        for seq in 1..=150 {
            let submission = Submission {
                token: world.rose.1.clone(),
                parcours: world.parcours,
                client: world.rose.2,
                seq,
                version: 1,
                body: json!({ "ask_for_help": { "step": Uuid::nil(), "needed": true } }),
                at: NOW,
            };
            let body = if seq <= 90 {
                lever(&format!("force {seq}"))
            } else {
                submission.body.clone()
            };
            waiting.push(
                world
                    .store
                    .enqueue(Submission { body, ..submission })
                    .await
                    .unwrap(),
            );
        }
        for answer in waiting {
            assert!(matches!(answer.await.unwrap(), Submitted::Result(_)));
        }
        for turn in 0..30 {
            world
                .give(&world.camille, turn + 1, lever(&format!("de plus {turn}")))
                .await;
        }
        assert!(
            world.store.commits() - before < 180,
            "no two commands shared a commit"
        );
        let events = world
            .store
            .events_after(world.cell, world.parcours, Seq(0))
            .await
            .unwrap();
        let numbers: Vec<u64> = events.iter().map(|event| event.seq.0).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
        assert!(numbers.len() >= 100, "a snapshot was due");
        let board = world
            .store
            .board(world.cell, world.parcours)
            .await
            .unwrap()
            .unwrap();
        let replayed = world
            .store
            .replayed(world.cell, world.parcours)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            serde_json::to_vec(&board).unwrap(),
            serde_json::to_vec(&replayed).unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_when_idle_and_when_old() {
    on_each_database(async |world: World| {
        let at = |seconds| NOW.plus_seconds(seconds);
        let (rose, camille) = (&world.rose.1, &world.camille.1);
        assert!(world.store.session(rose, at(299)).await.unwrap().is_some());
        assert!(world.store.session(rose, at(300)).await.unwrap().is_none());
        assert!(world.store.session(camille, at(1799)).await.unwrap().is_some());
        assert!(world.store.session(camille, at(1800)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn or2_every_connection_of_sqlite_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display());
    let all = Store::open(&url).await.unwrap().synchronous().await.unwrap();
    assert!(all.len() > 1 && all.iter().all(|level| *level == 2), "{all:?}");
}
