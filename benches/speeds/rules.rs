//! The rules alone: `decide` and `evolve`, and the rebase of a page that has much to send.

use itineraire_benches::{line, medians, ratio};
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CheckId, ClientId, CommentId, Epoch, ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::{
    Board, CharRef, Command, Event, Fact, Field, OrderKey, StepCommand, StepFact, WordsChange, WrittenWhen,
    decide, evolve,
};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::sync::parcours::{Replica, ToTeam};
use itineraire_domain::theme;
use std::hint::black_box;
use std::time::{Duration, Instant};
use uuid::Uuid;

const NOW: Moment = Moment(1_800_000_000_000);
const PENDING: u32 = 100;

pub fn speeds(rounds: usize) {
    let (samira, karim) = (actor(2), actor(3));
    let board = board_of_a_year(&samira);
    let commands = an_afternoon(&samira);

    let written: Vec<_> = commands
        .iter()
        .map(|command| serde_json::to_string(command).unwrap())
        .collect();
    let page = page_with_pending(&board, &samira, &commands);
    let remote = Command::Step(
        step(7),
        StepCommand::SetPlace {
            place: "à la médiathèque".into(),
        },
    );
    let from_karim = ToTeam::Delta {
        after: board.seq,
        events: decide(&board, &karim, &remote).unwrap(),
        next: None,
    };

    let mut all_decided = || {
        let mut board = board.clone();
        let start = Instant::now();
        for command in &commands {
            give(&mut board, &samira, black_box(command));
        }
        start.elapsed()
    };
    let mut all_read = || {
        let start = Instant::now();
        for text in &written {
            black_box(serde_json::from_str::<Command>(black_box(text)).unwrap());
        }
        start.elapsed()
    };
    let mut copied = || {
        let start = Instant::now();
        black_box(black_box(&board).clone());
        start.elapsed()
    };
    let mut rebased = || {
        let (mut page, frame) = (page.clone(), from_karim.clone());
        let start = Instant::now();
        black_box(page.receive(black_box(frame)));
        let time = start.elapsed();
        assert_eq!(page.pending().count(), commands.len());
        // What came is confirmed; the page shows its own place, which will be the last (`CF1`).
        assert_eq!(page.confirmed().steps[&step(7)].place_words, "à la médiathèque");
        time
    };
    let [decided, read, copy, rebase] = medians(
        rounds,
        [&mut all_decided, &mut all_read, &mut copied, &mut rebased],
    );
    line(
        "decide + evolve, one command",
        decided / PENDING,
        &format!("{} reading it from JSON", ratio(decided, read)),
    );
    line(
        "rebase of 100 pending commands",
        rebase,
        &format!(
            "{} 100 × decide + evolve; a copy of the board is {}",
            ratio(rebase, decided),
            ratio(copy, decided)
        ),
    );
}

/// What one key costs a page, on a small board and on a large one: given, sent, confirmed.
pub fn keys(rounds: usize) {
    let samira = actor(2);
    let (few, many) = (page_of(&samira, 4), page_of(&samira, 400));
    let on = |page: &Replica| {
        let mut page = page.clone();
        let mut spent = Duration::ZERO;
        for turn in 0..PENDING {
            let command = typed(samira.client, turn);
            let start = Instant::now();
            black_box(page.give(command, NOW).unwrap());
            let events = decide(page.confirmed(), &samira, &typed(samira.client, turn)).unwrap();
            let (first, last) = (events[0].seq, events[0].seq);
            let (after, next) = (page.seq(), None);
            black_box(page.receive(ToTeam::Delta { after, events, next }));
            let result = CommandResult::Kept { first, last };
            black_box(page.receive(ToTeam::Judged {
                seq: u64::from(turn) + 1,
                result,
            }));
            spent += start.elapsed();
        }
        assert_eq!(page.pending().count(), 0);
        spent
    };
    let [of_few, of_many] = medians(rounds, [&mut || on(&few), &mut || on(&many)]);
    line(
        "one key on a board of 400 steps",
        of_many / PENDING,
        &format!("{} one of 4", ratio(of_many, of_few)),
    );
}

