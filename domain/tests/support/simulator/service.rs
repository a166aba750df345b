//! The service: what is on its disk, what is in its memory, and the moments at which it may die.

use crate::support::{CAMILLE, ROSE, START, YANIS, apply, empty_board, proof};
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, Epoch};
use itineraire_domain::parcours::{Board, Event, Seq};
use itineraire_domain::sync::judge::{judge, seen};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::sync::parcours::{FromPage, ToTeam, Verdict};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use uuid::Uuid;

/// What a simulated service may do wrong, to show that the simulator sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// It answers before the commit.
    pub acknowledges_before_commit: bool,
    /// It judges a repeat like a new command.
    pub forgets_repeats: bool,
    /// The first page's `evolve` passes over this kind of change.
    pub first_page_drops: Option<&'static str>,
    /// It never sends the state's hash.
    pub sends_no_hash: bool,
}

/// When a service dies in a turn.
#[derive(Clone, Copy, Debug)]
pub enum Death {
    BeforeCommit,
    AfterCommit,
    /// After so many frames.
    WhileTelling(usize),
}

/// What survives a death. Everything is text: what cannot be written and read back is not kept.
#[derive(Clone, Debug)]
pub struct Disk {
    pub epoch: Epoch,
    pub log: Vec<Entry>,
    snapshot: String,
    heads: BTreeMap<ClientId, u64>,
    results: BTreeMap<(ClientId, u64), String>,
}

/// An event, and the command that it comes from.
#[derive(Clone, Debug)]
pub struct Entry {
    pub command: (ClientId, u64),
    pub is_first: bool,
    pub event: String,
}

pub struct Service {
    pub disk: Disk,
    memory: Option<Memory>,
    proven_at: Moment,
    faults: Faults,
    /// Commands judged, repeats answered, gaps told.
    pub judged: u64,
    pub repeats: u64,
    pub gaps: u64,
}

struct Memory {
    board: Board,
    seats: BTreeMap<u64, ClientId>,
    inbox: VecDeque<(u64, FromPage)>,
}

/// What a transaction would add to the disk.
#[derive(Default)]
struct Draft {
    log: Vec<Entry>,
    heads: BTreeMap<ClientId, u64>,
    results: BTreeMap<(ClientId, u64), String>,
}

/// A frame for a socket.
pub type Told = (u64, ToTeam);

impl Disk {
    fn new() -> Self {
        Self {
            epoch: Epoch(Uuid::from_u128(7_000)),
            log: Vec::new(),
            snapshot: serde_json::to_string(&empty_board()).unwrap(),
            heads: BTreeMap::new(),
            results: BTreeMap::new(),
        }
    }

    /// The board as the whole log gives it.
    pub fn replay(&self) -> Board {
        let mut board = empty_board();
        apply(&mut board, &self.events_after(Seq(0)));
        board
    }

    /// The board as the last snapshot and what follows give it.
    pub fn load(&self) -> Board {
        let mut board: Board = serde_json::from_str(&self.snapshot).unwrap();
        let tail = self.events_after(board.seq);
        apply(&mut board, &tail);
        board
    }

    pub fn take_snapshot(&mut self) {
        self.snapshot = serde_json::to_string(&self.load()).unwrap();
    }

    pub fn events_after(&self, seq: Seq) -> Vec<Event> {
        let tail = self.log.iter().skip(usize::try_from(seq.0).unwrap());
        tail.map(|entry| serde_json::from_str(&entry.event).unwrap())
            .collect()
    }

    fn commit(&mut self, draft: Draft) {
        self.log.extend(draft.log);
        self.heads.extend(draft.heads);
        self.results.extend(draft.results);
    }

    fn next(&self, client: ClientId) -> u64 {
        self.heads.get(&client).copied().unwrap_or(0) + 1
    }

    /// Numbers without a hole, each command carried out once, each judged command with its result.
    pub fn is_sound(&self) -> Result<(), String> {
        for (place, event) in self.events_after(Seq(0)).iter().enumerate() {
            if event.seq.0 != place as u64 + 1 {
                return Err(format!("OR1: event {} stands at {}", event.seq.0, place + 1));
            }
        }
        let mut commands = BTreeSet::new();
        let mut begun = self.log.iter().filter(|entry| entry.is_first);
        if !begun.all(|entry| commands.insert(entry.command)) {
            return Err("ID3: a command was carried out twice".into());
        }
        for (client, last) in &self.heads {
            if !(1..=*last).all(|seq| self.results.contains_key(&(*client, seq))) {
                return Err(format!("ID3: a result of {client} is missing"));
            }
        }
        Ok(())
    }
}

impl Service {
    pub fn new(faults: Faults) -> Self {
        let disk = Disk::new();
        let mut service = Self {
            disk,
            memory: None,
            proven_at: START,
            faults,
            judged: 0,
            repeats: 0,
            gaps: 0,
        };
        service.start();
        service
    }

