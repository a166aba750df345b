//! What a board says on paper: what its usager's own page shows of what is to be done, and nothing of what is said about it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{Actor, Display, Role};
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::ids::{CommentId, Epoch, FindingId, StepId};
use itineraire_domain::parcours::{
    AnswerCommand, Board, CircleLevel, Column, Command, Doer, FindingCommand, GoalCommand, Item,
    ShelfCommand, Side, StageCommand, StepCommand, WrittenWhen,
};
use itineraire_domain::theme;
use itineraire_domain::views::pages::{BoardPage, FullName, Me, PersonName};
use itineraire_domain::views::paper::{PaperGoal, PaperName, PaperView};
use itineraire_domain::views::words::BoardWords;
use itineraire_domain::zone::Zone;
use support::{CAMILLE, MISSION_LOCALE, ROSE, START, YANIS, empty_board, give, professional, proven};
use uuid::Uuid;

fn id(number: u128) -> StepId {
    StepId(Uuid::from_u128(100 + number))
}

fn camille() -> Actor {
    professional(CAMILLE, START)
}

fn rose() -> Actor {
    proven(ROSE, START)
}

fn says(board: &mut Board, step: StepId, command: StepCommand) {
    give(board, &camille(), Command::Step(step, command));
}

fn proposes(board: &mut Board, step: StepId, title: &str) {
    let (title, theme) = (title.to_owned(), theme!("work"));
    says(
        board,
        step,
        StepCommand::Propose {
            title,
            theme,
            terms: None,
        },
    );
}

fn agree(board: &mut Board, step: StepId) {
    for by in [camille(), rose()] {
        let words = board.steps[&step].digest();
        give(board, &by, Command::Answer(step, AnswerCommand::Agree { words }));
    }
}

fn turns(board: &mut Board, step: StepId, command: StageCommand) {
    give(board, &camille(), Command::Stage(step, command));
}

/// The page of a board, as it is made at a moment in a commune whose clocks are two hours ahead.
fn page(board: &Board, now: Moment) -> BoardPage {
    let name = |first: &str| FullName::new(first, "Martin", "").shown();
    let known: [_; 2] = [(ROSE, name("Rose")), (CAMILLE, name("Camille"))];
    BoardPage {
        me: Me {
            person: CAMILLE,
            role: Role::Professional,
            name: known[1].1.clone(),
            rests: 1_800,
            ends: Moment(i64::MAX),
            display: Display::default(),
            proven_until: None,
            parcours: None,
            organisation: None,
        },
        epoch: Epoch(Uuid::nil()),
        board: board.clone(),
        level: CircleLevel::Individual,
        people: known
            .into_iter()
            .collect::<std::collections::BTreeMap<_, PersonName>>(),
        organisations: [(MISSION_LOCALE, "Mission locale".to_owned())].into(),
        now,
        words: BoardWords {
            zone: Zone::new(120, Vec::new()),
            ..BoardWords::default()
        },
    }
}

fn paper(board: &Board) -> PaperView {
    PaperView::of(&page(board, START))
}

fn known(name: &str) -> PaperName {
    PaperName::Known(name.into())
}

#[test]
fn an_empty_board_has_a_paper() {
    let paper = paper(&empty_board());
    assert_eq!(paper.first_name, known("Rose"));
    assert_eq!((paper.goal.clone(), paper.next.clone()), (None, None));
    assert_eq!(paper.steps(), 0);
    // START is 2027-01-15, 8 h UTC.
    assert_eq!(paper.printed, Day::new(2027, 1, 15).unwrap());
}

#[test]
fn it_is_printed_on_the_day_of_the_commune() {
    let late = Moment(START.0 + 15 * 3_600_000);
    let paper = PaperView::of(&page(&empty_board(), late));
    assert_eq!(paper.printed, Day::new(2027, 1, 16).unwrap());
}

