//! Every released encoding, kept as text and read back (`EV1`): what a tablet wrote last winter, or the log ten years
//! ago, means the same today. A file of `tests/golden/v1` is never edited; a new variant is added to the encoding's
//! file, a new encoding gets a folder of its own.
//!
//! `cargo test -p itineraire-domain --test golden -- --ignored` writes the files that are missing.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod support;

use itineraire_domain::access::Who;
use itineraire_domain::access::pages::{PartnerSeq, PartnerView};
use itineraire_domain::access::partner::partner_view;
use itineraire_domain::board::*;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{BarrierId, CheckId, CommentId, Epoch, LeverId, PersonId, StepId};
use itineraire_domain::sync::client::{Replica, Saved};
use itineraire_domain::sync::message::{CommandResult, FromPage, Here, PROTOCOL, ToPartner, ToTeam};
use itineraire_domain::theme::Theme;
use itineraire_domain::{Refusal, Trouble};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use support::{CAMILLE, MISSION_LOCALE, ROSE, START};
use uuid::Uuid;

/// A type whose variants each have an example.
trait Variants {
    const ALL: &'static [&'static str];
    fn name(&self) -> &'static str;
}

macro_rules! variants {
    ($type:ident: $($variant:ident)+) => {
        impl Variants for $type {
            const ALL: &'static [&'static str] = &[$(stringify!($variant)),+];
            // A new variant does not compile here; with its name added, the test asks for its example.
            fn name(&self) -> &'static str {
                match self { $(Self::$variant { .. } => stringify!($variant),)+ }
            }
        }
    };
}

variants!(Command: EditWords AddBarrier AddLever Rate SetTheme ProposeStep SetDoers SetWhen SetPlace SetBring SetLifts
    SetLeansOn AddCheck TickCheck RemoveCheck Agree TalkAboutIt Refuse Withdraw RecordPaper Start Finish Stop Reopen
    Move Comment RemoveComment Remove Restore Share EndShare OfferHelp WithdrawOffer AskForHelp Undo);
variants!(What: WordsEdited BarrierAdded LeverAdded Rated ThemeSet StepProposed DoersSet WhenSet PlaceSet BringSet
    LiftsSet LeansOnSet CheckAdded CheckTicked CheckRemoved UsagerAgreed ProfessionalAgreed PaperRecorded TalkAsked
    StepRefused AnswerWithdrawn Started Finished Stopped Reopened Moved Rebalanced Commented CommentRemoved Removed
    Restored Shared ShareEnded HelpOffered OfferWithdrawn HelpAsked Undone);
variants!(FromPage: Hello Command Here Ping Resync);
variants!(ToTeam: Snapshot Delta Answer Gap Presence Pong Hash Resync NotKept UpdateRequired Denied);
variants!(ToPartner: View Welcome Answer Gap Pong Resync NotKept UpdateRequired Denied);
variants!(CommandResult: Kept Refused);
variants!(Refusal: NotAllowed NotFound ProofNeeded Stale NotDecided WrongStage InBin TooLong TooMany Empty NoSuchDate
    WordsGone AlreadyThere Superseded NotUndoable BadPeriod UnknownCommand NewerVersion WrongClient Gap SignedOut
    Unavailable);

/// A log, and the board that it led to when it was written.
#[derive(Serialize, Deserialize)]
struct History {
    events: Vec<serde_json::Value>,
    snapshot: serde_json::Value,
    hash: String,
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/v1")
        .join(name)
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let text = std::fs::read_to_string(file(name)).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    serde_json::from_str(&text).unwrap_or_else(|wrong| panic!("{name}: {wrong}"))
}

/// Each example is read, means what it is called, and is written again as it stands.
fn every_variant<T: Variants + Serialize + DeserializeOwned>(name: &str) {
    let examples: BTreeMap<String, Vec<serde_json::Value>> = read(name);
    for (variant, written) in examples
        .iter()
        .flat_map(|(variant, all)| all.iter().map(move |it| (variant, it)))
    {
        let known: T = serde_json::from_value(written.clone()).unwrap_or_else(|wrong| {
            panic!("{name}: {wrong}\n{written}");
        });
        assert_eq!(known.name(), variant, "{name}");
        assert_eq!(&serde_json::to_value(&known).unwrap(), written, "{name}");
    }
    let there: BTreeSet<_> = examples.keys().map(String::as_str).collect();
    assert_eq!(
        there,
        T::ALL.iter().copied().collect(),
        "{name}: each variant has an example, and no other"
    );
    assert!(examples.values().all(|all| !all.is_empty()), "{name}");
}

