//! Every released encoding, kept as text and read back (`EV1`): what a tablet wrote last winter, or the log ten years
//! ago, means the same today. A file is never edited; a new variant is added to the encoding's
//! file, a new encoding gets a folder of its own: `v2` is that of boards whose texts name their
//! writers once, `v3` that of boards whose shares keep what was seen.
//!
//! `cargo test -p itineraire-domain --test golden -- --ignored` writes the files that are missing.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod support;

use itineraire_domain::access::Actor;
use itineraire_domain::access::Who;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CheckId, CommentId, Epoch, FindingId, PersonId, Seq, StepId};
use itineraire_domain::kernel::reading;
use itineraire_domain::parcours::*;
use itineraire_domain::sync::message::{CommandResult, PROTOCOL, ToPartner};
use itineraire_domain::sync::parcours::{FromPage, Here, Replica, Saved, ToTeam};
use itineraire_domain::theme;
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};
use itineraire_domain::views::partner::partner_view;
use itineraire_domain::{Denial, Refusal, Trouble};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use support::{CAMILLE, MISSION_LOCALE, ROSE, START};
use uuid::Uuid;

/// A type whose variants each have an example.
trait Variants {
    fn all() -> Vec<String>;
    fn name(&self) -> String;
}

macro_rules! variants {
    ($type:ident: $($variant:ident)+) => {
        impl Variants for $type {
            fn all() -> Vec<String> {
                vec![$(stringify!($variant).to_owned()),+]
            }
            // A new variant does not compile here; with its name added, the test asks for its example.
            fn name(&self) -> String {
                match self { $(Self::$variant { .. } => stringify!($variant).to_owned(),)+ }
            }
        }
    };
}

variants!(GoalCommand: Write SayOwn);
variants!(FindingCommand: Add Write Rate);
variants!(StepCommand: Propose WriteTitle WriteDetails SetDoers SetWhen SetPlace SetBring SetLifts SetLeansOn AddCheck
    TickCheck RemoveCheck Comment RemoveComment AskForHelp);
variants!(AnswerCommand: Agree TalkAboutIt Refuse Withdraw RecordPaper TakePaperBack);
variants!(StageCommand: Start Finish Stop Reopen);
variants!(SharingCommand: Share End OfferHelp WithdrawOffer AnswerOffer);
variants!(ShelfCommand: SetTheme Move Remove Restore);
variants!(GoalFact: Written SaidOwn);
variants!(FindingFact: Added Written Rated);
variants!(StepFact: Proposed TitleWritten DetailsWritten DoersSet WhenSet PlaceSet BringSet LiftsSet LeansOnSet CheckAdded
    CheckTicked CheckRemoved Commented CommentRemoved HelpAsked);
variants!(AnswerFact: UsagerAgreed ProfessionalAgreed PaperRecorded PaperTakenBack TalkAsked Refused Withdrawn);
variants!(StageFact: Started Finished Stopped Reopened);
variants!(SharingFact: Shared Ended HelpOffered OfferWithdrawn OfferAnswered);
variants!(ShelfFact: ThemeSet Moved Removed Restored);

/// The variants of a part, each with the part's name before it.
fn within<T: Variants>(part: &str) -> impl Iterator<Item = String> {
    T::all().into_iter().map(move |name| format!("{part}.{name}"))
}

impl Variants for Command {
    fn all() -> Vec<String> {
        let mut all = vec!["Undo".to_owned()];
        all.extend(within::<GoalCommand>("Goal"));
        all.extend(within::<FindingCommand>("Finding"));
        all.extend(within::<StepCommand>("Step"));
        all.extend(within::<AnswerCommand>("Answer"));
        all.extend(within::<StageCommand>("Stage"));
        all.extend(within::<SharingCommand>("Sharing"));
        all.extend(within::<ShelfCommand>("Shelf"));
        all
    }
    fn name(&self) -> String {
        match self {
            Self::Goal(it) => format!("Goal.{}", it.name()),
            Self::Finding(_, it) => format!("Finding.{}", it.name()),
            Self::Step(_, it) => format!("Step.{}", it.name()),
            Self::Answer(_, it) => format!("Answer.{}", it.name()),
            Self::Stage(_, it) => format!("Stage.{}", it.name()),
            Self::Sharing(it) => format!("Sharing.{}", it.name()),
            Self::Shelf(_, it) => format!("Shelf.{}", it.name()),
            Self::Undo { .. } => "Undo".into(),
        }
    }
}

