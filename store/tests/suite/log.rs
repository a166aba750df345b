//! What is acknowledged is in the log, once, in order, for ever.

use crate::tablet::{kept, refused};
use crate::world::on_both;
use itineraire_domain::Refusal;
use itineraire_domain::ids::{FindingId, StepId};
use itineraire_domain::parcours::{
    Board, Command, Field, FindingCommand, Item, Level, Seq, ShelfCommand, Side, StepCommand, WordsChange,
    evolve,
};
use itineraire_domain::theme;
use itineraire_store::Submitted;
use itineraire_store::repositories::{Clients, Parcours};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

fn proposed(title: &str) -> Command {
    Command::Step(
        StepId(Uuid::new_v4()),
        StepCommand::Propose {
            title: title.into(),
            theme: theme!("work"),
            terms: None,
        },
    )
}

on_both! {
    async fn or2_what_was_acknowledged_is_there_after_reopening(world) {
        for number in 1..=5 {
            let title = format!("Étape {number}");
            assert_eq!(world.town.samira.says(&world.store, proposed(&title)).await, kept(number, number));
        }
        let before = world.board().await;
        let again = world.another().await;
        assert_eq!(again.epoch(), world.store.epoch(), "the same store");
        let board = Parcours::on(again.reads()).board(world.town.cell, world.town.parcours).await.unwrap().unwrap();
        assert_eq!(board, before);
        assert_eq!(board.steps.len(), 5);
    }

    async fn or2_every_connection_waits_for_the_disk(world) {
        let levels = world.store.synchronous().await.unwrap();
        if world.is_sqlite() {
            assert_eq!(levels, [2; 9], "the writer and eight readers, all FULL");
        }
    }

    async fn id3_a_repeat_gets_the_stored_first_result_and_writes_nothing(world) {
        let samira = &mut world.town.samira;
        let first = samira.next(&proposed("CV"));
        assert_eq!(world.store.submit(first.clone()).await.unwrap(), kept(1, 1));
        world.town.karim.keeps(&world.store, proposed("Carte d'identité")).await;
        // The same number, and another body: the number names the command for ever (ID2).
        for body in [first.body.clone(), serde_json::json!({ "undo": { "of": 1 } })] {
            let repeat = itineraire_store::Submission { body, ..first.clone() };
            assert_eq!(world.store.submit(repeat).await.unwrap(), kept(1, 1));
        }
        let again = world.another().await;
        assert_eq!(again.submit(first).await.unwrap(), kept(1, 1), "after a restart too");
        assert_eq!(world.board().await.seq, Seq(2));
    }

    async fn id3_a_refusal_is_a_stored_result_too(world) {
        let gone = Command::Shelf(Item::Step(StepId(Uuid::new_v4())), ShelfCommand::Remove);
        let refusal = world.town.samira.next(&gone);
        let answer = world.store.submit(refusal.clone()).await.unwrap();
        assert_eq!(answer, refused(Refusal::NotFound));
        // The step that it named comes into being afterwards: the first answer stands.
        let Command::Shelf(Item::Step(step), ShelfCommand::Remove) = gone else { unreachable!() };
        let late = Command::Step(step, StepCommand::Propose { title: "CV".into(), theme: theme!("work"), terms: None });
        world.town.karim.keeps(&world.store, late).await;
        assert_eq!(world.store.submit(refusal).await.unwrap(), answer);
        assert_eq!(world.town.samira.says(&world.store, proposed("Suite")).await, kept(2, 2), "it counted as a number");
    }

    async fn id3_a_gap_is_told_and_nothing_is_kept(world) {
        let samira = &world.town.samira;
        for seq in [2, 3, 900] {
            let early = samira.numbered(seq, &proposed("CV"));
            assert_eq!(world.store.submit(early).await.unwrap(), Submitted::Gap { expected: 1 });
        }
        // No page counts from 0; a hostile one is told so, and spoils nothing for its neighbours in the batch.
        let zero = world.store.enqueue(samira.numbered(0, &proposed("CV"))).await.unwrap();
        let good = world.store.enqueue(world.town.karim.next(&proposed("CV"))).await.unwrap();
        assert_eq!(zero.await.unwrap(), Submitted::Gap { expected: 1 });
        assert_eq!(good.await.unwrap(), kept(1, 1));
        assert_eq!(world.board().await.steps.len(), 1);
        let session = samira.session(&world.store).await.unwrap();
        let next = Clients::on(world.store.reads()).next(&session, samira.parcours, samira.client).await.unwrap();
        assert_eq!(next, Some(1));
    }

    async fn ev1_a_command_of_a_newer_page_is_refused_by_name_and_stored(world) {
        let mut newer = world.town.samira.next(&proposed("CV"));
        newer.version += 1;
        assert_eq!(world.store.submit(newer).await.unwrap(), refused(Refusal::NewerVersion));
        let mut unknown = world.town.samira.next(&proposed("CV"));
        unknown.body = serde_json::json!({ "delete_all": {} });
        assert_eq!(world.store.submit(unknown).await.unwrap(), refused(Refusal::UnknownCommand));
        assert_eq!(world.board().await.seq, Seq(0));
    }

    async fn replay_snapshot_with_tail_and_what_watchers_built_are_the_same_bytes(world) {
        let mut changes = world.store.changes();
        let barrier = FindingId(Uuid::new_v4());
        let add = Command::Finding(barrier, FindingCommand::Add { side: Side::Barrier, theme: theme!("housing"), words: "Logement".into() });
        world.town.samira.keeps(&world.store, add).await;
        let mut written = 0;
        for round in 0..240_u32 {
            let command = match round % 4 {
                0 => proposed(&format!("Étape {round}")),
                1 => Command::Finding(barrier, FindingCommand::Rate { level: Some(Level::ALL[round as usize / 4 % 5]) }),
                2 => {
                    written += 1;
                    let change = WordsChange::Insert { after: None, before: None, first: written - 1, text: "é".into() };
                    Command::write(Field::Goal, vec![change])
                }
                _ => Command::Undo { of: world.board().await.actions.back().unwrap().seq },
            };
            let tablet = if round % 4 == 2 { &mut world.town.karim } else { &mut world.town.samira };
            tablet.says(&world.store, command).await;
        }
        let (cell, parcours) = (world.town.cell, world.town.parcours);
        let mut watched = Board::empty(parcours, world.town.rose.person);
        while let Ok(change) = changes.try_recv() {
            change.kept().unwrap().events.iter().for_each(|event| evolve(&mut watched, event));
        }
        let loaded = Parcours::on(world.store.reads()).board(cell, parcours).await.unwrap().unwrap();
        let replayed = Parcours::on(world.store.reads()).replayed(cell, parcours).await.unwrap().unwrap();
        assert!(loaded.seq > Seq(200), "the walk really wrote: {:?}", loaded.seq);
        let tables = world.tables().await;
        let snapshots = tables
            .query_all_raw(Statement::from_string(tables.get_database_backend(), "SELECT seq FROM snapshots"))
            .await
            .unwrap();
        assert_eq!(snapshots.len(), 1, "the last one, in place of those before it");
        let bytes = |board: &Board| String::from_utf8(serde_json::to_vec(board).unwrap()).unwrap();
        assert_eq!(bytes(&replayed), bytes(&loaded), "the log from 0, and the snapshot with its tail");
        assert_eq!(bytes(&watched), bytes(&loaded), "what was decided on the writer's own board");
        assert_eq!(loaded.hash(), replayed.hash());
    }
}