#[test]
fn ev1_every_command_is_read_as_it_was_written() {
    every_variant::<Command>("commands.json");
}

#[test]
fn ev1_every_event_is_read_as_it_was_written() {
    every_variant::<What>("events.json");
}

#[test]
fn ev1_every_message_is_read_as_it_was_written() {
    every_variant::<FromPage>("from_page.json");
    every_variant::<ToTeam>("to_team.json");
    every_variant::<ToPartner>("to_partner.json");
}

#[test]
fn ev1_every_stored_result_is_read_as_it_was_written() {
    every_variant::<CommandResult>("results.json");
    every_variant::<Refusal>("refusals.json");
}

#[test]
fn ev1_an_old_log_leads_to_the_board_that_it_led_to() {
    let history: History = read("history.json");
    let mut board = support::empty_board();
    let mut kinds = BTreeSet::new();
    for written in &history.events {
        let event: Event = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(&serde_json::to_value(&event).unwrap(), written);
        kinds.insert(event.what.name());
        evolve(&mut board, &event);
    }
    assert_eq!(serde_json::to_value(&board).unwrap(), history.snapshot);
    assert_eq!(
        board.hash(),
        history.hash,
        "the bytes too: pages compare them (GR4)"
    );
    assert_eq!(
        kinds,
        What::ALL.iter().copied().collect(),
        "with every kind of event in it"
    );
    let snapshot: Board = serde_json::from_value(history.snapshot).unwrap();
    assert_eq!(snapshot, board);
}

#[test]
fn ev2_a_queue_that_an_older_page_kept_is_taken_up() {
    let written: serde_json::Value = read("saved.json");
    let saved: Saved = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&saved).unwrap(), written);
    let count = saved.queue.len();
    let page = Replica::resume(saved, Who::Professional { person: CAMILLE }, None);
    assert_eq!((page.pending().count(), page.conflicts().len()), (count, 1));
    assert!(count > 1 && page.shown() != page.confirmed());
}

#[test]
#[ignore = "writes the files that are missing"]
fn write_what_is_missing() {
    let (commands, events, board) = long_story();
    let mut of_commands: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for command in &commands {
        of_commands.entry(command.name()).or_default().push(command);
    }
    // Two of each, as different as they come: the first and the last.
    for all in of_commands.values_mut() {
        *all = all.first().into_iter().chain(all.last()).copied().collect();
        all.dedup();
    }
    write("commands.json", &of_commands);
    write(
        "events.json",
        &by_name(events.iter().map(|event| event.what.clone())),
    );
    let value = |event: &Event| serde_json::to_value(event).unwrap();
    let history = History {
        events: events.iter().map(value).collect(),
        snapshot: serde_json::to_value(&board).unwrap(),
        hash: board.hash(),
    };
    write("history.json", &history);
    write("refusals.json", &by_name(refusals().into_iter()));
    let results = [
        CommandResult::Kept {
            first: Seq(3),
            last: Seq(4),
        },
        CommandResult::Refused {
            refusal: Refusal::TooLong { limit: 200 },
        },
    ];
    write("results.json", &by_name(results.into_iter()));
    write_messages(&board, &events);
    write_saved();
}

fn write(name: &str, content: &impl Serialize) {
    if !file(name).exists() {
        std::fs::create_dir_all(file("")).unwrap();
        let text = serde_json::to_string_pretty(content).unwrap();
        std::fs::write(file(name), text + "\n").unwrap();
    }
}

fn by_name<T: Variants>(all: impl Iterator<Item = T>) -> BTreeMap<&'static str, Vec<T>> {
    let mut named: BTreeMap<_, Vec<T>> = BTreeMap::new();
    for example in all {
        let of_variant = named.entry(example.name()).or_default();
        if of_variant.len() < 2 {
            of_variant.push(example);
        }
    }
    named
}

