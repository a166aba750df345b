//! A client is of a browser and a person, not of one loading of a page (`ID1`): it is given out again, at rest.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{AssignmentKind, Role};
use itineraire_domain::ids::{ClientId, FindingId, ParcoursId};
use itineraire_domain::parcours::{COMMAND_VERSION, Command, FindingCommand, Seq, Side};
use itineraire_domain::sync::message::{CommandResult, ToPartner};
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_domain::theme;
use itineraire_store::repositories::{Assignment, Assignments};
use itineraire_testing::written;
use sea_orm::{ConnectionTrait, Statement};
use support::{Socket, Tablet, World, close_code, command, now, say, until, world};
use uuid::Uuid;

fn lever(words: &str) -> serde_json::Value {
    let add = FindingCommand::Add {
        side: Side::Lever,
        theme: theme!("work"),
        words: words.into(),
    };
    serde_json::to_value(Command::Finding(FindingId(Uuid::new_v4()), add)).unwrap()
}

/// The client that the service gives, as a page asks for it.
async fn takes(world: &World, of: &Tablet, parcours: ParcoursId, kept: Option<ClientId>) -> ClientId {
    let kept = kept.map(|kept| format!("&kept={kept}")).unwrap_or_default();
    let asked = reqwest::Client::new()
        .post(format!("{}/api/v1/issue_client", world.origin()))
        .header("cookie", format!("__Host-itineraire={}", of.token))
        .header("origin", world.origin())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("parcours={parcours}{kept}"));
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

/// How many tablets there are.
async fn rows(world: &World) -> i64 {
    let tables = world.tables().await;
    let count = "SELECT COUNT(*) FROM clients";
    let statement = Statement::from_string(tables.get_database_backend(), count);
    let row = tables.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// A socket that was taken in, and the number expected of its tablet.
async fn opened(world: &World, tablet: &Tablet) -> (Socket, u64) {
    let mut socket = world.open(tablet).await;
    match until(&mut socket, |frame| matches!(frame, ToTeam::Snapshot { .. })).await {
        ToTeam::Snapshot { next, .. } => (socket, next),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn id1_a_page_that_is_loaded_anew_goes_on_with_the_hand_of_its_browser() {
    let world = world().await;
    let before = rows(&world).await;
    let mut camille = world.camille.clone();
    let mut kept = None;
    for loading in 1..=5 {
        camille.client = takes(&world, &camille, world.parcours, kept).await;
        assert_eq!(
            kept.unwrap_or(camille.client),
            camille.client,
            "loading {loading}"
        );
        kept = Some(camille.client);
        let (mut socket, next) = opened(&world, &camille).await;
        assert_eq!(next, loading, "it counts on");
        let answer = command(
            &mut socket,
            next,
            COMMAND_VERSION,
            lever(&format!("Le vélo {loading}")),
        )
        .await;
        let result = CommandResult::Kept {
            first: Seq(loading),
            last: Seq(loading),
        };
        assert_eq!(answer, ToTeam::Judged { seq: next, result });
    }
    assert_eq!(
        rows(&world).await,
        before + 1,
        "one row, however often it is loaded"
    );
    let second_tab = takes(&world, &camille, world.parcours, None).await;
    assert_ne!(second_tab, camille.client);
    assert_eq!(rows(&world).await, before + 2);
    assert_eq!(world.board().await.findings.len(), 5);
}

#[tokio::test]
async fn id1_a_hand_that_is_someone_else_s_or_of_another_parcours_or_unknown_is_not_given() {
    let world = world().await;
    let camille = &world.camille;
    let (malik, his) = world.someone_else(Role::Usager).await;
    written!(world.store, |tx| Assignments::on(&tx).begin(
        (world.cell, his),
        Assignment::of(camille.person, AssignmentKind::Member),
        now(),
    ));
    for (of, parcours, kept, why) in [
        (
            &world.rose,
            world.parcours,
            camille.client,
            "another person on the same tablet",
        ),
        (camille, his, camille.client, "another parcours"),
        (&malik, his, world.rose.client, "someone else's"),
        (
            camille,
            world.parcours,
            ClientId(Uuid::new_v4()),
            "issued after the backup that was restored",
        ),
    ] {
        let before = rows(&world).await;
        assert_ne!(takes(&world, of, parcours, Some(kept)).await, kept, "{why}");
        assert_eq!(rows(&world).await, before + 1, "{why}");
    }
    assert_eq!(
        takes(&world, camille, world.parcours, Some(camille.client)).await,
        camille.client
    );
}

#[tokio::test]
async fn id2_what_an_earlier_page_sent_is_kept_before_its_hand_is_given_out_again() {
    let world = world().await;
    let camille = &world.camille;
    let (mut earlier, _) = opened(&world, camille).await;
    for seq in 1..=30 {
        let body = lever(&format!("Mon point fort {seq}")).into();
        let version = COMMAND_VERSION;
        say(&mut earlier, &FromPage::Command { seq, version, body }).await;
    }
    // A tablet that was switched off in the middle of it: the socket stays open, and says no more.
    let again = takes(&world, camille, world.parcours, Some(camille.client)).await;
    assert_eq!(again, camille.client);
    let (mut socket, next) = opened(&world, camille).await;
    assert_eq!((next, world.board().await.findings.len()), (31, 30));
    let answer = command(&mut socket, next, COMMAND_VERSION, lever("Après")).await;
    assert!(matches!(
        answer,
        ToTeam::Judged {
            result: CommandResult::Kept { first: Seq(31), .. },
            ..
        }
    ));
    assert_eq!(close_code(&mut earlier).await, 1000, "the earlier link has ended");
}

#[tokio::test]
async fn id2_a_partner_s_hand_is_given_out_again_when_their_earlier_link_has_ended() {
    let world = world().await;
    world.share_a_step().await;
    let lea = &world.lea;
    let mut earlier = world.open(lea).await;
    let welcome = |frame: &ToPartner| matches!(frame, ToPartner::Welcome { .. });
    until(&mut earlier, welcome).await;
    let again = takes(&world, lea, world.parcours, Some(lea.client)).await;
    assert_eq!(again, lea.client);
    assert_eq!(close_code(&mut earlier).await, 1000);
}
