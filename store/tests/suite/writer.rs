//! The one writer: commands that arrive together share a commit; numbers are dense whoever writes, from wherever.

use crate::tablet::{Tablet, denied, kept, refused};
use crate::world::{NOW, World, on_both, today};
use itineraire_domain::access::AssignmentKind;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{
    AnswerCommand, BOARD_VERSION, Board, Command, Seq, ShelfCommand, StepCommand,
};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::theme;
use itineraire_domain::{Denial, Refusal, Trouble};
use itineraire_store::repositories::{Assignment, Assignments, Home, Parcours};
use itineraire_store::{Change, Store, StoreError, Submitted};
use itineraire_testing::written;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use uuid::Uuid;

const HANDS: usize = 12;
const EACH: usize = 15;

fn proposed() -> Command {
    Command::Step(
        StepId(Uuid::new_v4()),
        StepCommand::Propose {
            title: "Étape".into(),
            theme: theme!("work"),
            terms: None,
        },
    )
}

/// A dozen pages write at once, half of them through each store.
async fn crowd(world: &World, stores: [&Store; 2]) -> Vec<(Seq, Seq)> {
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..HANDS {
        let store = stores[number % 2].clone();
        let mut tablet: Tablet = [&world.town.samira, &world.town.karim][number % 2].clone();
        tablet.take_client(&store).await;
        tasks.spawn(async move {
            let mut numbers = Vec::new();
            for _ in 0..EACH {
                numbers.push(tablet.keeps(&store, proposed()).await);
                tokio::task::yield_now().await;
            }
            numbers
        });
    }
    tasks.join_all().await.concat()
}

/// Every number of the log once, without a hole; and each acknowledged with its own.
async fn assert_dense(world: &World, acknowledged: Vec<(Seq, Seq)>) {
    let events = Parcours::on(world.store.reads())
        .events_after(world.town.cell, world.town.parcours, Seq(0))
        .await
        .unwrap();
    let numbers: Vec<u64> = events.iter().map(|event| event.seq.0).collect();
    let expected: Vec<u64> = (1..=(HANDS * EACH) as u64).collect();
    assert_eq!(numbers, expected, "1, 2, 3… without a hole");
    let told: BTreeSet<u64> = acknowledged.iter().map(|(first, _)| first.0).collect();
    assert_eq!(
        told,
        expected.into_iter().collect(),
        "nobody was told another's number"
    );
    assert!(acknowledged.iter().all(|(first, last)| first == last));
}

/// A service that has read no board yet, after this was done to the twin's tables.
async fn ruined<const N: usize>(world: &World, statement: &str, values: [sea_orm::Value; N]) -> Store {
    let tables = world.tables().await;
    let values = std::iter::once(world.twin.parcours.0.into()).chain(values);
    let statement = Statement::from_sql_and_values(tables.get_database_backend(), statement, values);
    assert_eq!(tables.execute_raw(statement).await.unwrap().rows_affected(), 1);
    world.another().await
}

/// Both boards in one batch: the twin's is not kept, the other is; and so again.
async fn assert_one_board_fails(world: &mut World, store: Store) {
    for round in 2..=3 {
        let before = store.commits();
        let mut waiting = Vec::new();
        for tablet in [&mut world.twin.karim, &mut world.town.karim] {
            // Nothing gives way between these: both lie in the queue when the writer looks.
            waiting.push(store.enqueue(tablet.next(&proposed())).await.unwrap());
        }
        let kept_alone = waiting.pop().unwrap().await;
        assert_eq!(kept_alone.unwrap(), kept(round, round));
        let not_kept = waiting.pop().unwrap().await;
        assert!(matches!(not_kept, Err(StoreError::NotKept(None))), "{not_kept:?}");
        assert_eq!(store.commits() - before, 1);
        world.twin.karim.last -= 1;
    }
    assert_eq!(world.board().await.seq, Seq(3));
}