    pub fn start(&mut self) {
        if self.memory.is_none() {
            let board = self.disk.load();
            self.memory = Some(Memory {
                board,
                seats: BTreeMap::new(),
                inbox: VecDeque::new(),
            });
        }
    }

    pub fn die(&mut self) {
        self.memory = None;
    }

    pub fn is_up(&self) -> bool {
        self.memory.is_some()
    }

    /// An older copy of the disk takes its place, under a new epoch (`GR3`).
    pub fn restore(&mut self, backup: Disk) {
        let epoch = Epoch(Uuid::from_u128(self.disk.epoch.0.as_u128() + 1));
        self.die();
        self.disk = Disk { epoch, ..backup };
        self.start();
    }

    /// The usager gives card and PIN.
    pub fn prove(&mut self, now: Moment) {
        self.proven_at = now;
    }

    pub fn hear(&mut self, socket: u64, message: FromPage) {
        if let Some(memory) = &mut self.memory {
            memory.inbox.push_back((socket, message));
        }
    }

    pub fn has_heard(&self) -> bool {
        self.memory
            .as_ref()
            .is_some_and(|memory| !memory.inbox.is_empty())
    }

    pub fn forget(&mut self, socket: u64) {
        if let Some(memory) = &mut self.memory {
            memory.seats.remove(&socket);
        }
    }

    /// The queue of a socket was full (`BP1`).
    pub fn overflow(&mut self, socket: u64) -> Vec<Told> {
        let seated = self
            .memory
            .as_mut()
            .and_then(|memory| memory.seats.remove(&socket))
            .is_some();
        if seated {
            vec![(socket, ToTeam::Resync)]
        } else {
            Vec::new()
        }
    }

    pub fn hash(&self, socket: u64) -> Vec<Told> {
        match &self.memory {
            Some(memory) if memory.seats.contains_key(&socket) && !self.faults.sends_no_hash => {
                let hash = ToTeam::Hash {
                    at: memory.board.seq,
                    hash: memory.board.hash(),
                };
                vec![(socket, hash)]
            }
            _ => Vec::new(),
        }
    }

    /// One turn: a greeting, or up to `many` commands that share one commit. What is told comes after it.
    pub fn turn(&mut self, many: usize, snapshot: bool, death: Option<Death>, now: Moment) -> Vec<Told> {
        let Some(memory) = &mut self.memory else {
            return Vec::new();
        };
        let mut commands = Vec::new();
        while commands.len() < many {
            match memory.inbox.pop_front() {
                Some((socket, FromPage::Command { seq, version, body })) => {
                    commands.push((socket, seq, version, body.value()));
                }
                Some(other) if commands.is_empty() => return self.greet(other, snapshot, many - 1),
                Some(other) => {
                    memory.inbox.push_front(other);
                    break;
                }
                None => break,
            }
        }
        let (draft, board, outcomes) = self.transaction(commands, now);
        let mut told = Vec::new();
        if self.faults.acknowledges_before_commit {
            told = self.tell(&outcomes);
        }
        if matches!(death, Some(Death::BeforeCommit)) {
            self.die();
            return told;
        }
        self.disk.commit(draft);
        if !self.faults.acknowledges_before_commit && !matches!(death, Some(Death::AfterCommit)) {
            told = self.tell(&outcomes);
        }
        if let Some(Death::WhileTelling(frames)) = death {
            told.truncate(frames);
        }
        if death.is_some() {
            self.die();
        } else if let Some(memory) = &mut self.memory {
            memory.board = board;
        }
        told
    }

