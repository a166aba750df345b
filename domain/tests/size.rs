//! How large a board may become: what was erased is forgotten, and a full board says so.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod support;

use itineraire_domain::Refusal;
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::ids::{CommentId, Epoch, StepId};
use itineraire_domain::parcours::*;
use itineraire_domain::sync::parcours::{Replica, ToTeam};
use itineraire_domain::theme;
use support::{CAMILLE, ROSE, START};
use uuid::Uuid;

fn step(number: u128) -> StepId {
    StepId(Uuid::from_u128(number))
}

fn camille() -> Actor {
    support::professional(CAMILLE, START)
}

fn give(board: &mut Board, command: &Command) -> Result<(), Refusal> {
    let events = decide(board, &camille(), command)?;
    support::apply(board, &events);
    Ok(())
}

fn proposed(steps: u128) -> Board {
    let mut board = support::empty_board();
    for number in 0..steps {
        let (title, theme) = ("Visiter la cuisine".into(), theme!("work"));
        give(
            &mut board,
            &Command::Step(
                step(number),
                StepCommand::Propose {
                    title,
                    theme,
                    terms: None,
                },
            ),
        )
        .unwrap();
    }
    board
}

fn rewrite(board: &Board, field: Field, wanted: &str) -> Command {
    let words = board.words(field).unwrap();
    Command::write(field, words.diff(camille().client, wanted, None))
}

/// So many letters typed each before the one before it, so that none follows another, and all erased in the same command.
fn typed_over(board: &Board, field: Field, letters: u32) -> Command {
    let words = board.words(field).unwrap();
    let client = camille().client;
    let mut changes = words.diff(client, &format!("x{}", words.text()), Some(1));
    let Some(WordsChange::Insert { first, .. }) = changes.first().cloned() else {
        panic!("{changes:?}")
    };
    let typed = (first..first + letters).map(|first| WordsChange::Insert {
        after: None,
        before: None,
        first,
        text: "x".into(),
    });
    let from = CharRef {
        client,
        number: first,
    };
    changes.clear();
    changes.extend(typed);
    changes.push(WordsChange::Hide { from, count: letters });
    Command::write(field, changes)
}

fn bytes(board: &Board) -> usize {
    serde_json::to_string(board).unwrap().len()
}

// @proof fast erased: what is typed and erased again does not weigh on a board for ever
#[test]
fn what_is_typed_and_erased_stops_weighing() {
    let mut board = proposed(40);
    let (before, mut most) = (bytes(&board), 0);
    let mut replayed = board.clone();
    for number in 0..140 {
        let command = typed_over(&board, Field::Details(step(number % 40)), 300);
        let events = decide(&board, &camille(), &command).unwrap();
        support::apply(&mut board, &events);
        // A copy that was kept and read back in between forgets the same at the same rank.
        replayed = serde_json::from_str(&serde_json::to_string(&replayed).unwrap()).unwrap();
        support::apply(&mut replayed, &events);
        assert_eq!(replayed.hash(), board.hash());
        most = most.max(bytes(&board));
    }
    assert!(
        board.size.floor > Seq(40) && board.size.floor < board.seq,
        "{:?}",
        board.size
    );
    assert!(board.size.weight > 0 && board.size.weight < BOARD_LIMIT / 2);
    println!(
        "PROOF erased: 140 commands of 300 letters typed and erased take a board of 40 steps from {before} to {most} bytes at most"
    );
    assert!(most < 400_000, "{most}");
}

#[test]
fn undo_is_offered_for_what_can_still_be_shown_again() {
    let mut board = proposed(2);
    let title = Field::Title(step(0));
    let visit = rewrite(&board, title, "");
    give(&mut board, &visit).unwrap();
    let erased = board.seq;
    let undoable = |board: &Board, of| board.undoable().any(|it| it.seq == of);
    let place = Command::Step(step(1), StepCommand::SetPlace { place: "CAF".into() });
    give(&mut board, &place).unwrap();
    let placed = board.seq;
    assert!(undoable(&board, erased));
    while board.size.floor < erased {
        let command = typed_over(&board, Field::Details(step(1)), 300);
        give(&mut board, &command).unwrap();
    }
    assert!(!undoable(&board, erased), "its letters are gone");
    assert_eq!(
        give(&mut board, &Command::Undo { of: erased }),
        Err(Refusal::NotUndoable)
    );
    assert!(undoable(&board, placed), "no letter is asked for");
    give(&mut board, &Command::Undo { of: placed }).unwrap();
}