impl Variants for Fact {
    fn all() -> Vec<String> {
        let mut all = vec!["Dealt".to_owned(), "Undone".to_owned()];
        all.extend(within::<GoalFact>("Goal"));
        all.extend(within::<FindingFact>("Finding"));
        all.extend(within::<StepFact>("Step"));
        all.extend(within::<AnswerFact>("Answer"));
        all.extend(within::<StageFact>("Stage"));
        all.extend(within::<SharingFact>("Sharing"));
        all.extend(within::<ShelfFact>("Shelf"));
        all
    }
    fn name(&self) -> String {
        match self {
            Self::Goal(it) => format!("Goal.{}", it.name()),
            Self::Finding(_, it) => format!("Finding.{}", it.name()),
            Self::Step(_, it) => format!("Step.{}", it.name()),
            Self::Answer(_, it) => format!("Answer.{}", it.name()),
            Self::Stage(_, it) => format!("Stage.{}", it.name()),
            Self::Sharing(it) => format!("Sharing.{}", it.name()),
            Self::Shelf(_, it) => format!("Shelf.{}", it.name()),
            Self::Dealt { .. } => "Dealt".into(),
            Self::Undone { .. } => "Undone".into(),
        }
    }
}

variants!(FromPage: Hello Command Here Ping Resync);
variants!(ToTeam: Snapshot Delta Judged Gap Presence Pong Hash Resync NotKept UpdateRequired Denied);
variants!(ToPartner: View Welcome Judged Gap Pong Resync NotKept UpdateRequired Denied);
variants!(CommandResult: Kept Refused);
variants!(Refusal: NotAllowed NotFound ProofNeeded Stale NotDecided WrongStage InBin TooLong TooMany Empty NoSuchDate
    Full WordsGone AlreadyThere Superseded NotUndoable BadPeriod UnknownCommand NewerVersion);
variants!(Denial: SignedOut NotFound WrongClient);

/// A log.
#[derive(Serialize, Deserialize)]
struct History {
    events: Vec<serde_json::Value>,
}

/// The board that the log led to when this was written.
#[derive(Serialize, Deserialize)]
struct LedTo {
    snapshot: serde_json::Value,
    hash: String,
}

impl LedTo {
    fn of(board: &Board) -> Self {
        Self {
            snapshot: serde_json::to_value(board).unwrap(),
            hash: board.hash(),
        }
    }
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
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
        assert_eq!(&known.name(), variant, "{name}");
        assert_eq!(&serde_json::to_value(&known).unwrap(), written, "{name}");
    }
    let there: BTreeSet<String> = examples.keys().cloned().collect();
    assert_eq!(
        there,
        T::all().into_iter().collect(),
        "{name}: each variant has an example, and no other"
    );
    assert!(examples.values().all(|all| !all.is_empty()), "{name}");
}

#[test]
fn ev1_every_command_is_read_as_it_was_written() {
    every_variant::<Command>("v1/commands.json");
}

#[test]
fn ev1_every_event_is_read_as_it_was_written() {
    every_variant::<Fact>("v1/events.json");
}

#[test]
fn ev1_every_message_is_read_as_it_was_written() {
    every_variant::<FromPage>("v1/from_page.json");
    every_variant::<ToTeam>("v4/to_team.json");
    every_variant::<ToPartner>("v1/to_partner.json");
}

/// What a page is sent, it reads with a reader of its own, which takes and refuses the same as the library's.
fn page_reads<T: Serialize + DeserializeOwned>(name: &str) {
    let examples: BTreeMap<String, Vec<serde_json::Value>> = read(name);
    let mut refused = 0;
    for written in examples.into_values().flatten() {
        let known: T = reading::read(&written.to_string()).unwrap();
        assert_eq!(serde_json::to_value(&known).unwrap(), written, "{name}");
        for spoilt in spoilt(&written) {
            let ours = reading::read::<T>(&spoilt.to_string());
            let theirs = serde_json::from_str::<T>(&spoilt.to_string());
            refused += usize::from(ours.is_err());
            assert_eq!(
                ours.ok().map(|it| serde_json::to_value(it).unwrap()),
                theirs.ok().map(|it| serde_json::to_value(it).unwrap()),
                "{name}: {spoilt}"
            );
        }
    }
    assert!(refused > 0, "{name}: no spoilt example is refused");
}

