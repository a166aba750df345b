use super::*;
use crate::access::card::{CardAccount, Tries};
use crate::kernel::ids::{OrganisationId, ParcoursId, PersonId, StepId};
use crate::parcours::{
    AnswerCommand, AnswerFact, BOARD_VERSION, Board, COMMAND_VERSION, CharRef, Column, Command, Event, Fact,
    Field, SharedItem, SharingCommand, ShelfCommand, StepCommand, WordsChange, decide, evolve,
};
use crate::sync::given::Given;
use crate::sync::judge::{judge, seen};
use crate::sync::parcours::{FromPage, Replica, Saved, ToTeam, Verdict};
use crate::theme;
use uuid::Uuid;

const ROSE: PersonId = PersonId(Uuid::from_u128(1));
const CAMILLE: PersonId = PersonId(Uuid::from_u128(2));
const PAGE: ClientId = ClientId(Uuid::from_u128(12));
const OTHER: ClientId = ClientId(Uuid::from_u128(13));
const EPOCH: Epoch = Epoch(Uuid::from_u128(70));
const NOW: Moment = Moment(1_800_000_000_000);

fn empty() -> Board {
    Board::empty(ParcoursId(Uuid::from_u128(9)), ROSE)
}

fn camille() -> Who {
    Who::Professional { person: CAMILLE }
}

fn page() -> Replica {
    Replica::new(PAGE, camille(), Some(EPOCH), empty())
}

fn step(number: u128) -> StepId {
    StepId(Uuid::from_u128(number))
}

fn propose(number: u128) -> Command {
    Command::Step(
        step(number),
        StepCommand::Propose {
            title: format!("étape {number}"),
            theme: theme!("work"),
            terms: None,
        },
    )
}

fn place(number: u128, place: &str) -> Command {
    Command::Step(step(number), StepCommand::SetPlace { place: place.into() })
}

fn linked(page: &mut Replica, next: u64) -> Vec<FromPage> {
    page.opened();
    page.receive(ToTeam::Delta {
        after: page.seq(),
        events: Vec::new(),
        next: Some(next),
    })
    .0
}

/// The service's board, changed by another page.
fn elsewhere(service: &mut Board, command: Command) -> Vec<Event> {
    let actor = Actor {
        who: camille(),
        client: OTHER,
        at: NOW,
    };
    let events = decide(service, &actor, &command).unwrap();
    for event in &events {
        evolve(service, event);
    }
    events
}

/// The service judges a command of the page: its events, and its answer.
fn judged(service: &mut Board, message: &FromPage, by: Who) -> (Vec<Event>, ToTeam) {
    let FromPage::Command { seq, version, body } = message else {
        panic!("{message:?}")
    };
    let actor = Actor {
        who: by,
        client: PAGE,
        at: NOW.plus_seconds(1),
    };
    let (events, result) = match judge(service, seq - 1, &actor, *seq, *version, &body.value()) {
        Verdict::Kept(events) => {
            for event in &events {
                evolve(service, event);
            }
            (
                events,
                CommandResult::Kept {
                    first: service.seq,
                    last: service.seq,
                },
            )
        }
        Verdict::Refused(refusal) => (Vec::new(), CommandResult::Refused { refusal }),
        other => panic!("{other:?}"),
    };
    (events, ToTeam::Judged { seq: *seq, result })
}

fn numbers(messages: &[FromPage]) -> Vec<u64> {
    let number = |message: &FromPage| match message {
        FromPage::Command { seq, .. } => *seq,
        other => panic!("{other:?}"),
    };
    messages.iter().map(number).collect()
}

#[test]
fn or3_a_command_is_kept_here_then_on_its_way_then_kept_by_the_service() {
    let (mut page, mut service) = (page(), empty());
    assert_eq!(page.work(), Work::Kept);
    assert_eq!(
        page.give(propose(1), NOW),
        Ok(Vec::new()),
        "nothing is sent on a dead link"
    );
    assert!(page.shown().steps.contains_key(&step(1)), "it shows at once");
    assert_eq!(page.work(), Work::KeptHere(1));
    let sent = linked(&mut page, 1);
    assert_eq!(page.work(), Work::OnItsWay(1));
    let (events, answer) = judged(&mut service, &sent[0], camille());
    page.receive(ToTeam::Delta {
        after: Seq(0),
        events,
        next: None,
    });
    assert_eq!(
        page.work(),
        Work::OnItsWay(1),
        "not kept before the service says so"
    );
    page.receive(answer.clone());
    assert_eq!(
        (page.work(), page.shown(), page.confirmed()),
        (Work::Kept, &service, &service)
    );
    assert_eq!(
        page.receive(answer),
        (Vec::new(), Outcome::Nothing),
        "a second answer counts for nothing"
    );
}

