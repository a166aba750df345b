//! The rules of the live board by example, each named after its number.

#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test that cannot go on has failed"
)]

use itineraire_domain::Refusal;
use itineraire_domain::access::signin::FRESH_FOR;
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::*;
use itineraire_domain::parcours::*;
use itineraire_domain::theme;
use itineraire_testing::proven;
use std::sync::Arc;
use uuid::Uuid;

const ROSE: PersonId = PersonId(Uuid::from_u128(1));
const CAMILLE: PersonId = PersonId(Uuid::from_u128(2));
const YANIS: PersonId = PersonId(Uuid::from_u128(3));
const PARTNER: PersonId = PersonId(Uuid::from_u128(4));
const MISSION_LOCALE: OrganisationId = OrganisationId(Uuid::from_u128(50));
const STEP: StepId = StepId(Uuid::from_u128(100));
const NOW: Moment = Moment(1_800_000_000_000);

fn actor(who: Who) -> Actor {
    let number = match &who {
        Who::Usager { .. } => 11,
        Who::Professional { person } => 10 + person.0.as_u128(),
        Who::Partner { .. } => 14,
    };
    Actor {
        who,
        client: ClientId(Uuid::from_u128(number)),
        at: NOW,
    }
}

fn rose() -> Actor {
    actor(Who::Usager {
        person: ROSE,
        proof: None,
    })
}

fn rose_proven() -> Actor {
    actor(Who::Usager {
        person: ROSE,
        proof: proven(ROSE, NOW).fresh(NOW),
    })
}

fn camille() -> Actor {
    actor(Who::Professional { person: CAMILLE })
}

fn yanis() -> Actor {
    actor(Who::Professional { person: YANIS })
}

fn partner() -> Actor {
    actor(Who::Partner {
        person: PARTNER,
        organisation: MISSION_LOCALE,
    })
}

fn give(board: &mut Board, actor: &Actor, command: Command) -> Result<usize, Refusal> {
    let before = board.clone();
    let events = decide(board, actor, &command)?;
    assert_eq!(*board, before, "decide changes nothing by itself");
    for event in &events {
        assert_eq!(event.seq, board.seq.next(), "OR1: without holes");
        evolve(board, event);
    }
    Ok(events.len())
}

fn with_step() -> Board {
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE);
    let propose = Command::Step(
        STEP,
        StepCommand::Propose {
            title: "Demander l’aide au permis".into(),
            theme: theme!("mobility"),
            terms: None,
        },
    );
    give(&mut board, &camille(), propose).unwrap();
    board
}

fn words(board: &Board) -> Digest {
    board.steps[&STEP].digest()
}

fn decided() -> Board {
    let mut board = with_step();
    let words = words(&board);
    give(
        &mut board,
        &camille(),
        Command::Answer(STEP, AnswerCommand::Agree { words }),
    )
    .unwrap();
    give(
        &mut board,
        &rose_proven(),
        Command::Answer(STEP, AnswerCommand::Agree { words }),
    )
    .unwrap();
    board
}

fn roses_answer(board: &Board) -> Option<&Agreement> {
    board.steps[&STEP].agreements.get(&ROSE)
}

fn write(board: &Board, by: &Actor, field: Field, text: &str) -> Command {
    let changes = board.words(field).unwrap().diff(by.client, text, None);
    Command::write(field, changes)
}

fn add_barrier(board: &mut Board, number: u128) -> Item {
    let barrier = FindingId(Uuid::from_u128(number));
    let add = Command::Finding(
        barrier,
        FindingCommand::Add {
            side: Side::Barrier,
            theme: theme!("digital"),
            words: "Pas d’adresse mail".into(),
        },
    );
    give(board, &rose(), add).unwrap();
    Item::Finding(barrier)
}

#[test]
fn t25_the_goal_is_in_the_usager_s_own_words_when_they_wrote_it_or_said_so() {
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE);
    let writes = |board: &mut Board, by: Actor, text: &str| {
        let command = write(board, &by, Field::Goal, text);
        give(board, &by, command).unwrap();
    };
    let own = |board: &Board| board.own_goal().map(|own| own.words.clone());
    let say_own = |board: &Board| {
        let words = board.goal_digest();
        Command::Goal(GoalCommand::SayOwn { words })
    };
    let nothing = say_own(&board);
    assert_eq!(
        give(&mut board, &rose_proven(), nothing),
        Ok(0),
        "nothing is asked"
    );
    writes(&mut board, camille(), "Conduire");
    assert_eq!((own(&board), board.goal_asks()), (None, Some(CAMILLE)));
    // Who goes on in another's words has not said that they are theirs.
    writes(&mut board, rose(), "Conduire !");
    assert_eq!((own(&board), board.goal_asks()), (None, Some(ROSE)));
    let yes = say_own(&board);
    for other in [camille(), partner()] {
        assert_eq!(give(&mut board, &other, yes.clone()), Err(Refusal::NotAllowed));
    }
    assert_eq!(give(&mut board, &rose(), yes.clone()), Err(Refusal::ProofNeeded));
    writes(&mut board, camille(), "Conduire un bus");
    assert_eq!(give(&mut board, &rose_proven(), yes), Err(Refusal::Stale));
    let yes = say_own(&board);
    assert_eq!(give(&mut board, &rose_proven(), yes.clone()), Ok(1));
    assert_eq!(own(&board).as_deref(), Some("Conduire un bus"));
    assert_eq!(give(&mut board, &rose_proven(), yes), Ok(0), "said once");
    // Once they are hers, what she writes is; what another writes is not, and taken back it is again.
    writes(&mut board, rose(), "Conduire un car");
    assert_eq!(own(&board).as_deref(), Some("Conduire un car"));
    writes(&mut board, camille(), "Conduire un taxi");
    assert_eq!(own(&board), None);
    let of = board.seq;
    give(&mut board, &camille(), Command::Undo { of }).unwrap();
    assert_eq!(own(&board).as_deref(), Some("Conduire un car"));
    // Her words put back are hers without another yes.
    writes(&mut board, camille(), "Conduire un taxi");
    writes(&mut board, rose(), "Conduire un car");
    assert_eq!(own(&board).as_deref(), Some("Conduire un car"));
    // What she had said is not erased by another without a word to her, nor by a letter that she types in that second.
    writes(&mut board, camille(), "");
    assert_eq!(board.goal_asks(), Some(CAMILLE));
    writes(&mut board, rose(), "s");
    assert_eq!(board.whose.own.as_ref().unwrap().words, "Conduire un car");
    assert_eq!(board.goal_asks(), Some(ROSE));
    writes(&mut board, rose(), "");
    let yes = say_own(&board);
    assert_eq!(give(&mut board, &rose_proven(), yes), Ok(1), "then there is none");
    assert_eq!(board.goal_asks(), None);
    writes(&mut board, rose(), "Coudre");
    assert_eq!(own(&board).as_deref(), Some("Coudre"), "and she begins another");
}