    /// What the transaction would leave on the disk; nothing of it is there yet.
    #[allow(clippy::type_complexity, reason = "a turn's three results have one reader")]
    fn transaction(
        &mut self,
        commands: Vec<(u64, u64, u16, serde_json::Value)>,
        now: Moment,
    ) -> (Draft, Board, Vec<(u64, Vec<Event>, ToTeam)>) {
        let mut draft = Draft::default();
        let mut outcomes = Vec::new();
        let Some(memory) = &self.memory else {
            return (draft, empty_board(), outcomes);
        };
        let mut board = memory.board.clone();
        for (socket, seq, version, body) in commands {
            let Some(client) = memory.seats.get(&socket).copied() else {
                continue;
            };
            let actor = Actor {
                who: who(client, self.proven_at, now),
                client,
                at: now,
            };
            let head = draft.heads.get(&client).or(self.disk.heads.get(&client));
            let expected = head.copied().unwrap_or(0) + 1;
            let last = if self.faults.forgets_repeats && seq < expected {
                seq - 1
            } else {
                expected - 1
            };
            let mut verdict = judge(&board, last, &actor, seq, version, &body);
            if verdict.says_yes() {
                let tail = draft
                    .log
                    .iter()
                    .map(|entry| serde_json::from_str(&entry.event).unwrap());
                let since: Vec<Event> = self
                    .disk
                    .events_after(seen(&body))
                    .into_iter()
                    .chain(tail)
                    .collect();
                verdict = verdict.unless_withdrawn(&board, &since);
            }
            let (events, result) = match verdict {
                Verdict::Repeat => {
                    self.repeats += 1;
                    let result = {
                        let stored = draft.results.get(&(client, seq));
                        let stored = stored.unwrap_or_else(|| &self.disk.results[&(client, seq)]);
                        serde_json::from_str(stored).unwrap()
                    };
                    outcomes.push((socket, Vec::new(), ToTeam::Judged { seq, result }));
                    continue;
                }
                Verdict::Gap { expected } => {
                    self.gaps += 1;
                    outcomes.push((socket, Vec::new(), ToTeam::Gap { expected }));
                    continue;
                }
                Verdict::Refused(refusal) => (Vec::new(), CommandResult::Refused { refusal }),
                Verdict::Kept(events) => {
                    let seq_of = |event: Option<&Event>| event.map_or(Seq(0), |event| event.seq);
                    let (first, last) = (seq_of(events.first()), seq_of(events.last()));
                    (events, CommandResult::Kept { first, last })
                }
            };
            self.judged += 1;
            apply(&mut board, &events);
            draft
                .log
                .extend(events.iter().enumerate().map(|(place, event)| Entry {
                    command: (client, seq),
                    is_first: place == 0,
                    event: serde_json::to_string(event).unwrap(),
                }));
            draft.heads.insert(client, seq.max(expected - 1));
            draft
                .results
                .insert((client, seq), serde_json::to_string(&result).unwrap());
            outcomes.push((socket, events, ToTeam::Judged { seq, result }));
        }
        (draft, board, outcomes)
    }

    fn tell(&self, outcomes: &[(u64, Vec<Event>, ToTeam)]) -> Vec<Told> {
        let Some(memory) = &self.memory else {
            return Vec::new();
        };
        let mut told = Vec::new();
        for (author, events, answer) in outcomes {
            if let Some(first) = events.first() {
                let delta = ToTeam::Delta {
                    after: Seq(first.seq.0 - 1),
                    events: events.clone(),
                    next: None,
                };
                told.extend(memory.seats.keys().map(|socket| (*socket, delta.clone())));
            }
            told.push((*author, answer.clone()));
        }
        told
    }

    fn greet(&mut self, (socket, message): (u64, FromPage), snapshot: bool, twice: usize) -> Vec<Told> {
        let Some(memory) = &mut self.memory else {
            return Vec::new();
        };
        let (client, known) = match message {
            FromPage::Hello {
                client, epoch, have, ..
            } => {
                memory.seats.insert(socket, client);
                let follows = epoch == Some(self.disk.epoch) && have <= memory.board.seq;
                (client, follows.then_some(have).filter(|_| !snapshot))
            }
            FromPage::Resync => match memory.seats.get(&socket) {
                Some(client) => (*client, None),
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let (epoch, next) = (self.disk.epoch, self.disk.next(client));
        let frame = match known {
            Some(after) => ToTeam::Delta {
                after,
                events: self.disk.events_after(after),
                next: Some(next),
            },
            None => ToTeam::Snapshot {
                epoch,
                board: Box::new(memory.board.clone()),
                next,
            },
        };
        // The seat is taken before the state is read: what happened in between is told twice.
        let seen = self.disk.log.len().saturating_sub(twice) as u64;
        let again = self.disk.events_after(Seq(seen)).into_iter().map(|event| {
            let after = Seq(event.seq.0 - 1);
            (
                socket,
                ToTeam::Delta {
                    after,
                    events: vec![event],
                    next: None,
                },
            )
        });
        [(socket, frame)].into_iter().chain(again).collect()
    }

    pub fn board(&self) -> Board {
        self.memory
            .as_ref()
            .map_or_else(|| self.disk.load(), |memory| memory.board.clone())
    }
}

/// The client of a page.
pub fn tablet_of(page: usize) -> ClientId {
    ClientId(Uuid::from_u128(2_000 + page as u128))
}

/// Who sits at a page, as the page knows it: Rose with her tablet, then the team, then Rose's phone.
pub fn seat_of(page: usize) -> Who {
    match page % 4 {
        0 | 3 => Who::Usager {
            person: ROSE,
            proof: None,
        },
        1 => Who::Professional { person: CAMILLE },
        _ => Who::Professional { person: YANIS },
    }
}

/// Who it is, as the service knows it.
fn who(client: ClientId, proven_at: Moment, now: Moment) -> Who {
    let page = usize::try_from(client.0.as_u128() - 2_000).unwrap();
    match seat_of(page) {
        Who::Usager { person, .. } => {
            let proof = proof(person, proven_at).filter(|proof| proof.holds(person, now));
            Who::Usager { person, proof }
        }
        other => other,
    }
}