/// A history in which everything happens at least once, by the usager, a professional and a partner.
fn long_story() -> (Vec<Command>, Vec<Event>, Board) {
    let (mut commands, mut events, mut board) = (Vec::new(), Vec::new(), support::empty_board());
    let mut now = START;
    let mut give = |who: PersonId, command: Command| {
        now = now.plus_seconds(61);
        let actor = match who {
            ROSE => support::proven(ROSE, now),
            CAMILLE => support::professional(CAMILLE, now),
            _ => support::partner(MISSION_LOCALE, now),
        };
        let new = decide(&board, &actor, &command).unwrap_or_else(|why| panic!("{command:?}: {why}"));
        assert_eq!(new.len(), 1, "{command:?}");
        commands.push(command);
        support::apply(&mut board, &new);
        events.extend(new);
        board.clone()
    };
    let other = PersonId(MISSION_LOCALE.0);
    let [one, two, three] = [100, 101, 102].map(|number| StepId(Uuid::from_u128(number)));
    let [step_one, step_two] = [one, two].map(Item::Step);
    let (barrier, lever) = (BarrierId(Uuid::from_u128(200)), LeverId(Uuid::from_u128(201)));
    let (check, comment) = (CheckId(Uuid::from_u128(202)), CommentId(Uuid::from_u128(203)));
    let propose = |step, title: &str| Command::ProposeStep {
        step,
        title: title.into(),
        theme: Theme::Work,
    };

    give(CAMILLE, propose(one, "Déposer un CV à la Mission locale"));
    give(ROSE, propose(two, "Aller à l’école « à vélo »"));
    // Two steps on one key, then one between them: the keys are dealt anew (`CF4`).
    let moved = give(
        CAMILLE,
        Command::Move {
            item: step_two,
            before: Some(step_one),
        },
    );
    give(CAMILLE, propose(three, "Appeler la CAF"));
    give(CAMILLE, Command::Undo { of: moved.seq });
    let dealt = give(
        CAMILLE,
        Command::Move {
            item: step_one,
            before: Some(step_two),
        },
    );
    assert!(
        dealt.actions.iter().all(|action| action.seq < dealt.seq),
        "a move that could be undone"
    );
    give(
        CAMILLE,
        Command::Move {
            item: step_one,
            before: None,
        },
    );

    let typed = |board: &Board, who, field, text: &str| {
        let changes = board.words(field).unwrap().diff(support::hand(who), text, None);
        Command::EditWords { field, changes }
    };
    let words = give(ROSE, typed(&dealt, ROSE, Field::Goal, "Conduire un bus"));
    give(CAMILLE, typed(&words, CAMILLE, Field::Goal, "Conduire un car"));
    give(
        CAMILLE,
        Command::AddBarrier {
            barrier,
            theme: Theme::Mobility,
            words: "Pas de permis".into(),
        },
    );
    give(
        CAMILLE,
        Command::AddLever {
            lever,
            theme: Theme::Family,
            words: "Sa sœur".into(),
        },
    );
    give(
        ROSE,
        Command::Rate {
            item: Item::Barrier(barrier),
            level: Some(Level::VeryStrong),
        },
    );
    give(
        CAMILLE,
        Command::Rate {
            item: Item::Barrier(barrier),
            level: Some(Level::Medium),
        },
    );
    give(
        CAMILLE,
        Command::Rate {
            item: Item::Barrier(barrier),
            level: None,
        },
    );
    give(
        CAMILLE,
        Command::SetTheme {
            item: Item::Lever(lever),
            theme: Theme::Money,
        },
    );
    let doers = vec![
        Doer::Person(ROSE),
        Doer::Organisation(MISSION_LOCALE),
        Doer::Named("Sa sœur".into()),
    ];
    give(CAMILLE, Command::SetDoers { step: one, doers });
    let when = WrittenWhen {
        day: "2027-03-01".into(),
        hour: Some("14:30".into()),
        before: true,
    };
    give(
        CAMILLE,
        Command::SetWhen {
            step: one,
            when: Some(when),
        },
    );
    let when = WrittenWhen {
        day: "2027-03-02".into(),
        hour: None,
        before: false,
    };
    give(
        CAMILLE,
        Command::SetWhen {
            step: two,
            when: Some(when),
        },
    );
    give(
        ROSE,
        Command::SetPlace {
            step: one,
            place: "Gare, quai n° 2".into(),
        },
    );
    give(
        ROSE,
        Command::SetBring {
            step: one,
            bring: "La carte d’identité".into(),
        },
    );
    give(
        ROSE,
        Command::SetLifts {
            step: one,
            barrier: Some(barrier),
        },
    );
    give(
        ROSE,
        Command::SetLeansOn {
            step: one,
            lever: Some(lever),
        },
    );
    give(
        ROSE,
        Command::AddCheck {
            step: one,
            check,
            words: "Imprimer le CV".into(),
        },
    );
    give(
        ROSE,
        Command::TickCheck {
            step: one,
            check,
            done: true,
        },
    );
    let gone = give(CAMILLE, Command::RemoveCheck { step: one, check });
    give(CAMILLE, Command::Undo { of: gone.seq });
    give(
        ROSE,
        Command::Comment {
            step: one,
            comment,
            words: "J’ai peur d’y aller seule.".into(),
        },
    );
    let second = CommentId(Uuid::from_u128(204));
    give(
        ROSE,
        Command::Comment {
            step: one,
            comment: second,
            words: "Non, rien.".into(),
        },
    );
    give(
        ROSE,
        Command::RemoveComment {
            step: one,
            comment: second,
        },
    );

    let words = dealt.steps[&two].digest();
    give(CAMILLE, Command::TalkAboutIt { step: two });
    give(ROSE, Command::Refuse { step: two });
    let open = give(ROSE, Command::Withdraw { step: two });
    assert_ne!(words, open.steps[&two].digest());
    give(
        CAMILLE,
        Command::RecordPaper {
            step: two,
            words: open.steps[&two].digest(),
        },
    );
    let words = open.steps[&one].digest();
    give(CAMILLE, Command::Agree { step: one, words });
    give(ROSE, Command::Agree { step: one, words });
    give(ROSE, Command::Start { step: one });
    give(ROSE, Command::Finish { step: one });
    give(CAMILLE, Command::Reopen { step: one });
    give(
        CAMILLE,
        Command::Stop {
            step: two,
            reason: "Trop loin".into(),
        },
    );
    give(
        CAMILLE,
        Command::Remove {
            item: Item::Step(three),
        },
    );
    give(
        CAMILLE,
        Command::Restore {
            item: Item::Step(three),
        },
    );
    give(
        CAMILLE,
        Command::Remove {
            item: Item::Step(three),
        },
    );

    for item in [SharedItem::Goal, SharedItem::Step(one)] {
        let (organisation, until) = (MISSION_LOCALE, START.plus_days(60));
        give(
            ROSE,
            Command::Share {
                item,
                organisation,
                purpose: "Un stage".into(),
                until,
            },
        );
    }
    give(
        ROSE,
        Command::EndShare {
            item: SharedItem::Goal,
            organisation: MISSION_LOCALE,
        },
    );
    give(other, Command::OfferHelp { step: one });
    give(other, Command::WithdrawOffer { step: one });
    give(other, Command::OfferHelp { step: one });
    give(
        ROSE,
        Command::AskForHelp {
            step: one,
            needed: true,
        },
    );
    give(
        CAMILLE,
        Command::AskForHelp {
            step: one,
            needed: false,
        },
    );
    // The words change once more: the agreements wait for a new answer (`AG2`).
    give(
        CAMILLE,
        Command::SetPlace {
            step: one,
            place: "Mission locale".into(),
        },
    );
    (commands, events, board)
}