#[test]
fn ag1_a_yes_of_the_usager_takes_their_session_a_fresh_proof_and_the_exact_words() {
    let mut board = with_step();
    let agree = Command::Answer(STEP, AnswerCommand::Agree { words: words(&board) });
    assert_eq!(
        give(&mut board, &rose(), agree.clone()),
        Err(Refusal::ProofNeeded)
    );
    let mut late = rose_proven();
    late.at = NOW.plus_seconds(FRESH_FOR);
    assert_eq!(give(&mut board, &late, agree.clone()), Err(Refusal::ProofNeeded));
    let other = Command::Answer(
        STEP,
        AnswerCommand::Agree {
            words: Digest::of_bytes(b"other words"),
        },
    );
    assert_eq!(give(&mut board, &rose_proven(), other), Err(Refusal::Stale));
    give(&mut board, &camille(), agree.clone()).unwrap();
    assert_eq!(roses_answer(&board), None, "a professional's yes is their own");
    give(&mut board, &rose_proven(), agree).unwrap();
    assert!(matches!(roses_answer(&board), Some(Agreement::Agreed { .. })));
}

#[test]
fn ag1_another_usager_gives_nothing_on_this_board() {
    let mut board = with_step();
    let agree = Command::Answer(STEP, AnswerCommand::Agree { words: words(&board) });
    let other = PersonId(Uuid::from_u128(77));
    let stranger = actor(Who::Usager {
        person: other,
        proof: proven(other, NOW).fresh(NOW),
    });
    assert_eq!(give(&mut board, &stranger, agree), Err(Refusal::NotFound));
}

#[test]
fn ag2_any_change_of_words_date_place_or_parties_asks_again() {
    let mut when = WrittenChange::all();
    while let Some(change) = when.pop() {
        let mut board = decided();
        let command = change.command(&board);
        give(&mut board, &camille(), command.clone()).unwrap();
        for person in [ROSE, CAMILLE] {
            let answer = &board.steps[&STEP].agreements[&person];
            assert!(
                matches!(answer, Agreement::ToConfirm { .. }),
                "{command:?} leaves {answer:?}"
            );
        }
        assert_eq!(board.column_of(&board.steps[&STEP]), Column::ToDiscuss);
        assert_eq!(
            give(&mut board, &camille(), Command::Stage(STEP, StageCommand::Start)),
            Err(Refusal::NotDecided)
        );
    }
}

enum WrittenChange {
    Title,
    Details,
    When,
    Place,
    Bring,
    Doers,
}

impl WrittenChange {
    fn all() -> Vec<Self> {
        vec![
            Self::Title,
            Self::Details,
            Self::When,
            Self::Place,
            Self::Bring,
            Self::Doers,
        ]
    }

    fn command(&self, board: &Board) -> Command {
        match self {
            Self::Title => write(board, &camille(), Field::Title(STEP), "Demander une aide"),
            Self::Details => write(board, &camille(), Field::Details(STEP), "Avec le dossier"),
            Self::When => Command::Step(
                STEP,
                StepCommand::SetWhen {
                    when: Some(WrittenWhen {
                        day: "2026-12-15".into(),
                        hour: None,
                        before: true,
                    }),
                },
            ),
            Self::Place => Command::Step(
                STEP,
                StepCommand::SetPlace {
                    place: "Mairie".into(),
                },
            ),
            Self::Bring => Command::Step(
                STEP,
                StepCommand::SetBring {
                    bring: "Carte d’identité".into(),
                },
            ),
            Self::Doers => Command::Step(
                STEP,
                StepCommand::SetDoers {
                    doers: vec![Doer::Person(CAMILLE)],
                },
            ),
        }
    }
}

#[test]
fn ag2_what_is_not_the_text_leaves_the_agreements_alone() {
    let mut board = decided();
    let comment = CommentId(Uuid::from_u128(5));
    give(
        &mut board,
        &camille(),
        Command::Step(
            STEP,
            StepCommand::Comment {
                comment,
                words: "Bien.".into(),
            },
        ),
    )
    .unwrap();
    let same = Command::Step(STEP, StepCommand::SetPlace { place: "  ".into() });
    assert_eq!(
        give(&mut board, &camille(), same),
        Ok(0),
        "saying the same again is no event"
    );
    assert_eq!(board.column_of(&board.steps[&STEP]), Column::Decided);
}