/// A linked page of a board with so many steps.
fn page_of(samira: &Actor, steps: u32) -> Replica {
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), PersonId(Uuid::from_u128(1)));
    // The rules allow 200 at once, as the bin is emptied: here a board as large as it can come.
    for number in 0..steps {
        let event = Event {
            seq: board.seq.next(),
            at: NOW,
            by: samira.person(),
            client: samira.client,
            with: None,
            fact: Fact::Step(
                step(number),
                StepFact::Proposed {
                    title: format!("Préparer le dossier numéro {number}"),
                    theme: theme!("work"),
                    key: OrderKey::spread(400).swap_remove(number as usize),
                    terms: None,
                    lifts: None,
                    yes: None,
                },
            ),
        };
        evolve(&mut board, &event);
    }
    page_with_pending(&board, samira, &[])
}

fn actor(number: u128) -> Actor {
    let person = PersonId(Uuid::from_u128(number));
    Actor {
        who: Who::Professional { person },
        client: ClientId(Uuid::from_u128(1_000 + number)),
        at: NOW,
    }
}

fn step(number: u32) -> StepId {
    StepId(Uuid::from_u128(100 + u128::from(number)))
}

fn give(board: &mut Board, actor: &Actor, command: &Command) {
    for event in decide(board, actor, command).unwrap() {
        evolve(board, &event);
    }
}

/// Thirty steps, with a description, a checklist and a comment each.
fn board_of_a_year(samira: &Actor) -> Board {
    let mut board = Board::empty(ParcoursId(Uuid::from_u128(9)), PersonId(Uuid::from_u128(1)));
    for number in 0..30 {
        let id = u128::from(number);
        let proposed = Command::Step(
            step(number),
            StepCommand::Propose {
                title: format!("Préparer le dossier numéro {number}"),
                theme: theme!("work"),
                terms: None,
            },
        );
        let checked = Command::Step(
            step(number),
            StepCommand::AddCheck {
                check: CheckId(Uuid::from_u128(3_000 + id)),
                words: "Photocopie de la carte d’identité".into(),
            },
        );
        let said = Command::Step(
            step(number),
            StepCommand::Comment {
                comment: CommentId(Uuid::from_u128(4_000 + id)),
                words: "Vu ensemble à la permanence de mardi.".into(),
            },
        );
        for command in [proposed, checked, said] {
            give(&mut board, samira, &command);
        }
    }
    board
}

/// A hundred commands, of the kinds that a tablet without network gathers.
fn an_afternoon(samira: &Actor) -> Vec<Command> {
    let of_kind = |number: u32| {
        let step = step(number % 30);
        match number % 5 {
            0 => typed(samira.client, number / 5),
            1 => Command::Step(
                step,
                StepCommand::SetWhen {
                    when: Some(WrittenWhen {
                        day: format!("2027-03-{:02}", 1 + number % 28),
                        hour: None,
                        before: false,
                    }),
                },
            ),
            2 => Command::Step(
                step,
                StepCommand::SetPlace {
                    place: format!("Guichet {number}"),
                },
            ),
            3 => Command::Step(
                step,
                StepCommand::AddCheck {
                    check: CheckId(Uuid::from_u128(5_000 + u128::from(number))),
                    words: "Dernier bulletin de salaire".into(),
                },
            ),
            _ => Command::Step(
                step,
                StepCommand::Comment {
                    comment: CommentId(Uuid::from_u128(6_000 + u128::from(number))),
                    words: "Elle rappelle jeudi.".into(),
                },
            ),
        }
    };
    (0..PENDING).map(of_kind).collect()
}

/// The next words of a text that grows.
fn typed(client: ClientId, turn: u32) -> Command {
    let text = "encore un mot ";
    let length = u32::try_from(text.len()).unwrap();
    let number = turn * length;
    Command::write(
        Field::Details(step(0)),
        vec![WordsChange::Insert {
            after: number.checked_sub(1).map(|number| CharRef { client, number }),
            before: None,
            first: number,
            text: text.into(),
        }],
    )
}

/// A page that is linked, and has sent all of this without an answer.
fn page_with_pending(board: &Board, samira: &Actor, commands: &[Command]) -> Replica {
    let epoch = Some(Epoch(Uuid::from_u128(8)));
    let mut page = Replica::new(samira.client, samira.who.clone(), epoch, board.clone());
    page.opened();
    page.receive(ToTeam::Delta {
        after: board.seq,
        events: Vec::new(),
        next: Some(1),
    });
    for command in commands {
        page.give(command.clone(), NOW).unwrap();
    }
    page
}