/// The value with one place of it wrong, for each place and each way to be wrong.
fn spoilt(value: &serde_json::Value) -> Vec<serde_json::Value> {
    use serde_json::{Value, json};
    let mut all = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(2.5),
        json!(300),
        json!("none"),
        json!([]),
        json!({}),
        json!({"none": 1}),
    ];
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let with = |put: Option<Value>| {
                    let mut items = items.clone();
                    items.splice(at..=at, put);
                    Value::Array(items)
                };
                all.push(with(None));
                all.extend(spoilt(item).into_iter().map(|it| with(Some(it))));
            }
            all.push(Value::Array([&items[..], &[json!(0)]].concat()));
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                let with = |put: Option<Value>| {
                    let mut fields = fields.clone();
                    fields.remove(key);
                    fields.extend(put.map(|it| (key.clone(), it)));
                    Value::Object(fields)
                };
                all.push(with(None));
                all.extend(spoilt(field).into_iter().map(|it| with(Some(it))));
            }
            let mut more = fields.clone();
            more.insert("more".into(), json!([1, {"a": null}]));
            all.push(Value::Object(more));
        }
        _ => {}
    }
    all
}

#[test]
fn ev1_a_page_reads_what_it_is_sent_like_the_library() {
    page_reads::<ToTeam>("v4/to_team.json");
    page_reads::<ToPartner>("v1/to_partner.json");
    page_reads::<Fact>("v1/events.json");
    page_reads::<Refusal>("v1/refusals.json");
    page_reads::<Denial>("v1/denials.json");
    page_reads::<Command>("v1/commands.json");
    let saved: serde_json::Value = read("v4/saved.json");
    let kept: Saved = reading::of(saved.clone()).unwrap();
    assert_eq!(serde_json::to_value(&kept).unwrap(), saved);
    let led_to: LedTo = read("v4/board.json");
    let board: Board = reading::of(led_to.snapshot.clone()).unwrap();
    assert_eq!(serde_json::to_value(&board).unwrap(), led_to.snapshot);
    assert!(reading::read::<Seq>("1 1").is_err() && reading::read::<Seq>("").is_err());
    assert_eq!(
        reading::read::<BTreeMap<u32, bool>>(r#"{"7":true}"#),
        Ok(BTreeMap::from([(7, true)]))
    );
}

#[test]
fn ev1_every_stored_result_is_read_as_it_was_written() {
    every_variant::<CommandResult>("v1/results.json");
    every_variant::<Refusal>("v1/refusals.json");
    every_variant::<Denial>("v1/denials.json");
}

#[test]
fn ev1_an_old_log_leads_to_the_board_that_it_led_to() {
    let mut board = support::empty_board();
    let mut kinds = BTreeSet::new();
    // What happened first, and what happened since on the same board.
    for (history, led_to) in [
        ("v1/history.json", "v4/board.json"),
        ("v3/later.json", "v4/later_board.json"),
        ("v4/own.json", "v4/own_board.json"),
    ] {
        let (history, led_to): (History, LedTo) = (read(history), read(led_to));
        for written in &history.events {
            let event: Event = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(&serde_json::to_value(&event).unwrap(), written);
            kinds.insert(event.fact.name());
            evolve(&mut board, &event);
        }
        assert_eq!(serde_json::to_value(&board).unwrap(), led_to.snapshot);
        assert_eq!(
            board.hash(),
            led_to.hash,
            "the bytes too: pages compare them (GR4)"
        );
        let snapshot: Board = serde_json::from_value(led_to.snapshot).unwrap();
        assert_eq!(snapshot, board);
    }
    assert_eq!(
        kinds,
        Fact::all().into_iter().collect(),
        "with every kind of event in it"
    );
}

#[test]
fn ev2_a_queue_that_an_older_page_kept_is_taken_up() {
    let written: serde_json::Value = read("v4/saved.json");
    let saved: Saved = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&saved).unwrap(), written);
    // The boards of the older ones are not read; what waits beside them is.
    let older = ["v3/saved.json", "v2/saved.json", "v1/saved.json"].map(read);
    for saved in [saved].into_iter().chain(older) {
        let count = saved.queue.len();
        let page = Replica::resume(saved, Who::Professional { person: CAMILLE }, None);
        assert_eq!((page.pending().count(), page.conflicts().len()), (count, 1));
        assert!(count > 1 && page.shown() != page.confirmed());
    }
}