#[test]
fn ag3_a_step_starts_only_when_the_usager_and_a_professional_agree() {
    let mut board = with_step();
    let words = words(&board);
    let start = Command::Stage(STEP, StageCommand::Start);
    assert_eq!(
        give(&mut board, &camille(), start.clone()),
        Err(Refusal::NotDecided)
    );
    give(
        &mut board,
        &camille(),
        Command::Answer(STEP, AnswerCommand::Agree { words }),
    )
    .unwrap();
    give(
        &mut board,
        &yanis(),
        Command::Answer(STEP, AnswerCommand::Agree { words }),
    )
    .unwrap();
    assert_eq!(
        give(&mut board, &camille(), start.clone()),
        Err(Refusal::NotDecided),
        "two professionals are not enough"
    );
    give(
        &mut board,
        &rose_proven(),
        Command::Answer(STEP, AnswerCommand::Agree { words }),
    )
    .unwrap();
    give(&mut board, &camille(), start).unwrap();
    assert_eq!(board.column_of(&board.steps[&STEP]), Column::InProgress);
}

#[test]
fn ag3_even_a_replayed_start_needs_the_agreements() {
    let mut board = with_step();
    let fact = Fact::Stage(STEP, StageFact::Started);
    let event = Event {
        seq: board.seq.next(),
        at: NOW,
        by: CAMILLE,
        client: camille().client,
        with: None,
        fact,
    };
    evolve(&mut board, &event);
    assert_eq!(board.steps[&STEP].stage, Stage::Open);
}

#[test]
fn ag4_agreed_on_paper_is_another_state_that_decides_nothing() {
    let mut board = with_step();
    let words = words(&board);
    give(
        &mut board,
        &camille(),
        Command::Answer(STEP, AnswerCommand::Agree { words }),
    )
    .unwrap();
    let paper = Command::Answer(STEP, AnswerCommand::RecordPaper { words });
    assert_eq!(
        give(&mut board, &rose_proven(), paper.clone()),
        Err(Refusal::NotAllowed)
    );
    give(&mut board, &camille(), paper.clone()).unwrap();
    assert!(matches!(
        roses_answer(&board),
        Some(Agreement::OnPaper {
            recorded_by: CAMILLE,
            ..
        })
    ));
    assert_eq!(
        give(&mut board, &camille(), Command::Stage(STEP, StageCommand::Start)),
        Err(Refusal::NotDecided)
    );
    // What was noted by mistake is taken back by one of the team, also when the words have changed since; it is not the
    // person who had said it.
    let back = || Command::Answer(STEP, AnswerCommand::TakePaperBack);
    assert_eq!(give(&mut board, &rose_proven(), back()), Err(Refusal::NotAllowed));
    give(&mut board, &yanis(), back()).unwrap();
    assert_eq!(roses_answer(&board), None);
    let seq = board.seq;
    give(&mut board, &yanis(), back()).unwrap();
    assert_eq!(board.seq, seq, "there is nothing to take back");
    give(&mut board, &camille(), paper.clone()).unwrap();
    let place = StepCommand::SetPlace {
        place: "Mairie".into(),
    };
    give(&mut board, &camille(), Command::Step(STEP, place)).unwrap();
    assert!(matches!(roses_answer(&board), Some(Agreement::ToConfirm { .. })));
    give(&mut board, &camille(), back()).unwrap();
    assert_eq!(roses_answer(&board), None);
    give(&mut board, &rose(), Command::Answer(STEP, AnswerCommand::Refuse)).unwrap();
    let seq = board.seq;
    give(&mut board, &camille(), back()).unwrap();
    assert_eq!(board.seq, seq, "their own no is no paper");
    let words = crate::words(&board);
    assert_eq!(
        give(
            &mut board,
            &camille(),
            Command::Answer(STEP, AnswerCommand::RecordPaper { words })
        ),
        Err(Refusal::Superseded),
        "their own no is worth more"
    );
}

#[test]
fn cf1_short_values_are_the_last_in_server_order() {
    let mut board = with_step();
    give(
        &mut board,
        &rose(),
        Command::Step(
            STEP,
            StepCommand::SetPlace {
                place: "Mairie".into(),
            },
        ),
    )
    .unwrap();
    give(
        &mut board,
        &camille(),
        Command::Step(
            STEP,
            StepCommand::SetPlace {
                place: "Bus Numérique".into(),
            },
        ),
    )
    .unwrap();
    assert_eq!(board.steps[&STEP].place_words, "Bus Numérique");
}

#[test]
fn cf2_withdrawal_always_wins_and_stops_a_step_under_way() {
    for who in [rose(), camille()] {
        let mut board = decided();
        give(&mut board, &camille(), Command::Stage(STEP, StageCommand::Start)).unwrap();
        give(&mut board, &who, Command::Answer(STEP, AnswerCommand::Withdraw)).unwrap();
        assert_eq!(board.column_of(&board.steps[&STEP]), Column::ToDiscuss);
    }
}

#[test]
fn cf3_words_typed_by_two_people_at_once_are_all_there() {
    let mut board = with_step();
    let a = write(
        &board,
        &rose(),
        Field::Title(STEP),
        "Demander l’aide au permis vite",
    );
    let b = write(
        &board,
        &camille(),
        Field::Title(STEP),
        "Demander l’aide au permis du CCAS",
    );
    give(&mut board, &rose(), a).unwrap();
    give(&mut board, &camille(), b).unwrap();
    let title = board.steps[&STEP].title.text();
    assert!(title.contains(" vite") && title.contains(" du CCAS"), "{title}");
}