#[test]
fn gr2_nothing_is_applied_over_a_hole_the_page_asks() {
    let (mut page, mut service) = (page(), empty());
    linked(&mut page, 1);
    elsewhere(&mut service, propose(1));
    let second = elsewhere(&mut service, propose(2));
    let delta = ToTeam::Delta {
        after: Seq(1),
        events: second,
        next: None,
    };
    assert_eq!(page.receive(delta.clone()).0.len(), 1, "it asks");
    assert_eq!(page.receive(delta).0.len(), 0, "once");
    assert_eq!(page.confirmed(), &empty());
    page.receive(ToTeam::Snapshot {
        epoch: EPOCH,
        board: Box::new(service.clone()),
        next: 1,
    });
    assert_eq!(page.shown(), &service);
    let mut holed = elsewhere(&mut service, propose(3));
    elsewhere(&mut service, propose(4));
    holed.extend(elsewhere(&mut service, propose(5)));
    let (asked, _) = page.receive(ToTeam::Delta {
        after: Seq(2),
        events: holed,
        next: None,
    });
    assert!(
        matches!(asked.as_slice(), [FromPage::Resync]),
        "a hole within a delta is one too"
    );
    assert_eq!(page.seq(), Seq(2));
}

#[test]
fn gr4_another_hash_at_the_same_sequence_makes_the_page_ask() {
    for (at, hash, asks) in [
        (Seq(0), empty().hash(), false),
        (Seq(0), "0".repeat(32), true),
        (Seq(3), "0".repeat(32), false),
    ] {
        let mut page = page();
        linked(&mut page, 1);
        assert_eq!(
            page.receive(ToTeam::Hash { at, hash }).0.len(),
            usize::from(asks),
            "{at:?}"
        );
    }
}

#[test]
fn rb2_a_refused_command_becomes_a_conflict_with_its_words_and_blocks_nothing() {
    let (mut page, mut service) = (page(), empty());
    let events = elsewhere(&mut service, propose(1));
    linked(&mut page, 1);
    page.receive(ToTeam::Delta {
        after: Seq(0),
        events,
        next: None,
    });
    let say = Command::Step(
        step(1),
        StepCommand::Comment {
            comment: crate::kernel::ids::CommentId(Uuid::from_u128(5)),
            words: "à ne pas perdre".into(),
        },
    );
    let mut sent = page.give(say.clone(), NOW).unwrap();
    sent.extend(page.give(propose(2), NOW).unwrap());
    let removed = elsewhere(
        &mut service,
        Command::Shelf(crate::parcours::Item::Step(step(1)), ShelfCommand::Remove),
    );
    page.receive(ToTeam::Delta {
        after: Seq(1),
        events: removed,
        next: None,
    });
    assert_eq!(
        page.conflicts(),
        [],
        "only the service's refusal makes a conflict"
    );
    assert!(page.shown().steps.contains_key(&step(2)));
    for message in &sent {
        let (events, answer) = judged(&mut service, message, camille());
        let after = page.seq();
        page.receive(ToTeam::Delta {
            after,
            events,
            next: None,
        });
        page.receive(answer);
    }
    assert_eq!(
        page.conflicts(),
        [Conflict {
            seq: 1,
            command: say,
            refusal: Refusal::InBin
        }]
    );
    assert_eq!((page.shown(), page.work()), (&service, Work::Kept));
    page.dismiss(1);
    assert_eq!(page.conflicts(), []);
}