#[test]
#[ignore = "writes the files that are missing"]
fn write_what_is_missing() {
    let (commands, events, _) = long_story();
    let mut of_commands: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for command in &commands {
        of_commands.entry(command.name()).or_default().push(command);
    }
    // Two of each, as different as they come: the first and the last.
    for all in of_commands.values_mut() {
        *all = all.first().into_iter().chain(all.last()).copied().collect();
        all.dedup();
    }
    write("v1/commands.json", &of_commands);
    write(
        "v1/events.json",
        &by_name(events.iter().map(|event| event.fact.clone())),
    );
    let value = |event: &Event| serde_json::to_value(event).unwrap();
    let history = History {
        events: events.iter().map(value).collect(),
    };
    write("v1/history.json", &history);
    // The history that is kept, not the one of today's rules.
    let mut board = support::empty_board();
    for event in read::<History>("v1/history.json").events {
        evolve(&mut board, &serde_json::from_value(event).unwrap());
    }
    write("v4/board.json", &LedTo::of(&board));
    let mut since = |name: &str, happened: fn(&Board) -> History| {
        write(&format!("{name}.json"), &happened(&board));
        for event in read::<History>(&format!("{name}.json")).events {
            evolve(&mut board, &serde_json::from_value(event).unwrap());
        }
        LedTo::of(&board)
    };
    let (later, own) = (since("v3/later", later), since("v4/own", own));
    write("v4/later_board.json", &later);
    write("v4/own_board.json", &own);
    write("v1/refusals.json", &by_name(refusals().into_iter()));
    let denials = [Denial::SignedOut, Denial::NotFound, Denial::WrongClient];
    write("v1/denials.json", &by_name(denials.into_iter()));
    let results = [
        CommandResult::Kept {
            first: Seq(3),
            last: Seq(4),
        },
        CommandResult::Refused {
            refusal: Refusal::TooLong { limit: 200 },
        },
    ];
    write("v1/results.json", &by_name(results.into_iter()));
    write_messages(&board, &events);
    write_saved();
}

fn write(name: &str, content: &impl Serialize) {
    if !file(name).exists() {
        std::fs::create_dir_all(file(name).parent().unwrap()).unwrap();
        let text = serde_json::to_string_pretty(content).unwrap();
        std::fs::write(file(name), text + "\n").unwrap();
    }
}

