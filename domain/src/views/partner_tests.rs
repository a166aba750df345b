use super::*;
use crate::access::card::{CardAccount, Tries};
use crate::access::{Actor, Who};
use crate::kernel::ids::{ClientId, CommentId, FindingId, ParcoursId, PersonId, StepId};
use crate::parcours::{
    AnswerCommand, Command, Field, FindingCommand, Item, Level, SharingCommand, ShelfCommand, Side,
    StageCommand, StepCommand, decide, evolve,
};
use crate::theme;
use uuid::Uuid;

const ROSE: PersonId = PersonId(Uuid::from_u128(1));
const CAMILLE: PersonId = PersonId(Uuid::from_u128(2));
const MISSION_LOCALE: OrganisationId = OrganisationId(Uuid::from_u128(50));
const CLIPS: OrganisationId = OrganisationId(Uuid::from_u128(51));
const NOW: Moment = Moment(1_800_000_000_000);

fn step(number: u128) -> StepId {
    StepId(Uuid::from_u128(number))
}

fn rose() -> Actor {
    let (_, proven) = CardAccount {
        person: ROSE,
        tries: Tries::default(),
    }
    .prove(
        crate::access::card::tests::right(),
        crate::access::Policy::default().pin,
        NOW,
    );
    let proof = proven.and_then(|proven| proven.fresh(NOW));
    Actor {
        who: Who::Usager { person: ROSE, proof },
        client: ClientId(Uuid::from_u128(11)),
        at: NOW,
    }
}

fn camille() -> Actor {
    Actor {
        who: Who::Professional { person: CAMILLE },
        client: ClientId(Uuid::from_u128(12)),
        at: NOW,
    }
}

fn give(board: &mut Board, actor: &Actor, command: Command) {
    let events = decide(board, actor, &command).unwrap();
    assert!(!events.is_empty(), "{command:?}");
    for event in &events {
        evolve(board, event);
    }
}

fn share(item: SharedItem, organisation: OrganisationId, days: i64) -> Command {
    Command::Sharing(SharingCommand::Share {
        item,
        organisation,
        purpose: "un stage".into(),
        until: NOW.plus_days(days),
    })
}

/// Steps 1 and 2, the first shared with the Mission locale for ten days.
fn board() -> Board {
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE);
    for number in 1..=2 {
        let title = format!("étape {number}");
        give(
            &mut board,
            &rose(),
            Command::Step(
                step(number),
                StepCommand::Propose {
                    title,
                    theme: theme!("work"),
                },
            ),
        );
    }
    give(
        &mut board,
        &rose(),
        share(SharedItem::Step(step(1)), MISSION_LOCALE, 10),
    );
    board
}

fn seen(board: &Board, days: i64) -> PartnerView {
    partner_view(board, "Rose", MISSION_LOCALE, NOW.plus_days(days))
}

fn bytes(board: &Board) -> String {
    serde_json::to_string(&seen(board, 1)).unwrap()
}

#[test]
fn vw1_a_partner_sees_what_is_shared_with_their_organisation_and_nothing_else() {
    let mut board = board();
    let view = seen(&board, 1);
    assert_eq!(
        (view.first_name.as_str(), view.goal.clone(), view.steps.len()),
        ("Rose", None, 1)
    );
    assert_eq!(view.steps[0].title, "étape 1");
    assert_eq!(view.steps[0].purpose, "un stage");
    assert!(partner_view(&board, "Rose", CLIPS, NOW).is_empty());
    let changes = board.goal.diff(rose().client, "Conduire", None);
    give(&mut board, &rose(), Command::write(Field::Goal, changes));
    assert_eq!(seen(&board, 1).goal, None);
    give(&mut board, &rose(), share(SharedItem::Goal, MISSION_LOCALE, 10));
    assert_eq!(seen(&board, 1).goal.as_deref(), Some("Conduire"));
}