#[test]
fn cf4_items_move_and_keys_stay_short() {
    let mut board = with_step();
    let items: Vec<Item> = (200..206).map(|number| add_barrier(&mut board, number)).collect();
    let order = |board: &Board| -> Vec<Item> {
        board
            .findings_in_order(Side::Barrier)
            .iter()
            .map(|(id, _)| Item::Finding(*id))
            .collect()
    };
    assert_eq!(order(&board), items);
    give(
        &mut board,
        &camille(),
        Command::Shelf(
            items[4],
            ShelfCommand::Move {
                before: Some(items[1]),
            },
        ),
    )
    .unwrap();
    assert_eq!(
        order(&board),
        [items[0], items[4], items[1], items[2], items[3], items[5]]
    );
    let mut rebalanced = 0;
    for turn in 0..400 {
        let (first, second) = (order(&board)[0], order(&board)[1]);
        let moved = order(&board)[2 + turn % 4];
        let _ = first;
        let before = board.seq;
        give(
            &mut board,
            &camille(),
            Command::Shelf(moved, ShelfCommand::Move { before: Some(second) }),
        )
        .unwrap();
        assert_eq!(order(&board)[1], moved);
        rebalanced +=
            usize::from(board.seq > before && board.findings.values().all(|it| !it.rank.key.is_too_long()));
    }
    assert_eq!(rebalanced, 400, "no key grew too long");
}

#[test]
fn cf5_words_typed_while_another_removes_the_step_are_in_the_bin() {
    let mut board = with_step();
    let edit = write(
        &board,
        &rose(),
        Field::Title(STEP),
        "Demander l’aide au permis et au code",
    );
    give(
        &mut board,
        &camille(),
        Command::Shelf(Item::Step(STEP), ShelfCommand::Remove),
    )
    .unwrap();
    give(&mut board, &rose(), edit).unwrap();
    let step = &board.steps[&STEP];
    assert_eq!(step.removed.as_ref().unwrap().words, "Demander l’aide au permis");
    assert_eq!(step.title.text(), "Demander l’aide au permis et au code");
    assert_eq!(
        give(
            &mut board,
            &rose(),
            Command::Step(STEP, StepCommand::SetPlace { place: "ici".into() })
        ),
        Err(Refusal::InBin)
    );
    let mut late = rose();
    late.at = NOW.plus_days(BIN_DAYS);
    assert_eq!(
        give(
            &mut board,
            &late,
            Command::Shelf(Item::Step(STEP), ShelfCommand::Restore)
        ),
        Err(Refusal::NotFound)
    );
    give(
        &mut board,
        &rose(),
        Command::Shelf(Item::Step(STEP), ShelfCommand::Restore),
    )
    .unwrap();
    assert_eq!(board.column(Column::ToDiscuss).len(), 1);
}

#[test]
fn an_action_is_undone_by_name_and_the_undoing_too() {
    let mut board = with_step();
    let place = |board: &Board| board.steps[&STEP].place_words.clone();
    give(
        &mut board,
        &rose(),
        Command::Step(
            STEP,
            StepCommand::SetPlace {
                place: "Mairie".into(),
            },
        ),
    )
    .unwrap();
    let first = board.seq;
    give(
        &mut board,
        &camille(),
        Command::Step(STEP, StepCommand::SetPlace { place: "Bus".into() }),
    )
    .unwrap();
    let second = board.seq;
    assert_eq!(
        give(&mut board, &rose(), Command::Undo { of: first }),
        Err(Refusal::Superseded)
    );
    give(&mut board, &rose(), Command::Undo { of: second }).unwrap();
    let undoing = board.seq;
    assert_eq!(place(&board), "Mairie");
    give(&mut board, &camille(), Command::Undo { of: undoing }).unwrap();
    assert_eq!(place(&board), "Bus", "the undoing is undone");
    assert_eq!(
        give(&mut board, &rose(), Command::Undo { of: first }),
        Err(Refusal::Superseded)
    );
    give(&mut board, &rose(), Command::Undo { of: second }).unwrap();
    give(&mut board, &rose(), Command::Undo { of: first }).unwrap();
    assert_eq!(place(&board), "");
    assert_eq!(
        give(&mut board, &rose(), Command::Undo { of: first }),
        Err(Refusal::NotUndoable)
    );
}

#[test]
fn undo_of_words_takes_back_one_hand_and_leaves_the_other() {
    let mut board = with_step();
    let one = write(
        &board,
        &rose(),
        Field::Title(STEP),
        "Demander vite l’aide au permis",
    );
    give(&mut board, &rose(), one).unwrap();
    let of = board.seq;
    let two = write(
        &board,
        &camille(),
        Field::Title(STEP),
        "Demander vite l’aide au permis du CCAS",
    );
    give(&mut board, &camille(), two).unwrap();
    give(&mut board, &rose(), Command::Undo { of }).unwrap();
    assert_eq!(
        board.steps[&STEP].title.text(),
        "Demander l’aide au permis du CCAS"
    );
}

