//! What lists read is what the boards say (`OR4`).

use crate::world::{World, on_both};
use itineraire_domain::ids::FindingId;
use itineraire_domain::parcours::{
    AnswerCommand, Command, Doer, FindingCommand, Item, Level, SharedItem, ShelfCommand, Side, StageCommand,
    StepCommand, WrittenWhen,
};
use itineraire_domain::theme::Theme;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use uuid::Uuid;

/// Table, its columns: ids, texts, numbers, yes or no.
type Columns = &'static [&'static str];
const TABLES: [(&str, Columns, Columns, Columns, Columns); 4] = [
    (
        "step_rows",
        &["parcours_id", "id", "cell_id", "proposed_by"],
        &["title", "theme", "stage", "due_day", "due_hour"],
        &["done_at"],
        &["needs_help", "due_before"],
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
        &["parcours_id", "organisation_id", "cell_id"],
        &["item", "theme"],
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

on_both! {
    async fn or4_the_rows_are_those_of_a_fresh_computation_after_each_command(world) {
        let samira = world.town.samira.person;
        let (frein, levier) = (FindingId(Uuid::new_v4()), FindingId(Uuid::new_v4()));
        let first = world.step("Carte d'identité", Theme::Rights).await;
        let second = world.step("Adresse e-mail", Theme::Digital).await;
        world.share(SharedItem::Step(first)).await;
        world.share(SharedItem::Goal).await;
        let day = WrittenWhen { day: "2026-12-01".into(), hour: Some("14:30".into()), before: true };
        let words = world.board().await.steps[&first].digest();
        let commands = [
            Command::Finding(frein, FindingCommand::Add { side: Side::Barrier, theme: Theme::Housing, words: "Pas de logement".into() }),
            Command::Finding(levier, FindingCommand::Add { side: Side::Lever, theme: Theme::Family, words: "Sa sœur".into() }),
            Command::Finding(frein, FindingCommand::Rate { level: Some(Level::Strong) }),
            Command::Answer(first, AnswerCommand::Agree { words }),
            Command::Step(first, StepCommand::SetWhen { when: Some(day) }),
            Command::Step(second, StepCommand::SetDoers { doers: vec![Doer::Person(samira)] }),
            Command::Answer(second, AnswerCommand::TalkAboutIt),
            Command::Shelf(Item::Step(first), ShelfCommand::SetTheme { theme: Theme::Money }),
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
            world.store.project_again(world.town.cell, world.town.parcours).await.unwrap();
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
        let step = world.step("CV", Theme::Work).await;
        let before = rows(world).await;
        assert_eq!(before.len(), 1);
        world.town.samira.says(&world.store, Command::Stage(step, StageCommand::Start)).await;
        assert_eq!(rows(world).await, before);
    }
}