fn by_name<T: Variants>(all: impl Iterator<Item = T>) -> BTreeMap<String, Vec<T>> {
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
    let (barrier, lever) = (FindingId(Uuid::from_u128(200)), FindingId(Uuid::from_u128(201)));
    let (check, comment) = (CheckId(Uuid::from_u128(202)), CommentId(Uuid::from_u128(203)));
    let propose = |step, title: &str| {
        Command::Step(
            step,
            StepCommand::Propose {
                title: title.into(),
                theme: theme!("work"),
                terms: None,
            },
        )
    };

    give(CAMILLE, propose(one, "Déposer un CV à la Mission locale"));
    give(ROSE, propose(two, "Aller à l’école « à vélo »"));
    // Two steps on one key, then one between them: the keys are dealt anew (`CF4`).
    let moved = give(
        CAMILLE,
        Command::Shelf(
            step_two,
            ShelfCommand::Move {
                before: Some(step_one),
            },
        ),
    );
    give(CAMILLE, propose(three, "Appeler la CAF"));
    give(CAMILLE, Command::Undo { of: moved.seq });
    let dealt = give(
        CAMILLE,
        Command::Shelf(
            step_one,
            ShelfCommand::Move {
                before: Some(step_two),
            },
        ),
    );
    assert!(
        dealt.actions.iter().all(|action| action.seq < dealt.seq),
        "a move that could be undone"
    );
    give(
        CAMILLE,
        Command::Shelf(step_one, ShelfCommand::Move { before: None }),
    );

    let typed = |board: &Board, who, field, text: &str| {
        let changes = board.words(field).unwrap().diff(support::tablet(who), text, None);
        Command::write(field, changes)
    };
    let words = give(ROSE, typed(&dealt, ROSE, Field::Goal, "Conduire un bus"));
    let words = give(CAMILLE, typed(&words, CAMILLE, Field::Goal, "Conduire un car"));
    give(
        CAMILLE,
        typed(&words, CAMILLE, Field::Title(one), "Déposer un CV"),
    );
    give(ROSE, typed(&words, ROSE, Field::Details(one), "Avec une photo"));
    give(
        CAMILLE,
        Command::Finding(
            barrier,
            FindingCommand::Add {
                side: Side::Barrier,
                theme: theme!("mobility"),
                words: "Pas de permis".into(),
            },
        ),
    );
    give(
        CAMILLE,
        Command::Finding(
            lever,
            FindingCommand::Add {
                side: Side::Lever,
                theme: theme!("family"),
                words: "Sa sœur".into(),
            },
        ),
    );
    let words = give(
        ROSE,
        Command::Finding(
            lever,
            FindingCommand::Rate {
                level: Some(Level::Strong),
            },
        ),
    );
    give(ROSE, typed(&words, ROSE, Field::Finding(lever), "Sa grande sœur"));
    give(
        ROSE,
        Command::Finding(
            barrier,
            FindingCommand::Rate {
                level: Some(Level::VeryStrong),
            },
        ),
    );
    give(
        CAMILLE,
        Command::Finding(
            barrier,
            FindingCommand::Rate {
                level: Some(Level::Medium),
            },
        ),
    );
    give(
        CAMILLE,
        Command::Finding(barrier, FindingCommand::Rate { level: None }),
    );
    give(
        CAMILLE,
        Command::Shelf(
            Item::Finding(lever),
            ShelfCommand::SetTheme {
                theme: theme!("money"),
            },
        ),
    );
    let doers = vec![
        Doer::Person(ROSE),
        Doer::Organisation(MISSION_LOCALE),
        Doer::Named("Sa sœur".into()),
    ];
    give(CAMILLE, Command::Step(one, StepCommand::SetDoers { doers }));
    let when = WrittenWhen {
        day: "2027-03-01".into(),
        hour: Some("14:30".into()),
        before: true,
    };
    give(
        CAMILLE,
        Command::Step(one, StepCommand::SetWhen { when: Some(when) }),
    );
    let when = WrittenWhen {
        day: "2027-03-02".into(),
        hour: None,
        before: false,
    };
    give(
        CAMILLE,
        Command::Step(two, StepCommand::SetWhen { when: Some(when) }),
    );
    give(
        ROSE,
        Command::Step(
            one,
            StepCommand::SetPlace {
                place: "Gare, quai n° 2".into(),
            },
        ),
    );
    give(
        ROSE,
        Command::Step(
            one,
            StepCommand::SetBring {
                bring: "La carte d’identité".into(),
            },
        ),
    );
    give(
        ROSE,
        Command::Step(
            one,
            StepCommand::SetLifts {
                barrier: Some(barrier),
            },
        ),
    );
    give(
        ROSE,
        Command::Step(one, StepCommand::SetLeansOn { lever: Some(lever) }),
    );
    give(
        ROSE,
        Command::Step(
            one,
            StepCommand::AddCheck {
                check,
                words: "Imprimer le CV".into(),
            },
        ),
    );
    give(
        ROSE,
        Command::Step(one, StepCommand::TickCheck { check, done: true }),
    );
    let gone = give(CAMILLE, Command::Step(one, StepCommand::RemoveCheck { check }));
    give(CAMILLE, Command::Undo { of: gone.seq });
    give(
        ROSE,
        Command::Step(
            one,
            StepCommand::Comment {
                comment,
                words: "J’ai peur d’y aller seule.".into(),
            },
        ),
    );
    let second = CommentId(Uuid::from_u128(204));
    give(
        ROSE,
        Command::Step(
            one,
            StepCommand::Comment {
                comment: second,
                words: "Non, rien.".into(),
            },
        ),
    );
    give(
        ROSE,
        Command::Step(one, StepCommand::RemoveComment { comment: second }),
    );

    let words = dealt.steps[&two].digest();
    give(CAMILLE, Command::Answer(two, AnswerCommand::TalkAboutIt));
    give(ROSE, Command::Answer(two, AnswerCommand::Refuse));
    let open = give(ROSE, Command::Answer(two, AnswerCommand::Withdraw));
    assert_ne!(words, open.steps[&two].digest());
    give(
        CAMILLE,
        Command::Answer(
            two,
            AnswerCommand::RecordPaper {
                words: open.steps[&two].digest(),
            },
        ),
    );
    give(CAMILLE, Command::Answer(two, AnswerCommand::TakePaperBack));
    let words = open.steps[&one].digest();
    give(CAMILLE, Command::Answer(one, AnswerCommand::Agree { words }));
    give(ROSE, Command::Answer(one, AnswerCommand::Agree { words }));
    give(ROSE, Command::Stage(one, StageCommand::Start));
    give(ROSE, Command::Stage(one, StageCommand::Finish));
    give(CAMILLE, Command::Stage(one, StageCommand::Reopen));
    give(
        CAMILLE,
        Command::Stage(
            two,
            StageCommand::Stop {
                reason: "Trop loin".into(),
            },
        ),
    );
    give(CAMILLE, Command::Shelf(Item::Step(three), ShelfCommand::Remove));
    give(CAMILLE, Command::Shelf(Item::Step(three), ShelfCommand::Restore));
    give(CAMILLE, Command::Shelf(Item::Step(three), ShelfCommand::Remove));

    for item in [SharedItem::Goal, SharedItem::Step(one)] {
        let (organisation, until) = (MISSION_LOCALE, START.plus_days(60));
        give(
            ROSE,
            Command::Sharing(SharingCommand::Share {
                item,
                organisation,
                purpose: "Un stage".into(),
                until,
                seen: None,
            }),
        );
    }
    give(
        ROSE,
        Command::Sharing(SharingCommand::End {
            item: SharedItem::Goal,
            organisation: MISSION_LOCALE,
        }),
    );
    give(other, Command::Sharing(SharingCommand::OfferHelp { step: one }));
    give(
        other,
        Command::Sharing(SharingCommand::WithdrawOffer { step: one }),
    );
    give(other, Command::Sharing(SharingCommand::OfferHelp { step: one }));
    give(ROSE, Command::Step(one, StepCommand::AskForHelp { needed: true }));
    give(
        CAMILLE,
        Command::Step(one, StepCommand::AskForHelp { needed: false }),
    );
    // The words change once more: the agreements wait for a new answer (`AG2`).
    give(
        CAMILLE,
        Command::Step(
            one,
            StepCommand::SetPlace {
                place: "Mission locale".into(),
            },
        ),
    );
    (commands, events, board)
}