#[test]
fn rb3_a_command_whose_event_has_come_does_not_run_again_over_what_followed() {
    let (mut page, mut service) = (page(), empty());
    let events = elsewhere(&mut service, propose(1));
    linked(&mut page, 1);
    page.receive(ToTeam::Delta {
        after: Seq(0),
        events,
        next: None,
    });
    let sent = page.give(place(1, "ici"), NOW).unwrap();
    let (mut events, answer) = judged(&mut service, &sent[0], camille());
    events.extend(elsewhere(&mut service, place(1, "là")));
    page.receive(ToTeam::Delta {
        after: Seq(1),
        events,
        next: None,
    });
    assert_eq!(
        page.shown().steps[&step(1)].place_words,
        "là",
        "CF1: the last in the service's order"
    );
    page.receive(answer);
    assert_eq!(page.shown(), &service);
}

#[test]
fn ag1_a_yes_of_the_usager_and_a_share_show_only_when_the_service_has_them() {
    let mut service = empty();
    elsewhere(&mut service, propose(1));
    let words = service.steps[&step(1)].digest();
    let rose = Who::Usager {
        person: ROSE,
        proof: None,
    };
    let mut page = Replica::new(PAGE, rose, Some(EPOCH), service.clone());
    linked(&mut page, 1);
    let sent = page
        .give(Command::Answer(step(1), AnswerCommand::Agree { words }), NOW)
        .unwrap();
    assert_eq!(page.shown(), page.confirmed());
    let mut tries = CardAccount {
        person: ROSE,
        tries: Tries::default(),
    }
    .prove(
        crate::access::card::tests::right(),
        crate::access::Policy::default().pin,
        NOW,
    );
    let proof = tries.1.take().and_then(|proven| proven.fresh(NOW));
    let (events, answer) = judged(&mut service, &sent[0], Who::Usager { person: ROSE, proof });
    assert!(matches!(
        events[0].fact,
        Fact::Answer(_, AnswerFact::UsagerAgreed(_))
    ));
    page.receive(ToTeam::Delta {
        after: Seq(1),
        events,
        next: None,
    });
    page.receive(answer);
    assert_eq!(page.shown().column(Column::Decided).len(), 1);
}

#[test]
fn id3_after_a_cut_the_unanswered_is_sent_again_under_its_own_number() {
    let mut page = page();
    linked(&mut page, 1);
    let mut sent = page.give(propose(1), NOW).unwrap();
    sent.extend(page.give(propose(2), NOW).unwrap());
    assert_eq!(numbers(&sent), [1, 2]);
    page.closed();
    assert_eq!(page.work(), Work::KeptHere(2));
    assert_eq!(
        numbers(&linked(&mut page, 2)),
        [1, 2],
        "the first was judged: its answer is asked for"
    );
    let (again, _) = page.receive(ToTeam::Gap { expected: 2 });
    assert_eq!(numbers(&again), [2]);
}

#[test]
fn id2_a_page_that_was_closed_takes_its_work_up_again() {
    let mut page = page();
    page.give(propose(1), NOW).unwrap();
    page.give(place(1, "ici"), NOW).unwrap();
    let text = serde_json::to_string(&page.saved()).unwrap();
    let mut later = Replica::resume(serde_json::from_str(&text).unwrap(), camille(), None);
    assert_eq!(later.shown(), page.shown());
    later.give(propose(2), NOW).unwrap();
    assert_eq!(numbers(&linked(&mut later, 1)), [1, 2, 3]);
}

#[test]
fn gr3_after_a_restore_the_queue_is_kept_and_numbered_from_where_the_service_stands() {
    let (mut page, mut service) = (page(), empty());
    linked(&mut page, 1);
    let backup = service.clone();
    for number in 1..=2 {
        let sent = page.give(propose(number), NOW).unwrap();
        let (events, answer) = judged(&mut service, &sent[0], camille());
        page.receive(ToTeam::Delta {
            after: page.seq(),
            events,
            next: None,
        });
        page.receive(answer);
    }
    page.closed();
    page.give(Command::Undo { of: Seq(2) }, NOW).unwrap();
    page.give(propose(3), NOW).unwrap();
    assert!(matches!(
        page.opened(),
        FromPage::Hello {
            epoch: Some(EPOCH),
            have: Seq(2),
            ..
        }
    ));
    let epoch = Epoch(Uuid::from_u128(71));
    let (sent, _) = page.receive(ToTeam::Snapshot {
        epoch,
        board: Box::new(backup),
        next: 1,
    });
    assert_eq!(numbers(&sent), [1], "the undo names an action that is lost");
    assert!(matches!(
        page.conflicts(),
        [Conflict {
            command: Command::Undo { .. },
            ..
        }]
    ));
    assert_eq!(page.shown().steps.keys().collect::<Vec<_>>(), [&step(3)]);
}