#[test]
fn ag6_a_yes_holds_again_when_the_text_is_again_the_one_that_it_was_to() {
    // By undo, and by hand.
    for by_hand in [false, true] {
        let mut board = decided();
        let agreed = board.steps[&STEP].agreements.clone();
        let edit = write(&board, &camille(), Field::Title(STEP), "Autre chose");
        give(&mut board, &camille(), edit).unwrap();
        let edited = board.seq;
        let Some(Agreement::ToConfirm { was: Some(was), .. }) = roses_answer(&board) else {
            panic!("AG2")
        };
        assert_eq!(was.changes(&board.steps[&STEP].terms()), [Term::Title]);
        give(
            &mut board,
            &camille(),
            Command::Step(STEP, StepCommand::SetPlace { place: "CMS".into() }),
        )
        .unwrap();
        let back = if by_hand {
            write(
                &board,
                &camille(),
                Field::Title(STEP),
                "Demander l’aide au permis",
            )
        } else {
            Command::Undo { of: edited }
        };
        give(&mut board, &camille(), back).unwrap();
        assert!(
            matches!(roses_answer(&board), Some(Agreement::ToConfirm { .. })),
            "the place is another"
        );
        give(
            &mut board,
            &camille(),
            Command::Step(STEP, StepCommand::SetPlace { place: String::new() }),
        )
        .unwrap();
        assert_eq!(board.steps[&STEP].agreements, agreed);
        assert!(board.decided(&board.steps[&STEP]).is_some());
    }
}

#[test]
fn ag6_a_yes_that_was_taken_back_or_answered_otherwise_does_not_hold_again() {
    for answer in [
        AnswerCommand::Withdraw,
        AnswerCommand::Refuse,
        AnswerCommand::TalkAboutIt,
    ] {
        let mut board = decided();
        let edit = write(&board, &camille(), Field::Title(STEP), "Autre chose");
        give(&mut board, &camille(), edit).unwrap();
        let edited = board.seq;
        give(&mut board, &rose(), Command::Answer(STEP, answer.clone())).unwrap();
        give(&mut board, &camille(), Command::Undo { of: edited }).unwrap();
        assert!(
            !matches!(roses_answer(&board), Some(Agreement::Agreed { .. })),
            "{answer:?}"
        );
    }
}

#[test]
fn ag6_details_are_told_from_the_rest_though_they_are_not_kept() {
    let mut board = decided();
    let edit = write(&board, &camille(), Field::Details(STEP), "avec une photo");
    give(&mut board, &camille(), edit).unwrap();
    give(
        &mut board,
        &camille(),
        Command::Step(STEP, StepCommand::SetPlace { place: "CMS".into() }),
    )
    .unwrap();
    let Some(Agreement::ToConfirm { was: Some(was), .. }) = roses_answer(&board) else {
        panic!("AG2")
    };
    assert_eq!(
        was.changes(&board.steps[&STEP].terms()),
        [Term::Place, Term::Details]
    );
}

#[test]
fn undo_starts_nothing_that_is_not_decided() {
    let mut board = decided();
    give(&mut board, &camille(), Command::Stage(STEP, StageCommand::Start)).unwrap();
    give(&mut board, &camille(), Command::Stage(STEP, StageCommand::Finish)).unwrap();
    let finished = board.seq;
    let edit = write(&board, &camille(), Field::Title(STEP), "Autre chose");
    give(&mut board, &camille(), edit).unwrap();
    assert_eq!(
        give(&mut board, &camille(), Command::Undo { of: finished }),
        Err(Refusal::NotDecided)
    );
}

#[test]
fn ag5_proposing_is_agreeing_to_exactly_what_is_proposed() {
    let terms = WrittenTerms {
        details: String::new(),
        doers: vec![Doer::Person(ROSE), Doer::Named("  Sa sœur ".into())],
        when: Some(WrittenWhen {
            day: "2027-03-01".into(),
            hour: Some("09:30".into()),
            before: false,
        }),
        place: "CCAS".into(),
        bring: "Le courrier".into(),
        lifts: None,
    };
    let propose = |terms: Option<WrittenTerms>| {
        Command::Step(
            STEP,
            StepCommand::Propose {
                title: "Appeler la CAF".into(),
                theme: theme!("rights"),
                terms: terms.map(Box::new),
            },
        )
    };
    let by = |actor: &Actor, terms| {
        let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE);
        give(&mut board, actor, propose(terms)).unwrap();
        (board.steps[&STEP].agreements.clone(), board)
    };
    for terms in [None, Some(terms.clone())] {
        let (answers, board) = by(&camille(), terms.clone());
        let step = &board.steps[&STEP];
        assert!(matches!(&answers[&CAMILLE], Agreement::Agreed { words, .. } if *words == step.digest()));
        assert_eq!(answers.len(), 1, "nobody else's");
        let (answers, board) = by(&rose_proven(), terms.clone());
        let step = &board.steps[&STEP];
        assert!(matches!(&answers[&ROSE], Agreement::Agreed { words, .. } if *words == step.digest()));
        let (answers, _) = by(&rose(), terms);
        assert!(
            matches!(&answers[&ROSE], Agreement::ToConfirm { was: None, .. }),
            "AG1: no proof, no yes"
        );
    }
    let (_, board) = by(&camille(), Some(terms.clone()));
    let step = &board.steps[&STEP];
    assert_eq!(
        (step.place_words.as_str(), step.bring.as_str()),
        ("CCAS", "Le courrier")
    );
    assert_eq!(step.doers[1], Doer::Named("Sa sœur".into()));
    assert_eq!(
        step.when.map(|when| when.day.to_string()).as_deref(),
        Some("2027-03-01")
    );

    // What is not there, or cannot be, is refused, with every word of it (`RB2`).
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE);
    let lifts = Some(FindingId(Uuid::from_u128(77)));
    let wrong = WrittenTerms {
        lifts,
        ..terms.clone()
    };
    assert_eq!(
        give(&mut board, &camille(), propose(Some(wrong))),
        Err(Refusal::NotFound)
    );
    let mut wrong = terms;
    wrong.when.as_mut().unwrap().day = "2027-02-30".into();
    let command = propose(Some(wrong));
    assert_eq!(
        give(&mut board, &camille(), command.clone()),
        Err(Refusal::NoSuchDate)
    );
    assert_eq!(
        command.words(),
        "Appeler la CAF Sa sœur 2027-02-30 09:30 CCAS Le courrier"
    );
    // A yes without a proof does not become one by an undo, nor by hand.
    let (_, mut board) = by(&rose(), None);
    give(
        &mut board,
        &camille(),
        Command::Step(STEP, StepCommand::SetPlace { place: "CMS".into() }),
    )
    .unwrap();
    let of = board.seq;
    give(&mut board, &camille(), Command::Undo { of }).unwrap();
    assert!(matches!(
        roses_answer(&board),
        Some(Agreement::ToConfirm { was: None, .. })
    ));
}