/// What happens to the board of that history a day later.
fn later(board: &Board) -> History {
    let answer = |wanted| {
        let (step, organisation) = (StepId(Uuid::from_u128(100)), MISSION_LOCALE);
        Command::Sharing(SharingCommand::AnswerOffer {
            step,
            organisation,
            wanted,
        })
    };
    let rose = support::proven(ROSE, START.plus_days(1));
    happens(board, &[(&rose, &|_| answer(false)), (&rose, &|_| answer(true))])
}

/// And the day after: words that another has written are the usager's, and what was noted as agreed on paper is not.
fn own(board: &Board) -> History {
    let say_own = |board: &Board| {
        let words = board.goal_digest();
        Command::Goal(GoalCommand::SayOwn { words })
    };
    let back = |_: &Board| {
        let step = StepId(Uuid::from_u128(101));
        Command::Answer(step, AnswerCommand::TakePaperBack)
    };
    let at = START.plus_days(2);
    let (rose, camille) = (support::proven(ROSE, at), support::professional(CAMILLE, at));
    happens(board, &[(&rose, &say_own), (&camille, &back)])
}

/// What someone does to a board as it then is.
type Act<'a> = (&'a Actor, &'a dyn Fn(&Board) -> Command);

/// What people do to a board.
fn happens(board: &Board, commands: &[Act]) -> History {
    let mut board = board.clone();
    let mut events = Vec::new();
    for (who, command) in commands {
        let new = decide(&board, who, &command(&board)).unwrap();
        support::apply(&mut board, &new);
        events.extend(new.iter().map(|event| serde_json::to_value(event).unwrap()));
    }
    History { events }
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
        Refusal::Full,
        Refusal::Empty,
        Refusal::NoSuchDate,
        Refusal::WordsGone,
        Refusal::AlreadyThere,
        Refusal::Superseded,
        Refusal::NotUndoable,
        Refusal::BadPeriod,
        Refusal::UnknownCommand,
        Refusal::NewerVersion,
    ]
}

