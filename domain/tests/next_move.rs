//! What a board says that it waits for, to each of its people.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::Actor;
use itineraire_domain::calendar::Day;
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{
    AnswerCommand, Board, Command, SharedItem, SharingCommand, StageCommand, StepCommand, WrittenWhen,
};
use itineraire_domain::theme;
use itineraire_domain::views::next_move::NextMove;
use support::{
    CAMILLE, MISSION_LOCALE, ROSE, START, YANIS, empty_board, give, partner, professional, proven,
};
use uuid::Uuid;

const PERMIS: StepId = StepId(Uuid::from_u128(100));
const CUISINE: StepId = StepId(Uuid::from_u128(101));

fn today() -> Day {
    Day::new(2026, 11, 24).unwrap()
}

fn camille() -> Actor {
    professional(CAMILLE, START)
}

fn rose() -> Actor {
    proven(ROSE, START)
}

fn proposes(board: &mut Board, by: &Actor, step: StepId) {
    let title = "Demander l’aide".into();
    let theme = theme!("mobility");
    give(
        board,
        by,
        Command::Step(
            step,
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        ),
    );
}

fn agrees(board: &mut Board, by: &Actor, step: StepId) {
    let words = board.steps[&step].digest();
    give(board, by, Command::Answer(step, AnswerCommand::Agree { words }));
}

fn answers(board: &mut Board, by: &Actor, step: StepId, answer: AnswerCommand) {
    give(board, by, Command::Answer(step, answer));
}

fn on_day(board: &mut Board, step: StepId, day: &str) {
    let when = Some(WrittenWhen {
        day: day.into(),
        hour: None,
        before: false,
    });
    give(
        board,
        &camille(),
        Command::Step(step, StepCommand::SetWhen { when }),
    );
}

#[test]
fn who_is_waited_for_is_told_so() {
    let mut board = empty_board();
    let said = |board: &Board| [ROSE, CAMILLE, YANIS].map(|me| NextMove::of(board, me, today()));
    let answer = |waits| Some(NextMove::Answer { step: PERMIS, waits });
    assert_eq!(said(&board), [None; 3]);

    proposes(&mut board, &camille(), PERMIS);
    let awaits_rose = Some(NextMove::AwaitsUsager(PERMIS));
    // Proposing is agreeing (AG5): no colleague is asked any more.
    assert_eq!(said(&board), [answer(CAMILLE), awaits_rose, awaits_rose]);
    answers(&mut board, &rose(), PERMIS, AnswerCommand::TalkAboutIt);
    let talk = Some(NextMove::Talk(PERMIS));
    assert_eq!(said(&board), [None, talk, talk]);
    answers(&mut board, &rose(), PERMIS, AnswerCommand::Refuse);
    let refused = Some(NextMove::Refused(PERMIS));
    assert_eq!(said(&board), [None, refused, refused]);
    answers(&mut board, &camille(), PERMIS, AnswerCommand::Withdraw);
    agrees(&mut board, &rose(), PERMIS);
    assert_eq!(said(&board), [None, answer(ROSE), answer(ROSE)]);
    agrees(&mut board, &camille(), PERMIS);
    assert_eq!(said(&board), [None; 3]);

    // What was agreed changed: it is asked again, of each who had agreed (AG2).
    on_day(&mut board, PERMIS, "2026-12-01");
    assert_eq!(NextMove::of(&board, ROSE, today()), answer(CAMILLE));
    assert_eq!(NextMove::of(&board, CAMILLE, today()), answer(ROSE));
}

#[test]
fn help_comes_before_answers_and_answers_before_days_gone_by() {
    let mut board = empty_board();
    for step in [PERMIS, CUISINE] {
        proposes(&mut board, &camille(), step);
        for by in [camille(), rose()] {
            agrees(&mut board, &by, step);
        }
    }
    let said = |board: &Board| NextMove::of(board, CAMILLE, today());
    assert_eq!(said(&board), None);
    on_day(&mut board, CUISINE, "2026-11-23");
    let words = NextMove::Answer {
        step: CUISINE,
        waits: ROSE,
    };
    assert_eq!(said(&board), Some(words), "her own yes is to be confirmed");
    for by in [camille(), rose()] {
        agrees(&mut board, &by, CUISINE);
    }
    assert_eq!(said(&board), Some(NextMove::Late(CUISINE)));
    let today_still = NextMove::of(&board, CAMILLE, Day::new(2026, 11, 23).unwrap());
    assert_eq!(today_still, None, "its day is not gone by on that day");
    on_day(&mut board, PERMIS, "2026-11-20");
    for by in [camille(), rose()] {
        agrees(&mut board, &by, PERMIS);
    }
    assert_eq!(said(&board), Some(NextMove::Late(PERMIS)), "the oldest first");
    give(
        &mut board,
        &camille(),
        Command::Stage(PERMIS, StageCommand::Finish),
    );
    assert_eq!(
        said(&board),
        Some(NextMove::Late(CUISINE)),
        "what is done is not late"
    );
    let asks = Command::Step(CUISINE, StepCommand::AskForHelp { needed: true });
    give(&mut board, &rose(), asks);
    assert_eq!(said(&board), Some(NextMove::Help(CUISINE)));
    assert_eq!(NextMove::of(&board, ROSE, today()), None, "it is theirs to help");
}

#[test]
fn an_offer_of_help_waits_for_its_person_until_they_have_answered() {
    let mut board = empty_board();
    proposes(&mut board, &rose(), CUISINE);
    let share = SharingCommand::Share {
        item: SharedItem::Step(CUISINE),
        organisation: MISSION_LOCALE,
        purpose: "Un stage".into(),
        until: START.plus_days(60),
        seen: None,
    };
    give(&mut board, &rose(), Command::Sharing(share));
    let offer = SharingCommand::OfferHelp { step: CUISINE };
    give(
        &mut board,
        &partner(MISSION_LOCALE, START),
        Command::Sharing(offer),
    );
    let offered = NextMove::Offered {
        step: CUISINE,
        organisation: MISSION_LOCALE,
    };
    assert_eq!(NextMove::of(&board, ROSE, today()), Some(offered));
    assert_ne!(
        NextMove::of(&board, CAMILLE, today()),
        Some(offered),
        "it is hers to answer"
    );
    let answer = SharingCommand::AnswerOffer {
        step: CUISINE,
        organisation: MISSION_LOCALE,
        wanted: false,
    };
    give(&mut board, &rose(), Command::Sharing(answer));
    assert_eq!(NextMove::of(&board, ROSE, today()), None);
}

#[test]
fn what_was_given_up_counts_nowhere() {
    let mut board = empty_board();
    for step in [PERMIS, CUISINE] {
        proposes(&mut board, &camille(), step);
    }
    assert_eq!(board.progress(), (0, 2));
    let reason = "Elle préfère attendre".into();
    give(
        &mut board,
        &camille(),
        Command::Stage(PERMIS, StageCommand::Stop { reason }),
    );
    assert_eq!(board.progress(), (0, 1), "T4");
    for by in [camille(), rose()] {
        agrees(&mut board, &by, CUISINE);
    }
    give(
        &mut board,
        &camille(),
        Command::Stage(CUISINE, StageCommand::Finish),
    );
    assert_eq!(board.progress(), (1, 1));
}