on_both! {
    async fn or1_numbers_are_dense_when_many_write_at_once(world) {
        let mut changes = world.store.changes();
        let acknowledged = crowd(world, [&world.store, &world.store]).await;
        assert_dense(world, acknowledged).await;
        let mut last = Seq(0);
        while let Ok(change) = changes.try_recv() {
            for event in &change.kept().unwrap().events {
                assert_eq!(event.seq, last.next(), "watchers hear in the board's order");
                last = event.seq;
            }
        }
        assert_eq!(last.0, (HANDS * EACH) as u64);
    }

    async fn or1_numbers_are_dense_when_two_services_write_on_one_database(world) {
        let other = world.another().await;
        let acknowledged = crowd(world, [&world.store, &other]).await;
        assert_dense(world, acknowledged).await;
        let seen = Parcours::on(other.reads()).board(world.town.cell, world.town.parcours).await.unwrap();
        assert_eq!(seen, Some(world.board().await));
    }

    async fn or2a_nothing_is_kept_in_a_file_that_was_taken_away(world) {
        let Some(file) = world.url().strip_prefix("sqlite://") else {
            return println!("left out on PostgreSQL: it is about a file");
        };
        let (file, away) = (PathBuf::from(file), format!("{file}-away"));
        let tablet = &mut world.town.samira;
        tablet.keeps(&world.store, proposed()).await;
        // Nobody has looked at the file since, and it is there again before the second: what was taken stays taken.
        fs::rename(&file, &away).unwrap();
        for _ in 0..2 {
            let said = world.store.submit(tablet.numbered(2, &proposed())).await;
            assert!(matches!(said, Err(StoreError::NotKept(Some(Trouble::Taken)))), "{said:?}");
            if !file.exists() {
                fs::rename(&away, &file).unwrap();
            }
        }
        assert_eq!(world.board().await.seq, Seq(1));
    }

    async fn or2a_a_commit_that_fails_keeps_nothing_is_told_to_those_who_watch_and_stands_in_nobody_s_way(world) {
        let tables = world.tables().await;
        let tablet = &mut world.town.samira;
        tablet.keeps(&world.store, proposed()).await;
        let mut changes = world.store.changes();
        // Each statement may be; only the commit says no.
        let (spoil, mend): (&[&str], &[&str]) = match tables.get_database_backend() {
            DbBackend::Postgres => (
                &[
                    "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$",
                    "CREATE CONSTRAINT TRIGGER never AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED \
                     FOR EACH ROW EXECUTE FUNCTION never()",
                ],
                &["DROP TRIGGER never ON events"],
            ),
            _ => (
                &[
                    "CREATE TABLE empty (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE never (id INTEGER REFERENCES empty (id) DEFERRABLE INITIALLY DEFERRED)",
                    "CREATE TRIGGER never AFTER INSERT ON events BEGIN INSERT INTO never VALUES (1); END",
                ],
                &["DROP TRIGGER never"],
            ),
        };
        for statement in spoil {
            tables.execute_unprepared(statement).await.unwrap();
        }
        for _ in 0..3 {
            let said = world.store.submit(tablet.numbered(2, &proposed())).await;
            assert!(matches!(said, Err(StoreError::NotKept(None))), "{said:?}");
            let told = changes.try_recv().unwrap();
            assert!(matches!(*told, Change::Unsure(parcours) if parcours == world.town.parcours), "{told:?}");
        }
        for statement in mend {
            tables.execute_unprepared(statement).await.unwrap();
        }
        assert_eq!(world.store.submit(tablet.numbered(2, &proposed())).await.unwrap(), kept(2, 2));
        assert_eq!(world.board().await.seq, Seq(2));
    }

    async fn or2_commands_that_arrive_together_share_one_commit(world) {
        let before = world.store.commits();
        let mut waiting = Vec::new();
        // Nothing gives way between these: all of them lie in the queue when the writer looks.
        for _ in 0..20 {
            for tablet in [&mut world.town.samira, &mut world.town.karim] {
                let submission = tablet.next(&proposed());
                waiting.push(world.store.enqueue(submission).await.unwrap());
            }
        }
        for (seq, answer) in (1..).zip(waiting) {
            assert_eq!(answer.await.unwrap(), kept(seq, seq));
        }
        assert_eq!(world.store.commits() - before, 1, "forty commands, one commit");
    }

    async fn id3_a_number_sent_twice_in_one_batch_is_judged_once(world) {
        let submission = world.town.samira.next(&proposed());
        let mut waiting = Vec::new();
        for _ in 0..5 {
            waiting.push(world.store.enqueue(submission.clone()).await.unwrap());
        }
        for answer in waiting {
            assert_eq!(answer.await.unwrap(), kept(1, 1));
        }
        assert_eq!(world.board().await.steps.len(), 1);
    }

    async fn an_assignment_opens_nothing_to_a_command_of_before_it_whatever_shares_the_batch(world) {
        let (begins, later) = (NOW.plus_seconds(30), NOW.plus_seconds(60));
        let (place, paul) = ((world.town.cell, world.town.parcours), world.town.paul.person);
        let assigned = Assignment::of(paul, AssignmentKind::Member);
        written!(world.store, |tx| Assignments::on(&tx).begin(place, assigned, begins));
        let early = world.store.enqueue(world.town.paul.numbered(1, &proposed())).await.unwrap();
        world.town.samira.now = later;
        let other = world.store.enqueue(world.town.samira.next(&proposed())).await.unwrap();
        assert_eq!(early.await.unwrap(), denied(Denial::NotFound));
        assert_eq!(other.await.unwrap(), kept(1, 1));
        world.town.paul.now = later;
        assert_eq!(world.store.submit(world.town.paul.numbered(1, &proposed())).await.unwrap(), kept(2, 2));
    }

    /// The ids of items are made by pages: one that gives the same id on two boards spoils neither, nor the batch.
    async fn an_id_used_on_two_boards_stands_on_both(world) {
        let same = proposed();
        let first = world.store.enqueue(world.town.samira.next(&same)).await.unwrap();
        let second = world.store.enqueue(world.twin.samira.next(&same)).await.unwrap();
        assert_eq!(first.await.unwrap(), kept(1, 1));
        assert_eq!(second.await.unwrap(), kept(1, 1));
        for town in [&world.town, &world.twin] {
            let session = town.samira.session(&world.store).await.unwrap();
            let home = Home::on(world.store.reads()).of(&session, today(), town.samira.now).await.unwrap();
            assert_eq!((home.len(), home[0].steps), (1, 1));
        }
    }

    async fn one_batch_holds_several_boards_and_answers_each_its_own(world) {
        let mut waiting = Vec::new();
        for round in 1..=3 {
            for tablet in [&mut world.town.samira, &mut world.twin.karim, &mut world.town.karim] {
                let stranger = tablet.cell == world.twin.cell;
                let seq = if stranger { round } else { 0 };
                waiting.push((seq, world.store.enqueue(tablet.next(&proposed())).await.unwrap()));
            }
        }
        let mut expected = 0;
        for (stranger, answer) in waiting {
            let seq = if stranger > 0 { stranger } else { expected += 1; expected };
            assert_eq!(answer.await.unwrap(), kept(seq, seq));
        }
    }

    async fn cf2_a_yes_that_had_not_seen_a_withdrawal_is_refused_even_in_the_same_batch(world) {
        let step = world.step("CV", theme!("work")).await;
        let words = world.board().await.steps[&step].digest();
        let mut tablet = world.town.samira.again(&world.store, world.town.samira.now).await;
        let desk = &mut world.town.samira;
        let yes = Command::Answer(step, AnswerCommand::Agree { words });
        assert_eq!(desk.says(&world.store, yes.clone()).await, kept(2, 2));
        let mut late = tablet.next(&yes);
        late.body["on"] = 1.into();
        let no = world.store.enqueue(desk.next(&Command::Answer(step, AnswerCommand::Withdraw))).await.unwrap();
        let late = world.store.enqueue(late).await.unwrap();
        assert_eq!(no.await.unwrap(), kept(3, 3));
        assert_eq!(late.await.unwrap(), refused(Refusal::Stale));
        assert_eq!(tablet.says(&world.store, yes.clone()).await, refused(Refusal::Stale), "one that does not say");
        let mut fresh = tablet.next(&yes);
        fresh.body["on"] = 3.into();
        assert_eq!(world.store.submit(fresh).await.unwrap(), kept(4, 4));
    }

    async fn cf2_a_yes_of_long_ago_is_held_against_a_withdrawal_that_no_memory_holds_any_more(world) {
        let step = world.step("CV", theme!("work")).await;
        let words = world.board().await.steps[&step].digest();
        let tablets = [world.town.samira.again(&world.store, world.town.samira.now).await, world.town.samira.again(&world.store, world.town.samira.now).await];
        let yes = Command::Answer(step, AnswerCommand::Agree { words });
        world.town.samira.keeps(&world.store, yes.clone()).await;
        world.town.samira.keeps(&world.store, Command::Answer(step, AnswerCommand::Withdraw)).await;
        for _ in 0..80 {
            world.town.karim.keeps(&world.store, proposed()).await;
        }
        // The one that has forgotten, and one that has never known.
        for (store, mut tablet) in [world.store.clone(), world.another().await].into_iter().zip(tablets) {
            let mut late = tablet.next(&yes);
            late.body["on"] = 2.into();
            assert_eq!(store.submit(late).await.unwrap(), refused(Refusal::Stale));
            let mut fresh = tablet.next(&yes);
            fresh.body["on"] = world.board().await.seq.0.into();
            let answer = store.submit(fresh).await.unwrap();
            assert!(matches!(answer, Submitted::Result(CommandResult::Kept { .. })), "{answer:?}");
            let taken_back = tablet.keeps(&store, Command::Answer(step, AnswerCommand::Withdraw)).await;
            assert!(taken_back.0 > Seq(83));
        }
    }

    async fn a_board_that_cannot_be_read_takes_no_other_boards_commands_with_it(world) {
        world.step("CV", theme!("work")).await;
        world.twin.samira.keeps(&world.store, proposed()).await;
        let ruin = ruined(world, "UPDATE events SET body = '{}' WHERE stream_id = $1", []).await;
        assert_one_board_fails(world, ruin).await;
    }

    async fn a_board_that_makes_the_rules_panic_stops_neither_the_writer_nor_the_others(world) {
        world.step("CV", theme!("work")).await;
        let mut last = Board::empty(world.twin.parcours, world.twin.rose.person);
        // No number comes after this one.
        last.seq = Seq(u64::MAX);
        let values = [i32::from(BOARD_VERSION).into(), world.twin.cell.0.into(), serde_json::to_string(&last).unwrap().into()];
        let ruin = ruined(
            world,
            "INSERT INTO snapshots (stream_id, seq, version, cell_id, body) VALUES ($1, 1, $2, $3, $4)",
            values,
        )
        .await;
        assert_one_board_fails(world, ruin).await;
    }

    async fn a_command_that_changes_nothing_is_kept_without_a_number(world) {
        let mut changes = world.store.changes();
        let step = world.step("CV", theme!("work")).await;
        changes.recv().await.unwrap();
        let nothing = Command::Shelf(itineraire_domain::parcours::Item::Step(step), ShelfCommand::SetTheme { theme: theme!("work") });
        let answer = world.town.samira.says(&world.store, nothing).await;
        assert!(matches!(answer, Submitted::Result(CommandResult::Kept { first: Seq(0), last: Seq(0) })), "{answer:?}");
        assert!(changes.try_recv().is_err(), "nobody is disturbed");
        assert_eq!(world.board().await.seq, Seq(1));
    }
}