#[test]
fn two_voices_stand_side_by_side_and_neither_takes_back_the_other() {
    let mut board = with_step();
    let item = add_barrier(&mut board, 300);
    let Item::Finding(id) = item else { unreachable!() };
    give(
        &mut board,
        &rose(),
        Command::Finding(
            id,
            FindingCommand::Rate {
                level: Some(Level::Strong),
            },
        ),
    )
    .unwrap();
    let said = board.seq;
    give(
        &mut board,
        &camille(),
        Command::Finding(
            id,
            FindingCommand::Rate {
                level: Some(Level::Slight),
            },
        ),
    )
    .unwrap();
    let level = board.findings[&id].level;
    assert_eq!(level.person.map(|it| it.level), Some(Level::Strong));
    assert_eq!(level.team.map(|it| it.level), Some(Level::Slight));
    assert!(give(&mut board, &camille(), Command::Undo { of: said }).is_err());
}

fn shows(item: SharedItem) -> Command {
    Command::Sharing(SharingCommand::Share {
        item,
        organisation: MISSION_LOCALE,
        purpose: "Aider au permis".into(),
        until: NOW.plus_days(90),
        seen: None,
    })
}

#[test]
fn vw3_help_is_offered_for_as_long_as_the_step_is_shown_and_goes_on() {
    let mut board = with_step();
    let offer = || Command::Sharing(SharingCommand::OfferHelp { step: STEP });
    give(&mut board, &rose_proven(), shows(SharedItem::Step(STEP))).unwrap();
    give(&mut board, &partner(), offer()).unwrap();
    let asked = |board: &Board| board.offers().count();
    assert_eq!(asked(&board), 1);
    let item = Item::Step(STEP);
    give(&mut board, &camille(), Command::Shelf(item, ShelfCommand::Remove)).unwrap();
    assert_eq!(asked(&board), 0, "in the bin");
    give(
        &mut board,
        &camille(),
        Command::Shelf(item, ShelfCommand::Restore),
    )
    .unwrap();
    let ends = SharingCommand::End {
        item: SharedItem::Step(STEP),
        organisation: MISSION_LOCALE,
    };
    assert_eq!(asked(&board), 1);
    give(&mut board, &rose(), Command::Sharing(ends)).unwrap();
    assert_eq!(asked(&board), 0, "shown no more");
    give(&mut board, &rose_proven(), shows(SharedItem::Step(STEP))).unwrap();
    assert_eq!(asked(&board), 0, "shown anew, and not offered again");
}

#[test]
fn ag6_paper_takes_no_yes_of_the_person_s_own_to_words_of_before() {
    let mut board = decided();
    let agreed = board.steps[&STEP].agreements.clone();
    let edit = write(&board, &camille(), Field::Title(STEP), "Autre chose");
    give(&mut board, &camille(), edit).unwrap();
    let edited = board.seq;
    let words = words(&board);
    let paper = Command::Answer(STEP, AnswerCommand::RecordPaper { words });
    assert_eq!(give(&mut board, &camille(), paper), Err(Refusal::Superseded));
    give(&mut board, &camille(), Command::Undo { of: edited }).unwrap();
    assert_eq!(board.steps[&STEP].agreements, agreed);
}

