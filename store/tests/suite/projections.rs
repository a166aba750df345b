//! What lists read is what the boards say (`OR4`), and only what changes in it is written.

use crate::chance::Chance;
use crate::tablet::Tablet;
use crate::world::{World, on_both};
use itineraire_domain::ids::{CellId, FindingId, ParcoursId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Command, Doer, Field, FindingCommand, Item, Level, SharedItem, ShelfCommand, Side,
    StageCommand, StepCommand, WrittenWhen,
};
use itineraire_domain::theme;
use itineraire_store::Store;
use itineraire_store::repositories::Parcours;
use itineraire_testing::written;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use uuid::Uuid;

/// Table, its columns: ids, texts, numbers, yes or no.
type Columns = &'static [&'static str];
const TABLES: [(&str, Columns, Columns, Columns, Columns); 4] = [
    (
        "step_rows",
        &["parcours_id", "id", "cell_id", "proposed_by"],
        &["title", "theme", "stage", "due_day", "due_hour"],
        &["done_at"],
        &["needs_help", "offered", "due_before"],
    ),
    (
        "step_answers",
        &["parcours_id", "step_id", "person_id", "cell_id"],
        &["answer"],
        &[],
        &[],
    ),
    (
        "finding_rows",
        &["parcours_id", "id", "cell_id"],
        &["side", "theme", "words", "person_level", "team_level"],
        &["lifted_at"],
        &[],
    ),
    (
        "share_rows",
        &["parcours_id", "organisation_id", "step_id", "cell_id"],
        &["kind", "theme"],
        &["until"],
        &[],
    ),
];

/// Every row of every projection, as text, in order.
async fn rows(world: &World) -> Vec<String> {
    let tables = world.tables().await;
    let mut all = Vec::new();
    for (table, ids, texts, numbers, flags) in TABLES {
        let statement =
            Statement::from_string(tables.get_database_backend(), format!("SELECT * FROM {table}"));
        for row in tables.query_all_raw(statement).await.unwrap() {
            all.push(format!("{table}{}", written(&row, ids, texts, numbers, flags)));
        }
    }
    all.sort();
    all
}

fn written(row: &QueryResult, ids: Columns, texts: Columns, numbers: Columns, flags: Columns) -> String {
    // The library gives a column that is not there as one that is empty.
    let mut named = [ids, texts, numbers, flags].concat();
    let mut there = row.column_names();
    named.sort_unstable();
    there.sort_unstable();
    assert_eq!(there, named);
    let ids = ids
        .iter()
        .map(|it| row.try_get::<Uuid>("", it).unwrap().to_string());
    let texts = texts
        .iter()
        .map(|it| format!("{:?}", row.try_get::<Option<String>>("", it).unwrap()));
    let numbers = numbers
        .iter()
        .map(|it| format!("{:?}", row.try_get::<Option<i64>>("", it).unwrap()));
    let flags = flags
        .iter()
        .map(|it| row.try_get::<bool>("", it).unwrap().to_string());
    ids.chain(texts)
        .chain(numbers)
        .chain(flags)
        .map(|it| format!(" {it}"))
        .collect()
}

/// Counts each row of these tables that is written from now on, and on PostgreSQL each statement that writes.
async fn watch(world: &World) {
    let tables = world.tables().await;
    let run = async |statement: String| tables.execute_unprepared(&statement).await.unwrap();
    run("CREATE TABLE touched (what TEXT)".into()).await;
    for (table, ..) in TABLES {
        for did in ["INSERT", "UPDATE", "DELETE"] {
            if tables.get_database_backend() == DbBackend::Sqlite {
                run(format!(
                    "CREATE TRIGGER touched_{table}_{did} AFTER {did} ON {table} \
                     BEGIN INSERT INTO touched VALUES ('{table}'); END"
                ))
                .await;
                continue;
            }
            for (each, prefix) in [("ROW", ""), ("STATEMENT", "statement ")] {
                let name = format!("touched_{table}_{did}_{each}");
                run(format!(
                    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN INSERT INTO touched VALUES ('{prefix}{table}'); RETURN NULL; END $$"
                ))
                .await;
                run(format!(
                    "CREATE TRIGGER {name} AFTER {did} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
                ))
                .await;
            }
        }
    }
    tables.close().await.unwrap();
}

/// What was written since the last time: the table of each row, and on PostgreSQL that of each statement.
async fn touched(world: &World) -> (Vec<String>, Vec<String>) {
    let tables = world.tables().await;
    let all = Statement::from_string(
        tables.get_database_backend(),
        "SELECT what FROM touched ORDER BY what",
    );
    let all: Vec<String> = tables
        .query_all_raw(all)
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    tables.execute_unprepared("DELETE FROM touched").await.unwrap();
    tables.close().await.unwrap();
    let (statements, rows) = all.into_iter().partition(|what| what.starts_with("statement "));
    (rows, statements)
}