#[test]
fn vw3_a_share_ends_by_its_date_by_the_usager_and_in_the_bin() {
    let mut board = board();
    assert!(!seen(&board, 9).is_empty());
    let nothing = PartnerView::default();
    assert_eq!(
        seen(&board, 10),
        nothing,
        "its date: and not even a first name stays"
    );
    give(
        &mut board,
        &camille(),
        Command::Shelf(Item::Step(step(1)), ShelfCommand::Remove),
    );
    assert_eq!(seen(&board, 1), nothing, "in the bin");
    give(
        &mut board,
        &camille(),
        Command::Shelf(Item::Step(step(1)), ShelfCommand::Restore),
    );
    assert!(!seen(&board, 1).is_empty());
    let end = Command::Sharing(SharingCommand::End {
        item: SharedItem::Step(step(1)),
        organisation: MISSION_LOCALE,
    });
    give(&mut board, &rose(), end);
    assert_eq!(seen(&board, 1), nothing, "withdrawn");
}

#[test]
fn vw1_whatever_else_happens_on_the_board_changes_no_byte_of_a_partners_view() {
    let mut board = board();
    let before = bytes(&board);
    let barrier = FindingId(Uuid::from_u128(30));
    let words = board.steps[&step(1)].digest();
    let hidden = Item::Step(step(2));
    let comment = CommentId(Uuid::from_u128(40));
    let elsewhere = [
        Command::Finding(
            barrier,
            FindingCommand::Add {
                side: Side::Barrier,
                theme: theme!("health"),
                words: "un frein".into(),
            },
        ),
        Command::Finding(
            barrier,
            FindingCommand::Rate {
                level: Some(Level::Strong),
            },
        ),
        Command::Step(
            step(1),
            StepCommand::SetLifts {
                barrier: Some(barrier),
            },
        ),
        Command::Step(
            step(3),
            StepCommand::Propose {
                title: "cachée".into(),
                theme: theme!("money"),
            },
        ),
        Command::Shelf(
            Item::Step(step(3)),
            ShelfCommand::Move {
                before: Some(Item::Step(step(1))),
            },
        ),
        Command::Shelf(Item::Step(step(1)), ShelfCommand::Move { before: None }),
        Command::Step(step(2), StepCommand::SetPlace { place: "CMS".into() }),
        Command::Answer(step(1), AnswerCommand::Agree { words }),
        Command::Answer(step(1), AnswerCommand::TalkAboutIt),
        Command::Step(
            step(1),
            StepCommand::Comment {
                comment,
                words: "entre nous".into(),
            },
        ),
        Command::Shelf(hidden, ShelfCommand::Remove),
    ];
    for command in elsewhere {
        give(&mut board, &camille(), command.clone());
        assert_eq!(bytes(&board), before, "{command:?}");
    }
    for command in [
        share(SharedItem::Step(step(3)), CLIPS, 5),
        share(SharedItem::Goal, CLIPS, 5),
        Command::Step(step(1), StepCommand::AskForHelp { needed: true }),
    ] {
        give(&mut board, &rose(), command.clone());
        assert_eq!(bytes(&board), before, "{command:?}");
    }
    let other = Actor {
        who: Who::Partner {
            person: PersonId(Uuid::from_u128(5)),
            organisation: CLIPS,
        },
        ..camille()
    };
    give(&mut board, &rose(), share(SharedItem::Step(step(1)), CLIPS, 5));
    give(
        &mut board,
        &other,
        Command::Sharing(SharingCommand::OfferHelp { step: step(1) }),
    );
    assert_eq!(bytes(&board), before, "another organisation's offer");
    give(
        &mut board,
        &camille(),
        Command::Step(step(1), StepCommand::SetPlace { place: "Gare".into() }),
    );
    assert_ne!(bytes(&board), before, "a change of what is shared does show");
}

#[test]
fn t4_a_shared_step_that_was_stopped_is_not_shown_as_done_nor_why() {
    let mut board = board();
    let seen = |board: &Board| partner_view(board, "Rose", MISSION_LOCALE, NOW);
    assert!(!seen(&board).steps[0].stopped);
    let reason = "une brouille".into();
    give(
        &mut board,
        &camille(),
        Command::Stage(step(1), StageCommand::Stop { reason }),
    );
    let seen = seen(&board);
    assert!(seen.steps[0].stopped);
    let sent = serde_json::to_string(&seen).unwrap();
    assert!(!sent.contains("brouille"), "{sent}");
}