#[test]
fn vw2_a_partner_reaches_shared_steps_only_and_hidden_answers_like_absent() {
    let mut board = with_step();
    let absent = Command::Sharing(SharingCommand::OfferHelp {
        step: StepId(Uuid::from_u128(999)),
    });
    let hidden = Command::Sharing(SharingCommand::OfferHelp { step: STEP });
    assert_eq!(give(&mut board, &partner(), absent), Err(Refusal::NotFound));
    assert_eq!(
        give(&mut board, &partner(), hidden.clone()),
        Err(Refusal::NotFound)
    );
    let share = Command::Sharing(SharingCommand::Share {
        item: SharedItem::Step(STEP),
        organisation: MISSION_LOCALE,
        purpose: "Aider au permis".into(),
        until: NOW.plus_days(30),
        seen: None,
    });
    assert_eq!(
        give(&mut board, &camille(), share.clone()),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(
        give(&mut board, &rose(), share.clone()),
        Err(Refusal::ProofNeeded)
    );
    give(&mut board, &rose_proven(), share).unwrap();
    give(&mut board, &partner(), hidden.clone()).unwrap();
    assert_eq!(board.steps[&STEP].offers.len(), 1);
    let end = Command::Sharing(SharingCommand::End {
        item: SharedItem::Step(STEP),
        organisation: MISSION_LOCALE,
    });
    give(&mut board, &rose(), end).unwrap();
    assert_eq!(give(&mut board, &partner(), hidden), Err(Refusal::NotFound));
}

#[test]
fn bad_input_is_refused_by_name() {
    let mut board = with_step();
    let date = |day: &str| {
        Command::Step(
            STEP,
            StepCommand::SetWhen {
                when: Some(WrittenWhen {
                    day: day.into(),
                    hour: None,
                    before: false,
                }),
            },
        )
    };
    assert_eq!(
        give(&mut board, &rose(), date("2026-02-30")),
        Err(Refusal::NoSuchDate)
    );
    let long = write(&board, &rose(), Field::Title(STEP), &"a".repeat(10_000));
    assert_eq!(
        give(&mut board, &rose(), long),
        Err(Refusal::TooLong { limit: 200 })
    );
    let again = Command::Step(
        STEP,
        StepCommand::Propose {
            title: "x".into(),
            theme: theme!("work"),
            terms: None,
        },
    );
    assert_eq!(give(&mut board, &rose(), again), Err(Refusal::AlreadyThere));
    let blank = Command::Stage(STEP, StageCommand::Stop { reason: " ".into() });
    assert_eq!(give(&mut board, &rose(), blank), Err(Refusal::Empty));
}

#[test]
fn a_line_of_a_checklist_comes_back_once_however_often_its_removal_is_undone() {
    let mut board = with_step();
    let check = CheckId(Uuid::from_u128(60));
    let words = "Imprimer le CV".to_owned();
    give(
        &mut board,
        &rose(),
        Command::Step(STEP, StepCommand::AddCheck { check, words }),
    )
    .unwrap();
    let remove = Command::Step(STEP, StepCommand::RemoveCheck { check });
    give(&mut board, &rose(), remove.clone()).unwrap();
    let first = board.seq;
    give(&mut board, &rose(), Command::Undo { of: first }).unwrap();
    let undone = board.seq;
    give(&mut board, &rose(), remove).unwrap();
    let second = board.seq;
    for of in [undone, first, second] {
        give(&mut board, &rose(), Command::Undo { of }).unwrap();
    }
    assert_eq!(board.steps[&STEP].checklist.len(), 1);
}

/// The same person so many days later.
fn later(mut actor: Actor, days: i64) -> Actor {
    actor.at = NOW.plus_days(days);
    actor
}

#[test]
fn cf5_the_bin_keeps_both_texts_of_a_step_title_and_details() {
    let mut board = with_step();
    let edit = write(&board, &rose(), Field::Details(STEP), "Avec le dossier bleu");
    give(&mut board, &rose(), edit).unwrap();
    let item = Item::Step(STEP);
    give(&mut board, &camille(), Command::Shelf(item, ShelfCommand::Remove)).unwrap();
    let edit = write(&board, &rose(), Field::Details(STEP), "Avec le dossier vert");
    give(&mut board, &rose(), edit).unwrap();
    let step = &board.steps[&STEP];
    let removed = step.removed.as_ref().unwrap();
    assert_eq!(removed.words, "Demander l’aide au permis");
    assert_eq!(removed.details, "Avec le dossier bleu");
    assert_eq!(step.details.text(), "Avec le dossier vert");
}

#[test]
fn cf5_after_thirty_days_no_undo_brings_a_removed_item_back_either() {
    let undoes_the_removal = |days| {
        let mut board = with_step();
        let item = Item::Step(STEP);
        give(&mut board, &camille(), Command::Shelf(item, ShelfCommand::Remove)).unwrap();
        let of = board.seq;
        give(&mut board, &later(rose(), days), Command::Undo { of })
    };
    assert_eq!(undoes_the_removal(BIN_DAYS - 1), Ok(1));
    assert_eq!(undoes_the_removal(BIN_DAYS), Err(Refusal::NotFound));
    // Undoing the proposal put it in the bin; undoing that brings it back.
    let mut board = with_step();
    let of = board.seq;
    give(&mut board, &camille(), Command::Undo { of }).unwrap();
    let of = board.seq;
    assert_eq!(
        give(&mut board, &later(rose(), BIN_DAYS), Command::Undo { of }),
        Err(Refusal::NotFound)
    );
    give(&mut board, &later(rose(), BIN_DAYS - 1), Command::Undo { of }).unwrap();
}

#[test]
fn cf5_after_thirty_days_what_lies_in_the_bin_takes_no_room_and_its_words_go_with_the_next_event() {
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE);
    let propose = |number| {
        Command::Step(
            StepId(Uuid::from_u128(number)),
            StepCommand::Propose {
                title: "Un secret".into(),
                theme: theme!("work"),
                terms: None,
            },
        )
    };
    let barrier = add_barrier(&mut board, 1_000);
    let Item::Finding(lifted) = barrier else {
        unreachable!()
    };
    for number in 1..=200 {
        give(&mut board, &camille(), propose(number)).unwrap();
    }
    let stays = StepId(Uuid::from_u128(1));
    let lifts = Command::Step(
        stays,
        StepCommand::SetLifts {
            barrier: Some(lifted),
        },
    );
    give(&mut board, &camille(), lifts).unwrap();
    let gone = Item::Step(StepId(Uuid::from_u128(2)));
    give(
        &mut board,
        &rose_proven(),
        shows(SharedItem::Step(StepId(Uuid::from_u128(2)))),
    )
    .unwrap();
    for item in [gone, barrier] {
        give(&mut board, &camille(), Command::Shelf(item, ShelfCommand::Remove)).unwrap();
    }
    let full = Err(Refusal::TooMany { limit: 200 });
    let last_day = later(camille(), BIN_DAYS - 1);
    assert_eq!(
        give(&mut board, &last_day, propose(201)),
        full,
        "it may still come back"
    );
    assert!(board.removed(gone).is_some() && board.findings.contains_key(&lifted));
    assert_eq!(give(&mut board, &later(camille(), BIN_DAYS), propose(201)), Ok(1));
    assert!(board.removed(gone).is_none() && board.removed(barrier).is_none());
    assert!(board.shares.is_empty(), "a share holds its words too");
    assert_eq!((board.steps.len(), board.steps[&stays].lifts), (200, None));
}