#[test]
fn an_action_that_the_service_has_not_named_yet_cannot_be_undone() {
    let mut page = page();
    page.give(propose(1), NOW).unwrap();
    assert_eq!(page.shown().undoable().count(), 1);
    assert_eq!(page.undoable().count(), 0);
    assert_eq!(
        page.give(Command::Undo { of: Seq(1) }, NOW),
        Err(Refusal::NotUndoable)
    );
}

#[test]
fn ev2_a_page_that_is_too_old_keeps_its_queue_and_sends_nothing() {
    let mut page = page();
    linked(&mut page, 1);
    page.give(propose(1), NOW).unwrap();
    assert_eq!(page.receive(ToTeam::UpdateRequired).1, Outcome::UpdateRequired);
    page.closed();
    assert_eq!(page.give(propose(2), NOW), Ok(Vec::new()));
    assert_eq!(page.work(), Work::KeptHere(2));
}

#[test]
fn a_long_queue_goes_out_in_a_window_and_words_typed_letter_by_letter_arrive_whole() {
    let (mut page, mut service) = (page(), empty());
    let mut text = String::new();
    for letter in "Je veux travailler dehors, avec les mains.".chars() {
        text.push(letter);
        let changes = page.shown().goal.diff(PAGE, &text, None);
        page.give(Command::write(Field::Goal, changes), NOW).unwrap();
    }
    let mut waiting: VecDeque<_> = linked(&mut page, 1).into();
    assert_eq!(waiting.len(), WINDOW);
    while let Some(message) = waiting.pop_front() {
        let (events, answer) = judged(&mut service, &message, camille());
        page.receive(ToTeam::Delta {
            after: page.seq(),
            events,
            next: None,
        });
        assert_eq!(page.shown().goal.text(), text);
        waiting.extend(page.receive(answer).0);
    }
    assert_eq!((service.goal.text(), page.shown()), (text, &service));
}

#[test]
fn cf3_a_page_opened_again_without_the_service_gives_no_letter_a_name_twice() {
    let (mut page, mut service) = (page(), empty());
    let store = page.saved();
    linked(&mut page, 1);
    let type_in = |page: &mut Replica, text: &str| {
        let changes = page.shown().goal.diff(PAGE, text, None);
        page.give(Command::write(Field::Goal, changes), NOW).unwrap()
    };
    let sent = type_in(&mut page, "un");
    let (events, answer) = judged(&mut service, &sent[0], camille());
    let mut store = store;
    page.keep_last(&mut store);
    page.receive(ToTeam::Delta {
        after: Seq(0),
        events,
        next: None,
    });
    page.receive(answer);
    // The tablet died before the answer was written down.
    let mut later = Replica::resume(store, camille(), None);
    type_in(&mut later, "un deux");
    for message in &linked(&mut later, 2)[1..] {
        judged(&mut service, message, camille());
    }
    assert_eq!(service.goal.text(), "un deux");
}

/// The service's log, and its board.
struct Service {
    log: Vec<Event>,
    board: Board,
}

impl Service {
    fn opened() -> Self {
        let mut service = Self {
            log: Vec::new(),
            board: empty(),
        };
        let nadia = Who::Professional { person: NADIA };
        service.does(nadia, OTHER, propose(1), Seq(0)).unwrap();
        service
    }

    /// As the one writer judges it.
    fn judges(&mut self, who: Who, client: ClientId, body: &serde_json::Value) -> Result<usize, Refusal> {
        let actor = Actor { who, client, at: NOW };
        let mut verdict = judge(&self.board, 0, &actor, 1, COMMAND_VERSION, body);
        if verdict.says_yes() {
            let since = usize::try_from(seen(body).0).unwrap();
            verdict = verdict.unless_withdrawn(&self.board, &self.log[since..]);
        }
        match verdict {
            Verdict::Kept(events) => {
                for event in &events {
                    evolve(&mut self.board, event);
                }
                self.log.extend(events.clone());
                Ok(events.len())
            }
            Verdict::Refused(refusal) => Err(refusal),
            other => panic!("{other:?}"),
        }
    }