fn refusals() -> Vec<Refusal> {
    vec![
        Refusal::NotAllowed,
        Refusal::NotFound,
        Refusal::ProofNeeded,
        Refusal::Stale,
        Refusal::NotDecided,
        Refusal::WrongStage,
        Refusal::InBin,
        Refusal::TooLong { limit: 200 },
        Refusal::TooMany { limit: 50 },
        Refusal::Empty,
        Refusal::NoSuchDate,
        Refusal::WordsGone,
        Refusal::AlreadyThere,
        Refusal::Superseded,
        Refusal::NotUndoable,
        Refusal::BadPeriod,
        Refusal::UnknownCommand,
        Refusal::NewerVersion,
        Refusal::WrongClient,
        Refusal::Gap { expected: 7 },
        Refusal::SignedOut,
        Refusal::Unavailable,
    ]
}

fn write_messages(board: &Board, events: &[Event]) {
    let (client, epoch) = (support::hand(ROSE), Epoch(Uuid::from_u128(70)));
    let step = *board.steps.keys().next().unwrap();
    let body = serde_json::to_value(Command::TalkAboutIt { step }).unwrap();
    let field = Some(Field::Title(step));
    let from_page = [
        FromPage::Hello {
            protocol: PROTOCOL,
            client,
            board: board.parcours,
            epoch: Some(epoch),
            have: Seq(3),
        },
        FromPage::Hello {
            protocol: PROTOCOL,
            client,
            board: board.parcours,
            epoch: None,
            have: Seq(0),
        },
        FromPage::Command {
            seq: 7,
            version: COMMAND_VERSION,
            body,
        },
        FromPage::Here { field },
        FromPage::Here { field: None },
        FromPage::Ping { n: 1 },
        FromPage::Resync,
    ];
    write("from_page.json", &by_name(from_page.into_iter()));
    let mut small = support::empty_board();
    support::apply(&mut small, &events[..2]);
    let (refusal, trouble) = (Refusal::NotFound, Trouble::Full);
    let to_team = [
        ToTeam::Snapshot {
            epoch,
            board: Box::new(small.clone()),
            next: 4,
        },
        ToTeam::Delta {
            after: Seq(0),
            events: events[..2].to_vec(),
            next: Some(4),
        },
        ToTeam::Delta {
            after: Seq(2),
            events: events[2..3].to_vec(),
            next: None,
        },
        ToTeam::Answer {
            seq: 7,
            result: CommandResult::Kept {
                first: Seq(3),
                last: Seq(3),
            },
        },
        ToTeam::Answer {
            seq: 8,
            result: CommandResult::Refused {
                refusal: Refusal::Stale,
            },
        },
        ToTeam::Gap { expected: 4 },
        ToTeam::Presence {
            here: vec![
                Here { person: ROSE, field },
                Here {
                    person: CAMILLE,
                    field: None,
                },
            ],
        },
        ToTeam::Pong { n: 1 },
        ToTeam::Hash {
            at: small.seq,
            hash: small.hash(),
        },
        ToTeam::Resync,
        ToTeam::NotKept { trouble },
        ToTeam::UpdateRequired,
        ToTeam::Denied {
            refusal: refusal.clone(),
        },
    ];
    write("to_team.json", &by_name(to_team.into_iter()));
    let to_partner = [
        ToPartner::View {
            seq: PartnerSeq(2),
            view: shared_view(),
        },
        ToPartner::View {
            seq: PartnerSeq(3),
            view: PartnerView::default(),
        },
        ToPartner::Welcome { next: 4 },
        ToPartner::Answer {
            seq: 7,
            refusal: None,
        },
        ToPartner::Answer {
            seq: 8,
            refusal: Some(refusal.clone()),
        },
        ToPartner::Gap { expected: 4 },
        ToPartner::Pong { n: 1 },
        ToPartner::Resync,
        ToPartner::NotKept { trouble },
        ToPartner::UpdateRequired,
        ToPartner::Denied { refusal },
    ];
    write("to_partner.json", &by_name(to_partner.into_iter()));
}

