use super::*;
use crate::Refusal;
use crate::access::card::{CardAccount, Tries};
use crate::access::{Actor, Who};
use crate::kernel::ids::{ClientId, CommentId, FindingId, ParcoursId, PersonId, StepId};
use crate::parcours::{
    AnswerCommand, Command, Doer, Field, FindingCommand, Item, Level, NotShown, SharingCommand, ShelfCommand,
    Side, StageCommand, StepCommand, WrittenWhen, decide, evolve,
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

/// Her own session, without the PIN: what she proposes is to be confirmed (`AG5`).
fn rose_unproven() -> Actor {
    Actor {
        who: Who::Usager {
            person: ROSE,
            proof: None,
        },
        ..rose()
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

/// Rose and Camille say yes to the first step as it stands.
fn both_agree(board: &mut Board) {
    let words = board.steps[&step(1)].digest();
    for actor in [rose(), camille()] {
        give(
            board,
            &actor,
            Command::Answer(step(1), AnswerCommand::Agree { words }),
        );
    }
}

fn share(item: SharedItem, organisation: OrganisationId, days: i64) -> Command {
    Command::Sharing(SharingCommand::Share {
        item,
        organisation,
        purpose: "un stage".into(),
        until: NOW.plus_days(days),
        seen: None,
    })
}

/// Steps 1 and 2, the first shared with the Mission locale for ten days.
fn board() -> Board {
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE);
    for number in 1..=2 {
        let title = format!("étape {number}");
        give(
            &mut board,
            &rose_unproven(),
            Command::Step(
                step(number),
                StepCommand::Propose {
                    title,
                    theme: theme!("work"),
                    terms: None,
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
                terms: None,
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
    let answer = |wanted| {
        Command::Sharing(SharingCommand::AnswerOffer {
            step: step(1),
            organisation: CLIPS,
            wanted,
        })
    };
    give(&mut board, &rose(), answer(true));
    assert_eq!(bytes(&board), before, "nor what was answered to it");
    // Whether that help is wanted is hers alone; the same again changes nothing, the other word does.
    for someone in [&camille(), &other] {
        assert_eq!(decide(&board, someone, &answer(false)), Err(Refusal::NotAllowed));
    }
    assert_eq!(decide(&board, &rose(), &answer(true)).unwrap(), []);
    give(&mut board, &rose(), answer(false));
    let nobody = Command::Sharing(SharingCommand::AnswerOffer {
        step: step(1),
        organisation: MISSION_LOCALE,
        wanted: true,
    });
    assert_eq!(
        decide(&board, &rose(), &nobody),
        Err(Refusal::NotFound),
        "nobody offered"
    );
    both_agree(&mut board);
    assert_ne!(bytes(&board), before, "what is decided together does show");
}

#[test]
fn vw5_what_is_added_to_a_shared_item_shows_only_once_the_person_shows_it_too() {
    let mut board = board();
    both_agree(&mut board);
    give(&mut board, &rose(), share(SharedItem::Goal, MISSION_LOCALE, 10));
    let before = bytes(&board);
    let title = board.steps[&step(1)]
        .title
        .diff(camille().client, "Voir le médecin", None);
    let goal = board.goal.diff(rose().client, "Mon propre logement", None);
    let when = Some(WrittenWhen {
        day: "2027-03-01".into(),
        hour: None,
        before: false,
    });
    let doers = vec![Doer::Named("Sa sœur".into())];
    let changes = [
        (
            camille(),
            Command::Step(
                step(1),
                StepCommand::SetPlace {
                    place: "Chez le médecin".into(),
                },
            ),
        ),
        (camille(), Command::Step(step(1), StepCommand::SetWhen { when })),
        (camille(), Command::Step(step(1), StepCommand::SetDoers { doers })),
        (camille(), Command::write(Field::Title(step(1)), title)),
        (
            rose(),
            Command::Shelf(
                Item::Step(step(1)),
                ShelfCommand::SetTheme {
                    theme: theme!("health"),
                },
            ),
        ),
        (rose(), Command::write(Field::Goal, goal)),
    ];
    for (actor, command) in changes {
        give(&mut board, &actor, command.clone());
        assert_eq!(bytes(&board), before, "{command:?}");
    }
    let item = SharedItem::Step(step(1));
    let shown = board
        .shares
        .iter()
        .find(|it| it.item == item)
        .unwrap()
        .shown
        .clone();
    let now = board.shown(item).unwrap();
    assert_eq!(
        shown.not_shown(&now),
        [NotShown::Words, NotShown::Theme, NotShown::When, NotShown::Place]
    );
    // Her yes to the step is to doing it so, not to showing it.
    let words = board.steps[&step(1)].digest();
    for actor in [camille(), rose()] {
        give(
            &mut board,
            &actor,
            Command::Answer(step(1), AnswerCommand::Agree { words }),
        );
        assert_eq!(bytes(&board), before, "still decided, and nothing more");
    }
    let showing = |seen| {
        Command::Sharing(SharingCommand::Share {
            item,
            organisation: MISSION_LOCALE,
            purpose: "un stage".into(),
            until: NOW.plus_days(10),
            seen: Some(seen),
        })
    };
    assert_eq!(
        decide(&board, &rose(), &showing(shown.digest())),
        Err(Refusal::Stale),
        "what she had seen is another text"
    );
    give(&mut board, &rose(), showing(now.digest()));
    let view = seen(&board, 1);
    let of_step = &view.steps[0];
    assert_eq!(
        (of_step.title.as_str(), of_step.place.as_str()),
        ("Voir le médecin", "Chez le médecin")
    );
    assert_eq!(view.goal.as_deref(), Some(""), "the goal is another share");
}

#[test]
fn vw5_a_partner_hears_of_answers_and_not_of_those_that_a_change_turned_back() {
    let mut board = board();
    both_agree(&mut board);
    let column = |board: &Board| seen(board, 1).steps[0].column;
    assert_eq!(column(&board), Column::Decided);
    give(
        &mut board,
        &camille(),
        Command::Step(step(1), StepCommand::SetBring { bring: "CV".into() }),
    );
    assert_eq!(board.column_of(&board.steps[&step(1)]), Column::ToDiscuss, "AG2");
    assert_eq!(column(&board), Column::Decided);
    give(
        &mut board,
        &rose(),
        Command::Answer(step(1), AnswerCommand::TalkAboutIt),
    );
    assert_eq!(
        column(&board),
        Column::ToDiscuss,
        "CF2: an answer that is not yes always wins"
    );
}

#[test]
fn vw5_a_partner_hears_that_the_team_takes_its_yes_back_and_what_is_answered_to_their_own_offer() {
    let mut board = board();
    both_agree(&mut board);
    give(
        &mut board,
        &camille(),
        Command::Step(step(1), StepCommand::SetBring { bring: "CV".into() }),
    );
    assert_eq!(seen(&board, 1).steps[0].column, Column::Decided);
    give(
        &mut board,
        &camille(),
        Command::Answer(step(1), AnswerCommand::Withdraw),
    );
    assert_eq!(seen(&board, 1).steps[0].column, Column::ToDiscuss);

    let ines = Actor {
        who: Who::Partner {
            person: PersonId(Uuid::from_u128(3)),
            organisation: MISSION_LOCALE,
        },
        ..camille()
    };
    let offer = Command::Sharing(SharingCommand::OfferHelp { step: step(1) });
    give(&mut board, &ines, offer);
    assert_eq!(seen(&board, 1).steps[0].wanted, None);
    let answer = SharingCommand::AnswerOffer {
        step: step(1),
        organisation: MISSION_LOCALE,
        wanted: false,
    };
    give(&mut board, &rose(), Command::Sharing(answer));
    assert_eq!(seen(&board, 1).steps[0].wanted, Some(false));
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