#[test]
fn the_next_step_is_the_earliest_that_is_decided_and_others_follow_what_is_proposed_last() {
    let mut board = empty_board();
    for (number, title) in ["Proposée", "Plus tard", "Bientôt", "Commencée", "Faite"]
        .into_iter()
        .enumerate()
    {
        proposes(&mut board, id(number as u128), title);
    }
    for (number, day) in [(1, "2027-03-01"), (2, "2027-02-01")] {
        let when = Some(WrittenWhen {
            day: day.into(),
            hour: None,
            before: false,
        });
        says(&mut board, id(number), StepCommand::SetWhen { when });
    }
    for number in 1..=4 {
        agree(&mut board, id(number));
    }
    turns(&mut board, id(3), StageCommand::Start);
    turns(&mut board, id(4), StageCommand::Start);
    turns(&mut board, id(4), StageCommand::Finish);
    let paper = paper(&board);
    assert_eq!(paper.next.as_ref().unwrap().title, "Bientôt");
    let later: Vec<_> = paper
        .later
        .iter()
        .map(|step| (step.title.as_str(), step.column))
        .collect();
    assert_eq!(
        later,
        [
            ("Commencée", Column::InProgress),
            ("Plus tard", Column::Decided),
            ("Proposée", Column::ToDiscuss)
        ]
    );
    assert_eq!(paper.done, ["Faite"]);
    assert_eq!(paper.steps(), 5);
}

#[test]
fn it_says_who_does_what_where_and_with_what() {
    let mut board = empty_board();
    proposes(&mut board, id(0), "Visio");
    let doers = vec![
        Doer::Person(CAMILLE),
        Doer::Person(ROSE),
        Doer::Organisation(MISSION_LOCALE),
        Doer::Named("Sa sœur".into()),
        Doer::Person(YANIS),
    ];
    says(&mut board, id(0), StepCommand::SetDoers { doers });
    says(
        &mut board,
        id(0),
        StepCommand::SetPlace {
            place: "Mairie".into(),
        },
    );
    says(
        &mut board,
        id(0),
        StepCommand::SetBring {
            bring: "carte d’identité".into(),
        },
    );
    let step = &paper(&board).later[0];
    assert!(step.theirs);
    let names = [
        known("Camille"),
        known("Mission locale"),
        known("Sa sœur"),
        PaperName::Someone,
    ];
    assert_eq!(step.others, names);
    assert_eq!(
        (step.place.as_str(), step.bring.as_str()),
        ("Mairie", "carte d’identité")
    );
}

/// A reason, an exchange, a frein, a share's purpose and what lies in the bin lie on no kitchen table.
#[test]
fn what_is_said_about_it_is_not_on_it() {
    let mut board = empty_board();
    for (number, title) in ["Étape", "Arrêtée", "Retirée"].into_iter().enumerate() {
        proposes(&mut board, id(number as u128), title);
    }
    let words = "SECRET échange".to_owned();
    let comment = CommentId(Uuid::from_u128(7));
    says(&mut board, id(0), StepCommand::Comment { comment, words });
    let (theme, words) = (theme!("work"), "SECRET frein".to_owned());
    let finding = FindingId(Uuid::from_u128(8));
    let side = Side::Barrier;
    give(
        &mut board,
        &camille(),
        Command::Finding(finding, FindingCommand::Add { side, words, theme }),
    );
    turns(
        &mut board,
        id(1),
        StageCommand::Stop {
            reason: "SECRET raison".into(),
        },
    );
    give(
        &mut board,
        &camille(),
        Command::Shelf(Item::Step(id(2)), ShelfCommand::Remove),
    );
    let said = format!("{:?}", paper(&board));
    for secret in ["SECRET", "Arrêtée", "Retirée"] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    assert!(said.contains("Étape"));
}

#[test]
fn the_goal_names_its_usager_when_the_words_are_theirs_and_whoever_wrote_in_it_until_then() {
    let mut board = empty_board();
    let writes = |board: &mut Board, by: &Actor, words: &str| {
        let changes = board.goal.diff(by.client, words, None);
        give(board, by, Command::Goal(GoalCommand::Write { changes }));
    };
    let goal = |words: &str, by| {
        Some(PaperGoal {
            words: words.into(),
            by: known(by),
        })
    };
    assert_eq!(paper(&board).goal, None);
    writes(&mut board, &rose(), "Travailler");
    assert_eq!(paper(&board).goal, goal("Travailler", "Rose"));
    writes(&mut board, &camille(), "Travailler à Lyon");
    assert_eq!(paper(&board).goal, goal("Travailler à Lyon", "Camille"));
    let words = board.goal_digest();
    give(&mut board, &rose(), Command::Goal(GoalCommand::SayOwn { words }));
    assert_eq!(paper(&board).goal, goal("Travailler à Lyon", "Rose"));
}