fn write_messages(board: &Board, events: &[Event]) {
    let (client, epoch) = (support::tablet(ROSE), Epoch(Uuid::from_u128(70)));
    let step = *board.steps.keys().next().unwrap();
    let body = serde_json::to_value(Command::Answer(step, AnswerCommand::TalkAboutIt)).unwrap();
    let field = Some(Field::Title(step));
    let from_page = [
        FromPage::Hello {
            protocol: PROTOCOL,
            reads: BOARD_VERSION,
            client,
            board: board.parcours.into(),
            epoch: Some(epoch),
            have: Seq(3),
        },
        FromPage::Hello {
            protocol: PROTOCOL,
            reads: BOARD_VERSION,
            client,
            board: board.parcours.into(),
            epoch: None,
            have: Seq(0),
        },
        FromPage::Command {
            seq: 7,
            version: COMMAND_VERSION,
            body: body.into(),
        },
        FromPage::Here { field },
        FromPage::Here { field: None },
        FromPage::Ping { n: 1 },
        FromPage::Resync,
    ];
    write("v1/from_page.json", &by_name(from_page.into_iter()));
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
        ToTeam::Judged {
            seq: 7,
            result: CommandResult::Kept {
                first: Seq(3),
                last: Seq(3),
            },
        },
        ToTeam::Judged {
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
        ToTeam::Denied(Denial::NotFound),
    ];
    write("v4/to_team.json", &by_name(to_team.into_iter()));
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
        ToPartner::Judged {
            seq: 7,
            refusal: None,
        },
        ToPartner::Judged {
            seq: 8,
            refusal: Some(refusal.clone()),
        },
        ToPartner::Gap { expected: 4 },
        ToPartner::Pong { n: 1 },
        ToPartner::Resync,
        ToPartner::NotKept { trouble },
        ToPartner::UpdateRequired,
        ToPartner::Denied(Denial::NotFound),
    ];
    write("v1/to_partner.json", &by_name(to_partner.into_iter()));
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
        Command::Sharing(SharingCommand::Share {
            item,
            organisation,
            purpose,
            until,
            seen: None,
        })
    };
    for command in [
        Command::Step(
            step,
            StepCommand::Propose {
                title: "Trouver un stage".into(),
                theme: theme!("training"),
                terms: None,
            },
        ),
        Command::Step(step, StepCommand::SetWhen { when: written }),
        Command::write(Field::Goal, changes),
        share(SharedItem::Step(step)),
        share(SharedItem::Goal),
    ] {
        let events = decide(&board, &rose, &command).unwrap();
        support::apply(&mut board, &events);
    }
    partner_view(&board, "Rose", MISSION_LOCALE, Moment(START.0 + 1))
}

fn write_saved() {
    let (client, epoch) = (support::tablet(CAMILLE), Epoch(Uuid::from_u128(70)));
    let who = Who::Professional {
        person: PersonId(CAMILLE.0),
    };
    let mut page = Replica::new(client, who, Some(epoch), support::empty_board());
    let step = StepId(Uuid::from_u128(100));
    let propose = |step, title: &str| {
        Command::Step(
            step,
            StepCommand::Propose {
                title: title.into(),
                theme: theme!("money"),
                terms: None,
            },
        )
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
    page.receive(ToTeam::Judged { seq: 1, result });
    page.give(propose(step, "Voir l’assistante sociale"), START)
        .unwrap();
    page.give(
        Command::Step(step, StepCommand::SetPlace { place: "CMS".into() }),
        START,
    )
    .unwrap();
    write("v4/saved.json", &page.saved());
}
