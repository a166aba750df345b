//! A professional's list, from the projections alone.

use crate::chance::Chance;
use crate::tablet::Tablet;
use crate::world::{NOW, World, full_name, on_both, today};
use itineraire_domain::access::{AssignmentKind, Role};
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::{FindingId, OrganisationId, ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::{
    Agreement, AnswerCommand, Board, CircleLevel, Column, Command, FindingCommand, Level, SharedItem,
    SharingCommand, Side, Stage, StageCommand, Step, StepCommand, WrittenWhen,
};
use itineraire_domain::theme;
use itineraire_domain::views::pages::{HomeRow, StepLine};
use itineraire_domain::views::words::BoardWords;
use itineraire_store::repositories::{Assignments, Home, Parcours, Partners};
use itineraire_testing::written;
use std::sync::Arc;
use uuid::Uuid;

async fn home(world: &World) -> Vec<HomeRow> {
    let samira = &world.town.samira;
    let session = samira.session(&world.store).await.unwrap();
    Home::on(world.store.reads())
        .of(&session, today(), NOW)
        .await
        .unwrap()
}

fn on_day(step: StepId, day: &str) -> Command {
    let when = WrittenWhen {
        day: day.into(),
        hour: None,
        before: false,
    };
    Command::Step(step, StepCommand::SetWhen { when: Some(when) })
}

/// The line of a board, from the board alone.
fn line(board: &Board, reader: PersonId, (name, level): (&str, CircleLevel), today: Day) -> HomeRow {
    let live: Vec<&Step> = board
        .steps
        .values()
        .map(|step| &**step)
        .filter(|step| step.removed.is_none())
        .collect();
    let named = |step: &Step| {
        let mut all = board.steps.iter();
        let (id, _) = all.find(|(_, it)| std::ptr::eq(Arc::as_ptr(it), step)).unwrap();
        StepLine {
            id: *id,
            title: step.title.text(),
        }
    };
    let is_stopped = |step: &Step| matches!(step.stage, Stage::Stopped { .. });
    let is_done = |step: &Step| matches!(step.stage, Stage::Done { .. });
    let open = || live.iter().filter(|step| !is_stopped(step) && !is_done(step));
    let waits = |step: &&&Step| {
        let answer = step.agreements.get(&reader);
        let to_answer =
            answer.is_none_or(|it| matches!(it, Agreement::ToConfirm { .. } | Agreement::Talk { .. }));
        !is_stopped(step) && board.column_of(step) == Column::ToDiscuss && to_answer
    };
    let said = |wanted: fn(&Agreement) -> bool| {
        let mut asked = live
            .iter()
            .filter(|step| board.column_of(step) == Column::ToDiscuss);
        let found = asked.find(|step| step.agreements.get(&board.usager).is_some_and(wanted));
        found.map(|step| named(step))
    };
    let mut dated: Vec<_> = open()
        .filter_map(|step| Some((step.when?, named(step))))
        .collect();
    dated.sort_by_key(|(when, _)| (when.day, when.hour));
    let findings: Vec<_> = board
        .findings
        .values()
        .filter(|it| it.removed.is_none())
        .collect();
    let is_lifted = |it: &&&Arc<itineraire_domain::parcours::Finding>| {
        it.side == Side::Barrier && it.level.first().is_some_and(|rating| rating.level == Level::Gone)
    };
    let count = |number: usize| u32::try_from(number).unwrap();
    HomeRow {
        parcours: board.parcours,
        usager: full_name(name).shown(),
        level,
        done: count(live.iter().filter(|step| is_done(step)).count()),
        steps: count(live.iter().filter(|step| !is_stopped(step)).count()),
        awaits: live.iter().find(waits).map(|step| named(step)),
        talks: said(|it| matches!(it, Agreement::Talk { .. })),
        refused: said(|it| matches!(it, Agreement::Refused { .. })),
        offered: {
            let mut offered = open().filter(|step| step.offers.iter().any(|offer| offer.wanted.is_none()));
            offered.next().map(|step| named(step))
        },
        late: dated
            .iter()
            .find(|(when, _)| when.day < today)
            .map(|(when, title)| (title.clone(), when.day)),
        next: dated
            .iter()
            .find(|(when, _)| when.day >= today)
            .map(|(when, title)| (title.clone(), *when)),
        lifted: findings.iter().find(is_lifted).map(|it| it.words.text()),
        has_diagnosis: !findings.is_empty(),
        helped: open()
            .find(|step| step.needs_help.is_some())
            .map(|step| named(step)),
    }
}

/// Another parcours of the town, on which Samira and its usager write.
async fn another_parcours(world: &World, name: &str) -> [Tablet; 2] {
    let (store, cell) = (&world.store, world.town.cell);
    let (person, parcours) = (PersonId(Uuid::new_v4()), ParcoursId(Uuid::new_v4()));
    let founding = world.town.founding(store);
    founding
        .person(person, &full_name(name), Role::Usager.into(), None)
        .await;
    founding.parcours(parcours, person, CircleLevel::External).await;
    let samira = world.town.samira.person;
    // Twice: a line for each would be one too many.
    for kind in [AssignmentKind::Member, AssignmentKind::Referent] {
        founding.assign(parcours, samira, kind).await;
    }
    let samira = Tablet::signed_in(store, (cell, samira, Role::Professional), parcours, NOW).await;
    [
        samira,
        Tablet::signed_in(store, (cell, person, Role::Usager), parcours, NOW).await,
    ]
}

on_both! {
    async fn a_line_says_what_is_late_what_comes_and_what_waits_for_me(world) {
        let row = home(world).await.pop().unwrap();
        assert_eq!((row.steps, row.done, row.awaits, row.has_diagnosis), (0, 0, None, false));

        let late = world.step("Carte d'identité", theme!("rights")).await;
        let next = world.step("Rendez-vous CAF", theme!("rights")).await;
        let digest = world.board().await.steps[&late].digest();
        let store = &world.store;
        let samira = &mut world.town.samira;
        samira.keeps(store, Command::Answer(late, AnswerCommand::Agree { words: digest })).await;
        let row = home(world).await.pop().unwrap();
        assert_eq!(row.steps, 2);
        assert_eq!(row.awaits.unwrap().title, "Rendez-vous CAF", "the other one was answered");
        world.town.samira.keeps(store, Command::Answer(next, AnswerCommand::Refuse)).await;
        assert_eq!(home(world).await.pop().unwrap().awaits, None, "and now this one too");

        let samira = &mut world.town.samira;
        samira.keeps(store, on_day(late, "2026-06-01")).await;
        samira.keeps(store, on_day(next, "2026-06-02")).await;
        let row = home(world).await.pop().unwrap();
        assert_eq!(row.awaits.unwrap().id, late, "the date changed, so the answer is to be confirmed");
        assert_eq!(row.late.unwrap().0.title, "Carte d'identité");
        assert_eq!(row.next.unwrap().0.title, "Rendez-vous CAF", "today is not late");
        assert!(row.helped.is_none());

        world.town.rose.keeps(store, Command::Step(next, StepCommand::AskForHelp { needed: true })).await;
        assert_eq!(home(world).await.pop().unwrap().helped.unwrap().id, next);
        world.town.samira.keeps(store, Command::Stage(next, StageCommand::Stop { reason: "Annulé".into() })).await;
        let row = home(world).await.pop().unwrap();
        assert!(row.helped.is_none(), "a step that was given up asks for nothing");
        assert_eq!((row.steps, row.next), (1, None));
    }

    async fn a_line_says_whether_there_is_a_diagnosis_and_which_frein_is_lifted(world) {
        let store = &world.store;
        let lever = Command::Finding(FindingId(Uuid::new_v4()), FindingCommand::Add { side: Side::Lever, theme: theme!("family"), words: "Sa sœur".into() });
        world.town.samira.keeps(store, lever).await;
        assert!(home(world).await.pop().unwrap().has_diagnosis, "a levier alone is one");
        let barrier = FindingId(Uuid::new_v4());
        let add = Command::Finding(barrier, FindingCommand::Add { side: Side::Barrier, theme: theme!("housing"), words: "Logement".into() });
        world.town.samira.keeps(store, add).await;
        assert_eq!(home(world).await.pop().unwrap().lifted, None);
        let gone = Command::Finding(barrier, FindingCommand::Rate { level: Some(Level::Gone) });
        world.town.rose.keeps(store, gone).await;
        assert_eq!(home(world).await.pop().unwrap().lifted.as_deref(), Some("Logement"));
    }

    async fn a_line_says_to_what_the_usager_said_no_and_what_they_want_to_talk_about(world) {
        let store = world.store.clone();
        let step = world.step("Permis", theme!("mobility")).await;
        let said = async |world: &World| {
            let row = home(world).await.pop().unwrap();
            (row.talks.map(|it| it.id), row.refused.map(|it| it.id))
        };
        let (permis, answer) = (Some(step), |answer| Command::Answer(step, answer));
        // A professional's own is nobody's news.
        world.town.samira.keeps(&store, answer(AnswerCommand::Refuse)).await;
        assert_eq!(said(world).await, (None, None));
        world.town.rose.keeps(&store, answer(AnswerCommand::TalkAboutIt)).await;
        assert_eq!(said(world).await, (permis, None));
        world.town.rose.keeps(&store, answer(AnswerCommand::Refuse)).await;
        assert_eq!(said(world).await, (None, permis));
        // What waits stands before what does not.
        let [mut elsewhere, _] = another_parcours(world, "Ali").await;
        let first = async |world: &World| home(world).await.remove(0).usager.short;
        let rose = home(world).await.into_iter().find(|row| row.refused.is_some()).unwrap().usager.short;
        assert_eq!(first(world).await, rose);
        let late = StepId(Uuid::new_v4());
        let propose = StepCommand::Propose { title: "Tard".into(), theme: theme!("money"), terms: None };
        elsewhere.keeps(&store, Command::Step(late, propose)).await;
        elsewhere.keeps(&store, on_day(late, "2026-01-01")).await;
        assert_ne!(first(world).await, rose, "one's own answer is wanted there, before a no");
        world.town.samira.keeps(&store, Command::Stage(step, StageCommand::Stop { reason: "Non".into() })).await;
        assert_eq!(said(world).await, (None, None), "what was stopped is talked about no more");
    }

    async fn a_line_says_that_help_is_offered_until_the_usager_has_answered(world) {
        let store = world.store.clone();
        let step = world.step("Permis", theme!("mobility")).await;
        world.share(SharedItem::Step(step)).await;
        let offered = async |world: &World| home(world).await.pop().unwrap().offered;
        assert_eq!(offered(world).await, None);
        world.town.lea.keeps(&store, Command::Sharing(SharingCommand::OfferHelp { step })).await;
        assert_eq!(offered(world).await.map(|it| it.id), Some(step));
        let organisation = world.town.organisation;
        let answer = SharingCommand::AnswerOffer { step, organisation, wanted: false };
        world.town.rose.keeps(&store, Command::Sharing(answer)).await;
        assert_eq!(offered(world).await, None);
    }

    async fn the_list_holds_my_parcours_alone(world) {
        let mine = home(world).await;
        assert_eq!(mine.iter().map(|row| row.parcours).collect::<Vec<_>>(), [world.town.parcours]);
        let paul = &world.town.paul;
        let session = paul.session(&world.store).await.unwrap();
        assert!(Home::on(world.store.reads()).of(&session, today(), NOW).await.unwrap().is_empty());
    }

    async fn the_lines_are_what_the_boards_say_whatever_was_done_on_them(world) {
        let mut chance = Chance::from(11);
        let store = world.store.clone();
        let mut tablets = vec![("Rose", [world.town.samira.again(&store, NOW).await, world.town.rose.clone()])];
        for name in ["Ali", "Zoé"] {
            tablets.push((name, another_parcours(world, name).await));
        }
        // One step that is done, which chance seldom comes to.
        let done = world.step("Fait", theme!("money")).await;
        let words = world.board().await.steps[&done].digest();
        let (_, [samira, rose]) = &mut tablets[0];
        for tablet in [&mut *samira, rose] {
            tablet.keeps(&store, Command::Answer(done, AnswerCommand::Agree { words })).await;
        }
        for stage in [StageCommand::Start, StageCommand::Finish] {
            samira.keeps(&store, Command::Stage(done, stage)).await;
        }
        // Something of each kind was shown: else nothing was compared.
        let mut shown = [0; 7];
        for _ in 0..150 {
            let (_, two) = &mut tablets[chance.below(3)];
            let tablet = &mut two[chance.below(2)];
            let board = Parcours::on(store.reads()).board(tablet.cell, tablet.parcours).await.unwrap().unwrap();
            let command = chance.command(&board, (tablet.person, tablet.client), world.town.organisation);
            tablet.says(&store, command.clone()).await;
            let page = home(world).await;
            let mut expected = Vec::new();
            for (name, [samira, _]) in &tablets {
                let board = Parcours::on(store.reads()).board(samira.cell, samira.parcours).await.unwrap().unwrap();
                let level = if *name == "Rose" { CircleLevel::Internal } else { CircleLevel::External };
                expected.push(line(&board, samira.person, (name, level), today()));
            }
            expected.sort_by(|a, b| {
                let first = |row: &HomeRow| (row.waits().map(|it| !it), row.usager.short.clone());
                first(a).cmp(&first(b))
            });
            assert_eq!(page, expected, "after {command:?}");
            for row in &page {
                let now = [row.done > 0, row.awaits.is_some(), row.late.is_some(), row.next.is_some(), row.lifted.is_some(), row.helped.is_some(), row.next.as_ref().is_some_and(|next| next.1.hour.is_none())];
                for (count, is) in shown.iter_mut().zip(now) {
                    *count += u32::from(is);
                }
            }
        }
        assert!(shown.iter().all(|count| *count > 0), "{shown:?}");
    }

    async fn a_partner_s_list_is_what_is_shared_with_them_now(world) {
        let (rights, work) = (world.step("Carte", theme!("rights")).await, world.step("CV", theme!("work")).await);
        let lea = world.town.lea.clone();
        let list = async |store: &itineraire_store::Store| {
            let session = lea.session(store).await.unwrap();
            Partners::on(store.reads()).home(&session, NOW).await.unwrap()
        };
        assert!(list(&world.store).await.is_empty());
        for item in [SharedItem::Step(work), SharedItem::Step(rights), SharedItem::Goal] {
            world.share(item).await;
        }
        let [mut samira, mut ali] = another_parcours(world, "Ali").await;
        let propose = StepCommand::Propose { title: "Bus".into(), theme: theme!("mobility"), terms: None };
        let bus = StepId(Uuid::new_v4());
        samira.keeps(&world.store, Command::Step(bus, propose)).await;
        let share = |item, organisation: OrganisationId, until| Command::Sharing(SharingCommand::Share { item, organisation, purpose: "Aide".into(), until, seen: None });
        let ours = world.town.organisation;
        ali.keeps(&world.store, share(SharedItem::Goal, ours, NOW.plus_days(3))).await;
        ali.keeps(&world.store, share(SharedItem::Step(bus), world.twin.organisation, NOW.plus_days(3))).await;
        let rows: Vec<_> = list(&world.store).await.into_iter().map(|row| (row.first_name, row.parcours, row.themes)).collect();
        let expected = [
            ("Ali".to_owned(), ali.parcours, vec![]),
            ("Rose".to_owned(), world.town.parcours, vec![theme!("rights"), theme!("work")]),
        ];
        assert_eq!(rows, expected, "the goal has no theme; another organisation's share is not ours");
        let session = lea.session(&world.store).await.unwrap();
        let later = NOW.plus_days(4);
        let rows = Partners::on(world.store.reads()).home(&session, later).await.unwrap();
        assert_eq!(rows.len(), 1, "what has run out is in no list");
    }

    async fn on_a_board_are_its_usager_and_who_is_or_was_assigned(world) {
        let (store, town) = (&world.store, &world.town);
        written!(store, |tx| Assignments::on(&tx).end((town.cell, town.parcours), town.karim.person, NOW));
        another_parcours(world, "Ali").await;
        let session = town.samira.session(store).await.unwrap();
        let page = Parcours::on(store.reads()).page(&session, town.samira.me(), (town.parcours, store.epoch()), BoardWords::default(), (NOW, store.at_hand())).await.unwrap().unwrap();
        let mut expected = [town.rose.person, town.samira.person, town.karim.person];
        expected.sort();
        assert_eq!(page.people.keys().copied().collect::<Vec<_>>(), expected);
    }
}