#[test]
fn ag3_undoing_a_reopening_finishes_no_step_that_is_not_decided_together() {
    let mut board = decided();
    for command in [
        Command::Stage(STEP, StageCommand::Finish),
        Command::Stage(STEP, StageCommand::Reopen),
    ] {
        give(&mut board, &camille(), command).unwrap();
    }
    let undo = Command::Undo { of: board.seq };
    let mut still_decided = board.clone();
    give(&mut still_decided, &camille(), undo.clone()).unwrap();
    assert!(matches!(still_decided.steps[&STEP].stage, Stage::Done { .. }));
    give(
        &mut board,
        &rose(),
        Command::Answer(STEP, AnswerCommand::Withdraw),
    )
    .unwrap();
    assert_eq!(
        give(&mut board, &camille(), Command::Stage(STEP, StageCommand::Finish)),
        Err(Refusal::NotDecided)
    );
    assert_eq!(give(&mut board, &camille(), undo), Err(Refusal::NotDecided));
}

#[test]
fn who_does_a_step_is_kept_as_it_was_checked_each_once_and_eight_at_most() {
    let mut board = with_step();
    let named = |name: &str| Doer::Named(name.into());
    let set = |doers: Vec<Doer>| Command::Step(STEP, StepCommand::SetDoers { doers });
    let typed = vec![
        named("  Sa sœur\u{7} "),
        Doer::Person(ROSE),
        named("Sa sœur"),
        Doer::Person(ROSE),
    ];
    give(&mut board, &rose(), set(typed.clone())).unwrap();
    assert_eq!(board.steps[&STEP].doers, [named("Sa sœur"), Doer::Person(ROSE)]);
    assert_eq!(
        give(&mut board, &rose(), set(typed)),
        Ok(0),
        "saying the same again is no event"
    );
    let many = |count: usize| {
        set((0..count)
            .map(|number| named(&format!("voisin {number}")))
            .collect())
    };
    assert_eq!(give(&mut board, &rose(), many(8)), Ok(1));
    assert_eq!(
        give(&mut board, &rose(), many(9)),
        Err(Refusal::TooMany { limit: 8 })
    );
    assert_eq!(
        give(&mut board, &rose(), set(vec![named(" ")])),
        Err(Refusal::Empty)
    );
}

#[test]
fn undo_asks_what_the_command_itself_asks() {
    let lifts = |barrier| Command::Step(STEP, StepCommand::SetLifts { barrier });
    // A frein that went to the bin meanwhile is lifted by nothing, by command or by undo.
    let mut board = with_step();
    let frein = add_barrier(&mut board, 400);
    let Item::Finding(id) = frein else { unreachable!() };
    give(&mut board, &camille(), lifts(Some(id))).unwrap();
    give(&mut board, &camille(), lifts(None)).unwrap();
    let undo = Command::Undo { of: board.seq };
    give(
        &mut board,
        &camille(),
        Command::Shelf(frein, ShelfCommand::Remove),
    )
    .unwrap();
    assert_eq!(
        give(&mut board, &camille(), lifts(Some(id))),
        Err(Refusal::NotFound)
    );
    assert_eq!(give(&mut board, &camille(), undo.clone()), Err(Refusal::NotFound));
    give(
        &mut board,
        &camille(),
        Command::Shelf(frein, ShelfCommand::Restore),
    )
    .unwrap();
    assert_eq!(give(&mut board, &camille(), undo), Ok(1));
    assert_eq!(board.steps[&STEP].lifts, Some(id));
    // A step in the bin is not moved along, by command or by undo.
    let mut board = decided();
    give(&mut board, &camille(), Command::Stage(STEP, StageCommand::Finish)).unwrap();
    let undo = Command::Undo { of: board.seq };
    give(
        &mut board,
        &camille(),
        Command::Shelf(Item::Step(STEP), ShelfCommand::Remove),
    )
    .unwrap();
    let reopen = Command::Stage(STEP, StageCommand::Reopen);
    assert_eq!(give(&mut board, &camille(), reopen), Err(Refusal::InBin));
    assert_eq!(give(&mut board, &camille(), undo), Err(Refusal::InBin));
}

#[test]
fn a_finding_is_lifted_or_leaned_on_by_its_side() {
    let mut board = with_step();
    let Item::Finding(frein) = add_barrier(&mut board, 500) else {
        unreachable!()
    };
    let leans = Command::Step(STEP, StepCommand::SetLeansOn { lever: Some(frein) });
    assert_eq!(give(&mut board, &camille(), leans), Err(Refusal::NotFound));
}

#[test]
fn a_key_typed_in_one_step_leaves_every_other_where_it_was() {
    let mut board = with_step();
    for number in 600..650 {
        let propose = StepCommand::Propose {
            title: "Autre".into(),
            theme: theme!("work"),
            terms: None,
        };
        give(
            &mut board,
            &camille(),
            Command::Step(StepId(Uuid::from_u128(number)), propose),
        )
        .unwrap();
        add_barrier(&mut board, number);
    }
    let before = board.clone();
    let key = write(&board, &camille(), Field::Details(STEP), "a");
    give(&mut board, &camille(), key).unwrap();
    let same_step = |id: &StepId| Arc::ptr_eq(&board.steps[id], &before.steps[id]);
    let changed: Vec<_> = board.steps.keys().filter(|id| !same_step(id)).collect();
    assert_eq!(changed, [&STEP]);
    assert!(
        board
            .findings
            .iter()
            .all(|(id, it)| Arc::ptr_eq(it, &before.findings[id]))
    );
}
