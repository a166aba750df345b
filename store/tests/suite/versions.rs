//! Every version that the tables carry is read (`EV1`): what another version of the app wrote is made anew, brought up, or
//! refused, and never taken for what it is not.

use crate::world::{World, on_both};
use itineraire_domain::parcours::{BOARD_VERSION, EVENT_VERSION, Seq};
use itineraire_domain::theme;
use itineraire_store::repositories::Parcours;
use itineraire_store::{Store, StoreError};
use sea_orm::{ConnectionTrait, Statement};

async fn done(world: &World, statement: &str) -> u64 {
    let tables = world.tables().await;
    let statement = Statement::from_string(tables.get_database_backend(), statement);
    tables.execute_raw(statement).await.unwrap().rows_affected()
}

/// A board that has grown until there is a snapshot of it.
async fn with_a_snapshot(world: &mut World) {
    for number in 0..101 {
        world.step(&format!("Étape {number}"), theme!("work")).await;
    }
    assert_eq!(world.board().await.seq, Seq(101));
}

on_both! {
    // @proof house snapshot-versions: a snapshot of another version is replayed from the events
    async fn ev1_a_snapshot_of_another_version_is_replayed_from_the_events(world) {
        with_a_snapshot(world).await;
        let board = world.board().await;
        for version in [BOARD_VERSION - 1, BOARD_VERSION + 1] {
            // What it says is not even read.
            let other = format!("UPDATE snapshots SET version = {version}, body = 'of another version'");
            assert_eq!(done(world, &other).await, 1);
            let again = world.another().await;
            assert_eq!(Parcours::on(again.reads()).board(world.town.cell, world.town.parcours).await.unwrap(), Some(board.clone()), "{version}");
            again.close().await;
        }
        println!("PROOF snapshot-versions: an older and a newer snapshot replayed from 101 events");
    }

    async fn a_store_beside_another_leaves_the_log_to_it(world) {
        world.step("CV", theme!("work")).await;
        world.another().await.close().await;
        if let Some(file) = world.url().strip_prefix("sqlite://") {
            let log = || std::fs::metadata(format!("{file}-wal")).map_or(0, |about| about.len());
            assert!(log() > 0, "the other reads there still");
            world.store.close().await;
            assert_eq!(log(), 0, "alone, it writes it back as it closes");
        }
    }

    // @proof house event-versions: an event of a newer version is refused, and left as it was
    async fn ev1_an_event_of_a_newer_version_is_refused_and_left(world) {
        world.step("CV", theme!("work")).await;
        let newer = format!("UPDATE events SET version = {}", EVENT_VERSION + 1);
        assert_eq!(done(world, &newer).await, 1);
        let again = world.another().await;
        let read = Parcours::on(again.reads()).board(world.town.cell, world.town.parcours).await;
        assert!(matches!(read, Err(StoreError::OtherVersion)), "{read:?}");
        let older = format!("UPDATE events SET version = {EVENT_VERSION}");
        assert_eq!(done(world, &older).await, 1, "it was not touched");
        let board = Parcours::on(again.reads()).board(world.town.cell, world.town.parcours).await.unwrap().unwrap();
        assert_eq!((board.seq, board.steps.len()), (Seq(1), 1));
        println!("PROOF event-versions: an event of a newer version refused, and left as it was");
    }

    async fn the_log_says_when_who_and_what_in_columns(world) {
        world.step("CV", theme!("work")).await;
        let tables = world.tables().await;
        let asks = "SELECT s.kind AS story, s.head, e.kind, e.by, e.at, e.with_whom FROM streams s JOIN events e ON e.stream_id = s.id";
        let asks = Statement::from_string(tables.get_database_backend(), asks);
        let row = tables.query_one_raw(asks).await.unwrap().unwrap();
        let text = |column: &str| row.try_get::<String>("", column).unwrap();
        assert_eq!((text("story"), text("kind")), ("parcours".into(), "step.proposed".into()));
        assert_eq!(row.try_get::<i64>("", "head").unwrap(), 1);
        assert_eq!(row.try_get::<uuid::Uuid>("", "by").unwrap(), world.town.karim.person.0);
        assert!(row.try_get::<i64>("", "at").unwrap() > 0);
        assert_eq!(row.try_get::<Option<uuid::Uuid>>("", "with_whom").unwrap(), None);
    }

    // @proof house newer-database: a database that a newer version has migrated is refused, and left as it was
    async fn a_database_that_a_newer_version_has_migrated_is_refused_and_left(world) {
        world.step("CV", theme!("work")).await;
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m0999_of_a_newer_version', 0)";
        assert_eq!(done(world, newer).await, 1);
        let opened = Store::open_beside(world.url()).await;
        assert!(matches!(opened, Err(StoreError::OtherVersion)), "{:?}", opened.err());
        assert_eq!(done(world, "DELETE FROM seaql_migrations WHERE version = 'm0999_of_a_newer_version'").await, 1);
        let again = world.another().await;
        assert_eq!(Parcours::on(again.reads()).board(world.town.cell, world.town.parcours).await.unwrap().unwrap().steps.len(), 1);
        println!("PROOF newer-database: a database of a newer version refused at the start, and left as it was");
    }
}