    fn does(&mut self, who: Who, client: ClientId, command: Command, on: Seq) -> Result<usize, Refusal> {
        self.judges(who, client, &Given { command, on }.body().unwrap().value())
    }

    /// What a page that was given this without a link sends once it has one.
    fn queued_on_a_tablet(&self, who: &Who, command: Command) -> serde_json::Value {
        let who = match who {
            Who::Usager { person, .. } => Who::Usager {
                person: *person,
                proof: None,
            },
            other => other.clone(),
        };
        let mut tablet = Replica::new(TABLET, who, Some(EPOCH), self.board.clone());
        tablet.give(command, NOW).unwrap();
        // Through its own store, as over a night.
        let text = serde_json::to_string(&tablet.saved()).unwrap();
        let mut tablet = Replica::resume(serde_json::from_str(&text).unwrap(), tablet.who.clone(), None);
        match linked(&mut tablet, 1).pop() {
            Some(FromPage::Command { body, .. }) => body.value(),
            other => panic!("{other:?}"),
        }
    }
}

const TABLET: ClientId = ClientId(Uuid::from_u128(21));
const CAMILLE_S_DESK: ClientId = ClientId(Uuid::from_u128(22));
const ROSE_S_PHONE: ClientId = ClientId(Uuid::from_u128(23));
/// Who proposed the step: their own yes stands with it (`AG5`).
const NADIA: PersonId = PersonId(Uuid::from_u128(4));
const MISSION_LOCALE: OrganisationId = OrganisationId(Uuid::from_u128(50));

fn proven(person: PersonId) -> Who {
    let tries = Tries::default();
    let proof = CardAccount { person, tries }
        .prove(
            crate::access::card::tests::right(),
            crate::access::Policy::default().pin,
            NOW,
        )
        .1;
    Who::Usager {
        person,
        proof: proof.and_then(|proven| proven.fresh(NOW)),
    }
}

/// A yes on a tablet, and what takes it back elsewhere.
fn yeses() -> Vec<(Who, ClientId, Command, Vec<Command>)> {
    let id = step(1);
    let words = Service::opened().board.steps[&id].digest();
    let no = vec![
        Command::Answer(id, AnswerCommand::Withdraw),
        Command::Answer(id, AnswerCommand::Refuse),
        Command::Answer(id, AnswerCommand::TalkAboutIt),
    ];
    let (item, organisation) = (SharedItem::Step(id), MISSION_LOCALE);
    let share = Command::Sharing(SharingCommand::Share {
        item,
        organisation,
        purpose: "un stage".into(),
        until: NOW.plus_days(30),
        seen: None,
    });
    vec![
        (
            camille(),
            CAMILLE_S_DESK,
            Command::Answer(id, AnswerCommand::Agree { words }),
            no.clone(),
        ),
        (
            proven(ROSE),
            ROSE_S_PHONE,
            Command::Answer(id, AnswerCommand::Agree { words }),
            no,
        ),
        (
            proven(ROSE),
            ROSE_S_PHONE,
            share,
            vec![Command::Sharing(SharingCommand::End { item, organisation })],
        ),
    ]
}

#[test]
fn cf2_a_yes_that_waited_on_a_tablet_does_not_overrule_a_withdrawal_made_elsewhere_meanwhile() {
    for (who, desk, yes, noes) in yeses() {
        for no in noes {
            // There was a yes before, that the person takes back at their desk.
            let mut service = Service::opened();
            let late = service.queued_on_a_tablet(&who, yes.clone());
            assert_eq!(
                service.does(who.clone(), desk, yes.clone(), service.board.seq),
                Ok(1)
            );
            assert_eq!(
                service.does(who.clone(), desk, no.clone(), service.board.seq),
                Ok(1)
            );
            let before = service.board.clone();
            assert_eq!(
                service.judges(who.clone(), TABLET, &late),
                Err(Refusal::Stale),
                "{yes:?} after {no:?}"
            );
            assert_eq!(service.board, before);
            // Read again, the same yes stands.
            let fresh = service.queued_on_a_tablet(&who, yes.clone());
            assert_eq!(
                service.judges(who.clone(), TABLET, &fresh),
                Ok(1),
                "{yes:?} after {no:?}"
            );
        }
    }
}

