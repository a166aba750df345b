//! How many statements a batch costs: as many whatever it holds.

use crate::tablet::{Tablet, kept};
use crate::world::{NOW, World, on_both};
use itineraire_domain::ids::{FindingId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Command, Field, FindingCommand, Item, SharedItem, SharingCommand, ShelfCommand, Side,
    StepCommand, WordsChange,
};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::theme;
use itineraire_store::{Submission, Submitted};
use uuid::Uuid;

/// What a batch may cost: one with a key in it, one with much, and one that leaves no table as it was, where rows go as well
/// as come, a snapshot is due, and something of before is asked for. Beside its begin and its end.
const OF_ONE_KEY: u64 = 6;
const AT_MOST: u64 = 8;
const OF_EVERYTHING: u64 = 17;

/// Commands that share a commit.
const BATCH: usize = 64;

/// What these cost, in one commit; and what became of them.
async fn cost(world: &World, batch: Vec<Submission>) -> (u64, Vec<Submitted>) {
    let (commits, statements) = (world.store.commits(), world.store.statements());
    let mut waiting = Vec::new();
    // Nothing gives way between these: all of them lie in the queue when the writer looks.
    for submission in batch {
        waiting.push(world.store.enqueue(submission).await.unwrap());
    }
    let mut answers = Vec::new();
    for answer in waiting {
        answers.push(answer.await.unwrap());
    }
    assert_eq!(world.store.commits() - commits, 1, "one batch");
    (world.store.statements() - statements, answers)
}

fn proposed(step: StepId, title: &str) -> Command {
    Command::Step(
        step,
        StepCommand::Propose {
            title: title.into(),
            theme: theme!("work"),
            terms: None,
        },
    )
}

fn found(finding: FindingId) -> Command {
    Command::Finding(
        finding,
        FindingCommand::Add {
            side: Side::Barrier,
            theme: theme!("work"),
            words: "Pas de permis".into(),
        },
    )
}

/// A key in a step's title.
fn key(tablet: &mut Tablet, step: StepId) -> Submission {
    let change = WordsChange::Insert {
        after: None,
        before: None,
        // After every number that the title itself took; holes are nobody's.
        first: 1000 + u32::try_from(tablet.last).unwrap(),
        text: "é".into(),
    };
    tablet.next(&Command::write(Field::Title(step), vec![change]))
}

fn were_kept(answers: &[Submitted]) -> bool {
    let is_kept = |it: &Submitted| matches!(it, Submitted::Result(CommandResult::Kept { .. }));
    answers.iter().all(is_kept)
}

on_both! {
    // @proof fast statements: a batch costs as many statements whatever it holds, on both databases
    async fn a_batch_costs_as_many_statements_whatever_it_holds(world) {
        let mut steps = Vec::new();
        for town in [&mut world.town, &mut world.twin] {
            let step = StepId(Uuid::new_v4());
            assert_eq!(town.samira.says(&world.store, proposed(step, "CV")).await, kept(1, 1));
            steps.push(step);
        }
        // The first turns the proposer's yes back (`AG2`); those that follow change one row.
        let first = key(&mut world.town.samira, steps[0]);
        world.store.submit(first).await.unwrap();
        let one = key(&mut world.town.samira, steps[0]);
        let (of_one, answers) = cost(world, vec![one]).await;
        assert!(were_kept(&answers), "{answers:?}");

        // Two boards of two cells, three hands each, in turns; with steps, findings and answers.
        let mut batch = Vec::new();
        for number in 0..BATCH {
            let step = steps[number % 2];
            let town = if number % 2 == 0 { &mut world.town } else { &mut world.twin };
            let tablet = [&mut town.samira, &mut town.karim, &mut town.rose].into_iter().nth(number / 2 % 3).unwrap();
            batch.push(match number % 8 {
                0 | 1 => tablet.next(&proposed(StepId(Uuid::new_v4()), "Préfecture")),
                2 | 3 => tablet.next(&found(FindingId(Uuid::new_v4()))),
                4 => {
                    let mut answer = tablet.next(&Command::Answer(step, AnswerCommand::TalkAboutIt));
                    answer.body["on"] = 2.into();
                    answer
                }
                _ => key(tablet, step),
            });
        }
        let (of_many, answers) = cost(world, batch).await;
        assert!(were_kept(&answers), "{answers:?}");

        let batch = everything(world).await;
        let (of_everything, answers) = cost(world, batch).await;
        assert!(were_kept(&answers), "{answers:?}");
        println!(
            "PROOF statements: {of_one} for one key, {of_many} for {BATCH} commands of six hands on two boards, \
             {of_everything} when every table loses and gains rows, on {}",
            if world.is_sqlite() { "SQLite" } else { "PostgreSQL" },
        );
        assert!(of_one <= OF_ONE_KEY && of_many <= AT_MOST && of_everything <= OF_EVERYTHING);
    }
}

/// A batch that leaves no table as it was: rows of each come, and rows of each go; a partner's view changes; a snapshot is due;
/// a yes that may not have seen a withdrawal, and a number that was judged before.
async fn everything(world: &mut World) -> Vec<Submission> {
    let store = world.store.clone();
    let step = StepId(Uuid::new_v4());
    let [gone, new] = [1, 2].map(|_| FindingId(Uuid::new_v4()));
    let samira = &mut world.town.samira;
    samira.keeps(&store, proposed(step, "Permis")).await;
    samira.keeps(&store, found(gone)).await;
    world.share(SharedItem::Goal).await;
    let to_drop = world.step("Abandonnée", theme!("work")).await;
    let mut board = world.board().await;
    while board.seq.0 % 100 < 60 {
        let typed = key(&mut world.town.samira, step);
        store.submit(typed).await.unwrap();
        board = world.board().await;
    }
    let (words, to_snapshot) = (board.steps[&step].digest(), 100 - board.seq.0 % 100);
    let organisation = world.town.organisation;
    let town = &mut world.town;
    let mut batch = vec![
        town.samira.numbered(1, &proposed(step, "Repeated")),
        town.samira.next(&found(new)),
        town.samira
            .next(&Command::Shelf(Item::Finding(gone), ShelfCommand::Remove)),
        town.samira.next(&proposed(StepId(Uuid::new_v4()), "Nouvelle")),
        town.samira
            .next(&Command::Shelf(Item::Step(to_drop), ShelfCommand::Remove)),
        town.karim
            .next(&Command::Answer(step, AnswerCommand::Agree { words })),
    ];
    let end = SharingCommand::End {
        item: SharedItem::Goal,
        organisation,
    };
    batch.push(town.rose.next(&Command::Sharing(end)));
    let share = SharingCommand::Share {
        item: SharedItem::Step(step),
        organisation,
        purpose: "préparer le rendez-vous".into(),
        until: NOW.plus_days(30),
        seen: None,
    };
    batch.push(town.rose.next(&Command::Sharing(share)));
    for _ in 0..to_snapshot {
        let typed = key(&mut town.samira, step);
        batch.push(typed);
    }
    batch
}