/// Writing the rows anew changes none of them.
async fn assert_fresh(world: &World, (cell, parcours): (CellId, ParcoursId), after: &str) {
    let written = rows(world).await;
    written!(world.store, |tx| Parcours::on(&tx).project_again(cell, parcours));
    assert_eq!(rows(world).await, written, "after {after}");
}

/// The next batch: some commands by chance of some tablets, all in the writer's queue before it looks.
async fn batch(chance: &mut Chance, world: &mut World, store: &Store) -> String {
    let (board, organisation) = (world.board().await, world.town.organisation);
    let mut waiting = Vec::new();
    let mut said = String::new();
    for _ in 0..=chance.below(3) {
        let town = &mut world.town;
        let tablet: &mut Tablet = [&mut town.samira, &mut town.rose, &mut town.karim]
            .into_iter()
            .nth(chance.below(3))
            .unwrap();
        let command = chance.command(&board, (tablet.person, tablet.client), organisation);
        said += &format!("{command:?} ");
        waiting.push(store.enqueue(tablet.next(&command)).await.unwrap());
    }
    for answer in waiting {
        answer.await.unwrap();
    }
    said
}

on_both! {
    async fn no_command_is_judged_while_the_rows_of_its_board_are_written_anew(world) {
        let (cell, parcours) = (world.town.cell, world.town.parcours);
        let transaction = world.store.begin().await.unwrap();
        Parcours::on(&transaction).project_again(cell, parcours).await.unwrap();
        let proposed = StepCommand::Propose { title: "Étape".into(), theme: theme!("work"), terms: None };
        world.waits_for(transaction, &Command::Step(StepId(Uuid::new_v4()), proposed)).await;
    }

    async fn or4_the_rows_are_those_of_a_fresh_computation_after_each_command(world) {
        let samira = world.town.samira.person;
        let (frein, levier) = (FindingId(Uuid::new_v4()), FindingId(Uuid::new_v4()));
        let first = world.step("Carte d'identité", theme!("rights")).await;
        let second = world.step("Adresse e-mail", theme!("digital")).await;
        world.share(SharedItem::Step(first)).await;
        world.share(SharedItem::Goal).await;
        let day = WrittenWhen { day: "2026-12-01".into(), hour: Some("14:30".into()), before: true };
        let words = world.board().await.steps[&first].digest();
        let commands = [
            Command::Finding(frein, FindingCommand::Add { side: Side::Barrier, theme: theme!("housing"), words: "Pas de logement".into() }),
            Command::Finding(levier, FindingCommand::Add { side: Side::Lever, theme: theme!("family"), words: "Sa sœur".into() }),
            Command::Finding(frein, FindingCommand::Rate { level: Some(Level::Strong) }),
            Command::Answer(first, AnswerCommand::Agree { words }),
            Command::Step(first, StepCommand::SetWhen { when: Some(day) }),
            Command::Step(second, StepCommand::SetDoers { doers: vec![Doer::Person(samira)] }),
            Command::Answer(second, AnswerCommand::TalkAboutIt),
            Command::Shelf(Item::Step(first), ShelfCommand::SetTheme { theme: theme!("money") }),
            Command::Stage(second, StageCommand::Stop { reason: "Plus besoin".into() }),
            Command::Shelf(Item::Finding(levier), ShelfCommand::Remove),
            Command::Shelf(Item::Step(first), ShelfCommand::Remove),
            Command::Shelf(Item::Step(first), ShelfCommand::Restore),
            Command::Finding(frein, FindingCommand::Rate { level: Some(Level::Gone) }),
        ];
        let mut seen = rows(world).await;
        for command in commands {
            world.town.samira.keeps(&world.store, command.clone()).await;
            let now = rows(world).await;
            assert!(now != seen || matches!(command, Command::Step(_, StepCommand::SetDoers { .. })), "{command:?} shows in the rows");
            written!(world.store, |tx| Parcours::on(&tx).project_again(world.town.cell, world.town.parcours));
            assert_eq!(rows(world).await, now, "{command:?}");
            seen = now;
        }
        let all = seen.join("\n");
        for expected in ["step_rows", "step_answers", "finding_rows", "share_rows", "Pas de logement", "stopped"] {
            assert!(all.contains(expected), "{expected} in\n{all}");
        }
        assert!(!all.contains("Sa sœur"), "what lies in the bin is in no list\n{all}");
    }

    async fn or4_a_refused_command_changes_no_row(world) {
        let step = world.step("CV", theme!("work")).await;
        let before = rows(world).await;
        assert_eq!(before.len(), 2, "the step, and its proposer's yes");
        world.town.samira.says(&world.store, Command::Stage(step, StageCommand::Start)).await;
        assert_eq!(rows(world).await, before);
    }

    async fn or4_whatever_is_done_the_rows_written_by_difference_are_those_written_anew(world) {
        let here = (world.town.cell, world.town.parcours);
        let mut chance = Chance::from(7);
        // Two services take turns: what each remembers of the board is behind what the other wrote.
        let stores = [world.store.clone(), world.another().await];
        let mut seen = std::collections::BTreeSet::new();
        for round in 0..80 {
            let said = batch(&mut chance, world, &stores[usize::from(round % 7 > 4)]).await;
            assert_fresh(world, here, &said).await;
            seen.extend(rows(world).await.iter().map(|row| row.split(' ').next().unwrap().to_owned()));
        }
        assert_eq!(seen.len(), TABLES.len(), "chance has filled every table: {seen:?}");
        assert!(world.board().await.seq.0 > 50, "and was not refused all the time");
    }

    async fn or4_what_a_failed_commit_would_have_written_is_not_taken_for_written(world) {
        let here = (world.town.cell, world.town.parcours);
        let step = world.step("CV", theme!("work")).await;
        let tables = world.tables().await;
        let (spoil, mend): (&[&str], &str) = match tables.get_database_backend() {
            DbBackend::Postgres => (
                &[
                    "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$",
                    "CREATE CONSTRAINT TRIGGER never AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED \
                     FOR EACH ROW EXECUTE FUNCTION never()",
                ],
                "DROP TRIGGER never ON events",
            ),
            _ => (
                &[
                    "CREATE TABLE empty (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE never (id INTEGER REFERENCES empty (id) DEFERRABLE INITIALLY DEFERRED)",
                    "CREATE TRIGGER never AFTER INSERT ON events BEGIN INSERT INTO never VALUES (1); END",
                ],
                "DROP TRIGGER never",
            ),
        };
        for statement in spoil {
            tables.execute_unprepared(statement).await.unwrap();
        }
        let tablet = &mut world.town.samira;
        let lost = Command::Shelf(Item::Step(step), ShelfCommand::SetTheme { theme: theme!("money") });
        world.store.submit(tablet.numbered(1, &lost)).await.unwrap_err();
        tables.execute_unprepared(mend).await.unwrap();
        // The same again, then something else of the same row: a writer that remembered the first would write only the second.
        tablet.keeps(&world.store, lost).await;
        assert!(rows(world).await.iter().any(|row| row.contains("money")));
        assert_fresh(world, here, "a commit that failed").await;
    }

    async fn or4_a_key_typed_writes_no_row_but_that_of_the_title_it_is_typed_in(world) {
        for number in 0..40 {
            let step = world.step(&format!("Etape {number}"), theme!("work")).await;
            world.share(SharedItem::Step(step)).await;
        }
        let board = world.board().await;
        let step = *board.steps.keys().next().unwrap();
        watch(world).await;
        let (samira, store) = (&mut world.town.samira, &world.store);
        let in_goal = Command::write(Field::Goal, board.goal.diff(samira.client, "Travailler", None));
        samira.keeps(store, in_goal).await;
        assert_eq!(touched(world).await, (vec![], vec![]), "the goal is in no list");
        for (words, written) in [("Mon CV", &["step_answers", "step_rows"][..]), ("Mon beau CV", &["step_rows"])] {
            let board = world.board().await;
            let samira = &mut world.town.samira;
            let title = board.steps[&step].title.diff(samira.client, words, None);
            samira.keeps(&world.store, Command::write(Field::Title(step), title)).await;
            let (rows, _) = touched(world).await;
            assert_eq!(rows, written, "one row of forty, and the yes that the first key turns back (AG2)");
        }
    }

    async fn or4_a_batch_takes_the_same_few_statements_whatever_it_holds(world) {
        for town in [&mut world.town, &mut world.twin] {
            town.samira.keeps(&world.store, Command::Step(StepId(Uuid::new_v4()), StepCommand::Propose { title: "Là".into(), theme: theme!("work"), terms: None })).await;
        }
        watch(world).await;
        let mut waiting = Vec::new();
        for number in 0..20 {
            for town in [&mut world.town, &mut world.twin] {
                let propose = StepCommand::Propose { title: format!("Etape {number}"), theme: theme!("work"), terms: None };
                let submission = town.samira.next(&Command::Step(StepId(Uuid::new_v4()), propose));
                waiting.push(world.store.enqueue(submission).await.unwrap());
            }
        }
        for answer in waiting {
            answer.await.unwrap();
        }
        let (rows, statements) = touched(world).await;
        assert_eq!(rows.len(), 80);
        // Statements are counted on PostgreSQL alone. An INSERT that may meet a row counts for an UPDATE too.
        let expected = if world.is_sqlite() { 0 } else { 2 };
        let of = |table: &'static str| vec![table; expected];
        let expected = [of("statement step_answers"), of("statement step_rows")].concat();
        assert_eq!(statements, expected, "forty steps of two boards, each with its proposer's yes");
    }
}
