//! A second stream, the smallest there is: the agenda of a sitting, a list of lines. The judge, the queue and the replica
//! serve it as they serve a parcours.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

use itineraire_domain::Refusal;
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, Epoch, PersonId, Seq, StreamId};
use itineraire_domain::kernel::event::Event;
use itineraire_domain::parcours::Board;
use itineraire_domain::sync::judge::{Verdict, judge};
use itineraire_domain::sync::message::{CommandResult, FromPage, ToTeam};
use itineraire_domain::sync::queue::Saved;
use itineraire_domain::sync::replica::{Outcome, Replica, Work};
use itineraire_domain::sync::stream::Stream;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use uuid::Uuid;

const AGENDA: StreamId = StreamId(Uuid::from_u128(9));
const EPOCH: Epoch = Epoch(Uuid::from_u128(70));
const CAMILLE: PersonId = PersonId(Uuid::from_u128(2));

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Agenda {
    id: StreamId,
    owner: PersonId,
    seq: Seq,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    number: u32,
    text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AgendaCommand {
    Add { number: u32, text: String },
    Say { number: u32, text: String },
    Strike { number: u32 },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AgendaFact {
    Added(Line),
    Said(Line),
    Struck { number: u32 },
}

impl Agenda {
    fn place(&self, number: u32) -> Option<usize> {
        self.lines.iter().position(|line| line.number == number)
    }
}

impl Stream for Agenda {
    type Command = AgendaCommand;
    type Fact = AgendaFact;
    type Field = u32;

    const VERSION: u16 = 9;
    const COMMAND_VERSION: u16 = 2;

    fn empty(id: StreamId, owner: PersonId) -> Self {
        let (seq, lines) = (Seq(0), Vec::new());
        Self {
            id,
            owner,
            seq,
            lines,
        }
    }

    fn id(&self) -> StreamId {
        self.id
    }

    fn owner(&self) -> PersonId {
        self.owner
    }

    fn seq(&self) -> Seq {
        self.seq
    }

    fn decide(&self, actor: &Actor, command: &AgendaCommand) -> Result<Vec<Event<AgendaFact>>, Refusal> {
        let line = |number: u32, text: &String| Line {
            number,
            text: text.clone(),
        };
        let there = |number| self.place(number).ok_or(Refusal::NotFound);
        let fact = match command {
            AgendaCommand::Add { number, .. } if self.place(*number).is_some() => {
                return Err(Refusal::AlreadyThere);
            }
            AgendaCommand::Add { number, text } => AgendaFact::Added(line(*number, text)),
            AgendaCommand::Say { number, text } if self.lines[there(*number)?].text == *text => {
                return Ok(Vec::new());
            }
            AgendaCommand::Say { number, text } => AgendaFact::Said(line(*number, text)),
            AgendaCommand::Strike { number } => {
                there(*number)?;
                AgendaFact::Struck { number: *number }
            }
        };
        Ok(vec![Event {
            seq: self.seq.next(),
            at: actor.at,
            by: actor.person(),
            client: actor.client,
            with: None,
            fact,
        }])
    }

    fn evolve(&mut self, event: &Event<AgendaFact>) {
        self.seq = event.seq;
        match &event.fact {
            AgendaFact::Added(line) => self.lines.push(line.clone()),
            AgendaFact::Said(line) => {
                if let Some(place) = self.place(line.number) {
                    self.lines[place] = line.clone();
                }
            }
            AgendaFact::Struck { number } => self.lines.retain(|line| line.number != *number),
        }
    }
}

fn empty() -> Agenda {
    Agenda::empty(AGENDA, CAMILLE)
}

fn tablet(page: u32) -> ClientId {
    ClientId(Uuid::from_u128(100 + u128::from(page)))
}

fn camille() -> Who {
    Who::Professional { person: CAMILLE }
}

fn page(number: u32) -> Replica<Agenda> {
    Replica::new(tablet(number), camille(), Some(EPOCH), empty())
}

fn add(number: u32) -> AgendaCommand {
    let text = format!("point {number}");
    AgendaCommand::Add { number, text }
}

fn say(number: u32, text: &str) -> AgendaCommand {
    let text = text.to_owned();
    AgendaCommand::Say { number, text }
}

/// The service of an agenda: its log, the state after it, and the number and the result of each command (`ID3`).
struct Service {
    state: Agenda,
    log: Vec<Event<AgendaFact>>,
    results: BTreeMap<(ClientId, u64), CommandResult>,
    repeats: u32,
}

impl Service {
    fn new() -> Self {
        Self {
            state: empty(),
            log: Vec::new(),
            results: BTreeMap::new(),
            repeats: 0,
        }
    }

    fn last(&self, client: ClientId) -> u64 {
        self.results.keys().filter(|(whose, _)| *whose == client).count() as u64
    }

    /// What it tells everyone, and what it answers.
    fn hears(
        &mut self,
        client: ClientId,
        message: FromPage<Agenda>,
    ) -> (Option<ToTeam<Agenda>>, Option<ToTeam<Agenda>>) {
        match message {
            FromPage::Hello { epoch, have, .. } if epoch == Some(EPOCH) && have <= self.state.seq => {
                let welcome = ToTeam::Delta {
                    after: have,
                    events: self.after(have),
                    next: Some(self.last(client) + 1),
                };
                (None, Some(welcome))
            }
            FromPage::Hello { .. } | FromPage::Resync => {
                let whole = ToTeam::Snapshot {
                    epoch: EPOCH,
                    board: Box::new(self.state.clone()),
                    next: self.last(client) + 1,
                };
                (None, Some(whole))
            }
            FromPage::Command { seq, version, body } => self.judges(client, seq, version, &body.value()),
            FromPage::Here { .. } | FromPage::Ping { .. } => (None, None),
        }
    }

    fn judges(
        &mut self,
        client: ClientId,
        seq: u64,
        version: u16,
        body: &serde_json::Value,
    ) -> (Option<ToTeam<Agenda>>, Option<ToTeam<Agenda>>) {
        let actor = Actor {
            who: camille(),
            client,
            at: Moment(1_000),
        };
        let after = self.state.seq;
        let (events, result) = match judge(&self.state, self.last(client), &actor, seq, version, body) {
            Verdict::Repeat => {
                self.repeats += 1;
                let result = self.results[&(client, seq)].clone();
                return (None, Some(ToTeam::Judged { seq, result }));
            }
            Verdict::Gap { expected } => return (None, Some(ToTeam::Gap { expected })),
            Verdict::Refused(refusal) => (Vec::new(), CommandResult::Refused { refusal }),
            Verdict::Kept(events) => {
                let of = |event: Option<&Event<AgendaFact>>| event.map_or(Seq(0), |event| event.seq);
                let (first, last) = (of(events.first()), of(events.last()));
                (events, CommandResult::Kept { first, last })
            }
        };
        for event in &events {
            self.state.evolve(event);
        }
        self.log.extend(events.iter().cloned());
        self.results.insert((client, seq), result.clone());
        let told = (!events.is_empty()).then_some(ToTeam::Delta {
            after,
            events,
            next: None,
        });
        (told, Some(ToTeam::Judged { seq, result }))
    }

    fn after(&self, seq: Seq) -> Vec<Event<AgendaFact>> {
        self.log[usize::try_from(seq.0).unwrap()..].to_vec()
    }
}

/// Everything that these messages lead to, for one page.
fn settle(service: &mut Service, page: &mut Replica<Agenda>, messages: Vec<FromPage<Agenda>>) {
    let mut waiting = VecDeque::from(messages);
    while let Some(message) = waiting.pop_front() {
        let (told, answer) = service.hears(page.client(), message);
        for frame in told.into_iter().chain(answer) {
            waiting.extend(page.receive(frame).0);
        }
    }
}

#[test]
fn id3_an_agenda_s_command_is_judged_once_in_its_order_and_its_version() {
    let actor = Actor {
        who: camille(),
        client: tablet(1),
        at: Moment(0),
    };
    let body = serde_json::to_value(add(1)).unwrap();
    let judged = |seq, version, body| judge(&empty(), 4, &actor, seq, version, body);
    assert!(matches!(judged(5, 2, &body), Verdict::Kept(events) if events.len() == 1));
    assert_eq!(judged(4, 2, &body), Verdict::Repeat);
    assert_eq!(judged(6, 2, &body), Verdict::Gap { expected: 5 });
    assert_eq!(judged(5, 3, &body), Verdict::Refused(Refusal::NewerVersion));
    let of_a_board = serde_json::json!({ "undo": { "of": 1 } });
    assert_eq!(
        judged(5, 1, &of_a_board),
        Verdict::Refused(Refusal::UnknownCommand)
    );
}

#[test]
fn rb2_what_was_written_without_the_service_runs_again_on_what_came_and_what_cannot_is_a_conflict() {
    let (mut service, mut one, mut two) = (Service::new(), page(1), page(2));
    let hello = one.opened();
    settle(&mut service, &mut one, vec![hello]);
    for command in [add(1), add(2)] {
        let messages = one.give(command, Moment(1)).unwrap();
        settle(&mut service, &mut one, messages);
    }
    let hello = two.opened();
    settle(&mut service, &mut two, vec![hello]);
    two.closed();
    for command in [add(3), say(1, "à deux"), say(2, "seul")] {
        assert_eq!(two.give(command, Moment(2)).unwrap(), Vec::new());
    }
    assert_eq!((two.work(), two.shown().lines.len()), (Work::KeptHere(3), 3));
    let messages = one.give(AgendaCommand::Strike { number: 2 }, Moment(3)).unwrap();
    settle(&mut service, &mut one, messages);

    // The page is closed, and opened again from what its browser kept.
    let kept = serde_json::to_string(&two.saved()).unwrap();
    let kept: Saved<Agenda> = serde_json::from_str(&kept).unwrap();
    let mut two = Replica::resume(kept, camille(), None);
    assert_eq!(two.shown().lines.len(), 3, "on the agenda that it knew");
    let hello = two.opened();
    settle(&mut service, &mut two, vec![hello]);
    let texts: Vec<_> = two.shown().lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!((texts, two.work()), (vec!["à deux", "point 3"], Work::Kept));
    assert_eq!(two.conflicts()[0].command, say(2, "seul"), "with its whole text");
    assert_eq!(two.shown(), &service.state);
}

#[test]
fn ev1_what_another_version_kept_is_not_read_and_what_waits_stays() {
    let (mut service, mut one) = (Service::new(), page(1));
    let hello = one.opened();
    settle(&mut service, &mut one, vec![hello]);
    let messages = one.give(add(1), Moment(1)).unwrap();
    settle(&mut service, &mut one, messages);
    one.closed();
    one.give(add(2), Moment(2)).unwrap();
    let mut kept = serde_json::to_value(one.saved()).unwrap();
    kept["board"]["version"] = Board::VERSION.into();
    let kept: Saved<Agenda> = serde_json::from_value(kept).unwrap();
    let again = Replica::resume(kept, camille(), None);
    assert_eq!(
        (again.confirmed(), again.pending().count()),
        (&empty(), 1),
        "of version {}, not {}",
        Board::VERSION,
        Agenda::VERSION
    );
}

/// What a world went through.
#[derive(Debug, Default)]
struct Went {
    commands: u32,
    cuts: u32,
    repeats: u32,
    conflicts: usize,
}

/// Three pages and a service over a network that delays and cuts, and delivers in order between two cuts.
fn world(seed: u64, went: &mut Went) {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut service = Service::new();
    let mut pages: Vec<_> = (0..3).map(page).collect();
    let mut up: Vec<VecDeque<FromPage<Agenda>>> = vec![VecDeque::new(); 3];
    let mut down: Vec<VecDeque<ToTeam<Agenda>>> = vec![VecDeque::new(); 3];
    let mut open = [false; 3];
    let mut given = 0;
    for turn in 0..600 {
        let at = chance.random_range(0..3);
        match chance.random_range(0..12) {
            // A person does something, while there is time.
            0..=2 if turn < 400 => {
                let some = chance.random_range(0..=given);
                let command = match chance.random_range(0..4) {
                    0 | 1 => {
                        given += 1;
                        add(given)
                    }
                    2 => say(some, &format!("de {at} au tour {turn}")),
                    _ => AgendaCommand::Strike { number: some },
                };
                if let Ok(messages) = pages[at].give(command, Moment(turn)) {
                    went.commands += 1;
                    up[at].extend(messages);
                }
            }
            // The network is cut: what is on its way is lost, this way, that way, or both.
            3 if open[at] && turn < 400 => {
                went.cuts += 1;
                open[at] = false;
                up[at].clear();
                down[at].clear();
                pages[at].closed();
            }
            4..=5 if !open[at] => {
                open[at] = true;
                let hello = pages[at].opened();
                up[at].push_back(hello);
            }
            6..=8 => {
                let Some(message) = up[at].pop_front() else {
                    continue;
                };
                let (told, answer) = service.hears(tablet(u32::try_from(at).unwrap()), message);
                for other in (0..3).filter(|other| open[*other]) {
                    down[other].extend(told.clone());
                }
                down[at].extend(answer);
            }
            _ => {
                let Some(frame) = down[at].pop_front() else {
                    continue;
                };
                let (messages, outcome) = pages[at].receive(frame);
                assert!(
                    matches!(outcome, Outcome::Nothing | Outcome::Changed),
                    "seed {seed}"
                );
                up[at].extend(messages);
            }
        }
    }
    // The network holds at last.
    for page in &mut pages {
        page.closed();
        let hello = page.opened();
        settle(&mut service, page, vec![hello]);
    }
    // And each hears what the others then sent.
    for page in &mut pages {
        let hello = page.opened();
        settle(&mut service, page, vec![hello]);
        went.conflicts += page.conflicts().len();
        assert_eq!(page.work(), Work::Kept, "seed {seed}");
        assert_eq!(page.shown(), &service.state, "seed {seed}");
        assert_eq!(page.confirmed().hash(), service.state.hash(), "seed {seed}");
    }
    let mut replayed = empty();
    service.log.iter().for_each(|event| replayed.evolve(event));
    assert_eq!(replayed, service.state, "seed {seed}");
    let mut added: Vec<_> = service
        .log
        .iter()
        .filter_map(|event| match &event.fact {
            AgendaFact::Added(line) => Some(line.number),
            _ => None,
        })
        .collect();
    added.sort_unstable();
    assert_eq!(
        added,
        (1..=given).collect::<Vec<_>>(),
        "seed {seed}: each line that someone wrote was added once"
    );
    went.repeats += service.repeats;
}

#[test]
fn all_copies_of_an_agenda_are_the_same_bytes_and_every_line_is_there_once() {
    let mut went = Went::default();
    (1..=100).for_each(|seed| world(seed, &mut went));
    // A quiet world would prove nothing.
    assert!(went.commands > 5_000 && went.cuts > 500, "{went:?}");
    assert!(went.repeats > 500 && went.conflicts > 100, "{went:?}");
}