#[test]
fn rb2_an_edit_of_before_the_floor_whose_place_is_gone_is_told_with_its_whole_text() {
    let mut board = proposed(2);
    let (title, epoch) = (Field::Title(step(0)), Epoch(Uuid::from_u128(70)));
    let who = Who::Usager {
        person: ROSE,
        proof: None,
    };
    let mut asleep = Replica::new(support::tablet(ROSE), who, Some(epoch), board.clone());
    asleep.opened();
    asleep.receive(ToTeam::Delta {
        after: board.seq,
        events: Vec::new(),
        next: Some(1),
    });
    let client = asleep.client();
    let typed = board
        .words(title)
        .unwrap()
        .diff(client, "Visiter la cuisine avec Yanis", None);
    asleep.give(Command::write(title, typed), START).unwrap();
    asleep.closed();

    let visit = rewrite(&board, title, "");
    give(&mut board, &visit).unwrap();
    let erased = board.seq;
    let known = erased.0;
    let (again, mut events) = (board.clone(), Vec::new());
    let mut now = again;
    while now.size.floor < erased {
        let command = typed_over(&now, Field::Details(step(1)), 300);
        let new = decide(&now, &camille(), &command).unwrap();
        support::apply(&mut now, &new);
        events.extend(new);
    }
    assert!(now.seq.0 > known);
    // It comes back by the events, or by a snapshot: the same.
    for snapshot in [true, false] {
        let mut back = asleep.clone();
        back.opened();
        let frame = if snapshot {
            ToTeam::Snapshot {
                epoch,
                board: Box::new(now.clone()),
                next: 1,
            }
        } else {
            let mut all = decide(&proposed(2), &camille(), &visit).unwrap();
            all.extend(events.clone());
            ToTeam::Delta {
                after: Seq(2),
                events: all,
                next: Some(1),
            }
        };
        let (sent, _) = back.receive(frame);
        assert_eq!((sent.len(), back.confirmed()), (1, &now));
        assert_eq!(
            back.pending().next().unwrap().words(),
            " avec Yanis",
            "it still waits for its answer"
        );
        let command = back.pending().next().unwrap().clone();
        let rose = support::proven(ROSE, START);
        assert_eq!(decide(&now, &rose, &command), Err(Refusal::WordsGone));
    }
}

#[test]
fn a_full_board_says_so_before_and_takes_what_makes_it_smaller() {
    let mut board = proposed(2);
    let words = "m".repeat(2_000);
    let comment = |step, number: u128| {
        let (comment, words) = (CommentId(Uuid::from_u128(number)), words.clone());
        Command::Step(step, StepCommand::Comment { comment, words })
    };
    let mut said_at = None;
    let refused = (0..1_000).find_map(|number| {
        let refusal = give(&mut board, &comment(step(number % 2), number)).err();
        if board.size.is_nearly_full() {
            said_at.get_or_insert(number);
        }
        refusal.map(|why| (number, why))
    });
    let (number, why) = refused.unwrap();
    assert_eq!(why, Refusal::Full);
    assert!(said_at.unwrap() + 50 < number && board.size.is_full());
    assert!(bytes(&board) < BOARD_LIMIT * 5 / 4, "{}", bytes(&board));

    let seq = board.seq;
    let title = Field::Title(step(0));
    for grows in [
        rewrite(&board, title, "Visiter la cuisine avec Yanis"),
        Command::Step(
            step(9),
            StepCommand::Propose {
                title: "CV".into(),
                theme: theme!("work"),
                terms: None,
            },
        ),
        Command::Step(step(0), StepCommand::SetPlace { place: "CAF".into() }),
    ] {
        assert_eq!(give(&mut board, &grows), Err(Refusal::Full), "{grows:?}");
    }
    assert_eq!(board.seq, seq, "nothing changed");
    let shorter = rewrite(&board, title, "Visiter");
    give(&mut board, &shorter).unwrap();
    let answer = AnswerCommand::Agree {
        words: board.steps[&step(0)].digest(),
    };
    give(&mut board, &Command::Answer(step(0), answer)).unwrap();
    for number in 0..100 {
        let comment = CommentId(Uuid::from_u128(number));
        give(
            &mut board,
            &Command::Step(step(number % 2), StepCommand::RemoveComment { comment }),
        )
        .unwrap();
    }
    give(&mut board, &comment(step(0), 5_000)).unwrap();
}

#[test]
fn what_is_typed_letter_by_letter_is_one_piece_to_take_back_and_what_is_in_too_many_pieces_is_not_kept() {
    let mut board = proposed(1);
    let title = Field::Title(step(0));
    let text = board.words(title).unwrap().text();
    for letters in 1..=40 {
        let command = rewrite(&board, title, &format!("{text}{}", "é".repeat(letters)));
        give(&mut board, &command).unwrap();
    }
    let action = board.undoable().next().unwrap();
    let pieces = |action: &Action| match action.inverse.as_slice() {
        [Fact::Step(_, StepFact::TitleWritten { changes })] => changes.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!((action.name, pieces(action)), (ActionName::Words, 1));

    let details = Field::Details(step(0));
    let written = rewrite(&board, details, &"ab".repeat(300));
    give(&mut board, &written).unwrap();
    let before = board.undoable().count();
    let first = match &written {
        Command::Step(_, StepCommand::WriteDetails { changes }) => match changes.as_slice() {
            [WordsChange::Insert { first, .. }] => *first,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let client = camille().client;
    // By another hand: it is an action of its own.
    let every_other = (0..300).map(|at| WordsChange::Hide {
        from: CharRef {
            client,
            number: first + 2 * at,
        },
        count: 1,
    });
    let yanis = support::professional(support::YANIS, START);
    let command = Command::write(details, every_other.collect());
    let events = decide(&board, &yanis, &command).unwrap();
    support::apply(&mut board, &events);
    assert_eq!(board.words(details).unwrap().text(), "b".repeat(300));
    assert_eq!(board.undoable().count(), before);
}