#[test]
fn cf2_a_withdrawal_that_comes_after_the_yes_wins_and_on_one_client_the_last_word_stands() {
    for (who, desk, yes, noes) in yeses() {
        for no in noes {
            let mut service = Service::opened();
            let late = service.queued_on_a_tablet(&who, yes.clone());
            assert_eq!(service.judges(who.clone(), TABLET, &late), Ok(1));
            assert_eq!(
                service.does(who.clone(), desk, no.clone(), Seq(0)),
                Ok(1),
                "{no:?}"
            );
            // The same client that said no says yes: its words come in the order in which they were given.
            assert_eq!(
                service.does(who.clone(), desk, yes.clone(), Seq(1)),
                Ok(1),
                "{yes:?}"
            );
        }
    }
}

#[test]
fn cf2_paper_does_not_overrule_what_the_usager_took_back_and_others_withdrawals_overrule_nothing() {
    let mut service = Service::opened();
    let words = service.board.steps[&step(1)].digest();
    let paper = service.queued_on_a_tablet(
        &camille(),
        Command::Answer(step(1), AnswerCommand::RecordPaper { words }),
    );
    let yes = service.queued_on_a_tablet(
        &camille(),
        Command::Answer(step(1), AnswerCommand::Agree { words }),
    );
    for command in [
        Command::Answer(step(1), AnswerCommand::Agree { words }),
        Command::Answer(step(1), AnswerCommand::Withdraw),
    ] {
        assert_eq!(
            service.does(proven(ROSE), ROSE_S_PHONE, command, service.board.seq),
            Ok(1)
        );
    }
    assert_eq!(service.judges(camille(), TABLET, &paper), Err(Refusal::Stale));
    assert_eq!(
        service.judges(camille(), TABLET, &yes),
        Ok(1),
        "Rose's no is not Camille's"
    );
}

#[test]
fn cf2_paper_that_a_colleague_took_back_meanwhile_is_not_noted_again_and_takes_no_yes_along() {
    let mut service = Service::opened();
    let words = service.board.steps[&step(1)].digest();
    let paper = Command::Answer(step(1), AnswerCommand::RecordPaper { words });
    let queued = service.queued_on_a_tablet(&camille(), paper.clone());
    let yes = service.queued_on_a_tablet(
        &camille(),
        Command::Answer(step(1), AnswerCommand::Agree { words }),
    );
    for command in [paper, Command::Answer(step(1), AnswerCommand::TakePaperBack)] {
        assert_eq!(service.does(camille(), OTHER, command, service.board.seq), Ok(1));
    }
    assert_eq!(service.judges(camille(), TABLET, &queued), Err(Refusal::Stale));
    assert_eq!(
        service.judges(camille(), TABLET, &yes),
        Ok(1),
        "Camille's own yes is no paper"
    );
}

#[test]
fn gr3_after_a_restore_a_waiting_yes_says_that_it_saw_nothing() {
    let mut service = Service::opened();
    let words = service.board.steps[&step(1)].digest();
    let mut page = Replica::new(PAGE, camille(), Some(EPOCH), service.board.clone());
    page.give(Command::Answer(step(1), AnswerCommand::Agree { words }), NOW)
        .unwrap();
    let epoch = Epoch(Uuid::from_u128(71));
    page.opened();
    let (sent, _) = page.receive(ToTeam::Snapshot {
        epoch,
        board: Box::new(service.board.clone()),
        next: 1,
    });
    assert!(matches!(sent.as_slice(), [FromPage::Command { body, .. }] if seen(&body.value()) == Seq(0)));
    for command in [
        Command::Answer(step(1), AnswerCommand::TalkAboutIt),
        Command::Answer(step(1), AnswerCommand::Withdraw),
    ] {
        assert_eq!(service.does(camille(), OTHER, command, service.board.seq), Ok(1));
    }
    let [FromPage::Command { body, .. }] = sent.as_slice() else {
        unreachable!()
    };
    assert_eq!(
        service.judges(camille(), PAGE, &body.value()),
        Err(Refusal::Stale)
    );
}