fn shared_view() -> PartnerView {
    let mut board = support::empty_board();
    let (rose, step) = (support::proven(ROSE, START), StepId(Uuid::from_u128(100)));
    let written = Some(WrittenWhen {
        day: "2027-03-01".into(),
        hour: Some("14:30".into()),
        before: true,
    });
    let changes = board.goal.diff(rose.client, "Conduire un bus", None);
    let (purpose, until) = ("un stage".to_owned(), START.plus_days(30));
    let share = |item| {
        let (organisation, purpose) = (MISSION_LOCALE, purpose.clone());
        Command::Share {
            item,
            organisation,
            purpose,
            until,
        }
    };
    for command in [
        Command::ProposeStep {
            step,
            title: "Trouver un stage".into(),
            theme: Theme::Training,
        },
        Command::SetWhen { step, when: written },
        Command::EditWords {
            field: Field::Goal,
            changes,
        },
        share(SharedItem::Step(step)),
        share(SharedItem::Goal),
    ] {
        let events = decide(&board, &rose, &command).unwrap();
        support::apply(&mut board, &events);
    }
    partner_view(&board, "Rose", MISSION_LOCALE, Moment(START.0 + 1))
}

fn write_saved() {
    let (client, epoch) = (support::hand(CAMILLE), Epoch(Uuid::from_u128(70)));
    let who = Who::Professional {
        person: PersonId(CAMILLE.0),
    };
    let mut page = Replica::new(client, who, Some(epoch), support::empty_board());
    let step = StepId(Uuid::from_u128(100));
    let propose = |step, title: &str| Command::ProposeStep {
        step,
        title: title.into(),
        theme: Theme::Money,
    };
    page.give(propose(StepId(Uuid::from_u128(99)), "trop"), START)
        .unwrap();
    page.opened();
    page.receive(ToTeam::Delta {
        after: Seq(0),
        events: Vec::new(),
        next: Some(1),
    });
    let result = CommandResult::Refused {
        refusal: Refusal::TooMany { limit: 200 },
    };
    page.receive(ToTeam::Answer { seq: 1, result });
    page.give(propose(step, "Voir l’assistante sociale"), START)
        .unwrap();
    page.give(
        Command::SetPlace {
            step,
            place: "CMS".into(),
        },
        START,
    )
    .unwrap();
    write("saved.json", &page.saved());
}