#[test]
fn bp2_a_command_that_fits_in_no_frame_is_refused_at_once_and_blocks_nothing_behind_it() {
    let mut page = page();
    linked(&mut page, 1);
    let changes = page.shown().goal.diff(PAGE, "Conduire", None);
    let field = Field::Goal;
    page.give(Command::write(field, changes), NOW).unwrap();
    let before = page.saved();
    let from = CharRef {
        client: PAGE,
        number: 0,
    };
    let erase = |runs| Command::write(field, vec![WordsChange::Hide { from, count: 1 }; runs]);
    assert_eq!(
        page.give(erase(1_000), NOW),
        Err(Refusal::TooLong { limit: FRAME_LIMIT })
    );
    assert_eq!(
        (page.saved(), page.shown().goal.text()),
        (before, "Conduire".into())
    );
    let mut sent = page.give(erase(600), NOW).unwrap();
    sent.extend(page.give(propose(1), NOW).unwrap());
    assert_eq!(numbers(&sent), [2, 3]);
    for message in &sent {
        assert!(serde_json::to_vec(message).unwrap().len() <= FRAME_LIMIT);
    }
}

#[test]
fn ev2_a_board_that_another_version_kept_is_sent_anew_and_the_queue_stays() {
    let mut page = page();
    page.give(propose(7), NOW).unwrap();
    let mut written = serde_json::to_value(page.saved()).unwrap();
    written["board"]["version"] = (BOARD_VERSION + 1).into();
    written["board"]["board"] = serde_json::json!({ "of": "another version" });
    let saved: Saved = serde_json::from_value(written).unwrap();
    let who = Who::Professional { person: CAMILLE };
    let mut page = Replica::resume(saved, who, None);
    assert_eq!((page.pending().count(), page.seq()), (1, Seq(0)));
    let FromPage::Hello {
        epoch, have, reads, ..
    } = page.opened()
    else {
        panic!("a page says hello");
    };
    assert_eq!(
        (epoch, have, reads),
        (None, Seq(0), BOARD_VERSION),
        "it asks for everything"
    );
}

#[test]
fn id1_a_page_begins_where_its_hand_stands() {
    let mut page = page();
    assert!(!page.knows_its_client());
    for step in [7, 8] {
        assert!(page.give(propose(step), NOW).unwrap().is_empty());
    }
    assert!(page.shown().steps.contains_key(&step(8)), "what waits shows");
    let mut kept = Replica::resume(page.saved(), camille(), Some((EPOCH, empty())));
    // Earlier pages gave four commands with this client.
    for page in [&mut page, &mut kept] {
        let snapshot = ToTeam::Snapshot {
            epoch: EPOCH,
            board: Box::new(empty()),
            next: 5,
        };
        page.opened();
        assert_eq!(numbers(&page.receive(snapshot).0), [5, 6]);
        assert!(page.knows_its_client());
        assert_eq!(numbers(&page.give(propose(9), NOW).unwrap()), [7]);
        // The first was judged before the link was lost: from now on the numbers are its own.
        page.closed();
        assert_eq!(numbers(&linked(page, 6)), [5, 6, 7]);
    }
    let mut followed = self::page();
    followed.give(propose(7), NOW).unwrap();
    assert_eq!(numbers(&linked(&mut followed, 5)), [5]);
    assert!(followed.knows_its_client());
}

#[test]
fn id1_what_a_page_gave_before_it_knew_its_hand_goes_through_a_restore_like_the_rest() {
    let mut service = Service::opened();
    assert_eq!(service.does(camille(), OTHER, propose(7), Seq(0)), Ok(1));
    let mut page = Replica::new(PAGE, camille(), Some(EPOCH), service.board.clone());
    let undo = Command::Undo {
        of: service.board.seq,
    };
    page.give(undo, NOW).unwrap();
    page.give(propose(8), NOW).unwrap();
    page.opened();
    let (sent, _) = page.receive(ToTeam::Snapshot {
        epoch: Epoch(Uuid::from_u128(71)),
        board: Box::new(empty()),
        next: 3,
    });
    assert_eq!(numbers(&sent), [3], "the undo names an action that is lost");
    assert!(matches!(
        page.conflicts(),
        [Conflict {
            command: Command::Undo { .. },
            ..
        }]
    ));
}
