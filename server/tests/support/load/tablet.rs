//! Someone who writes without pause: a number for each command, repeated until it is acknowledged (`ID2`, `ID3`).

use super::witness::{Line, Said, Witness};
use futures_util::{SinkExt, StreamExt};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{CheckId, ClientId, CommentId, FindingId, ParcoursId, StepId};
use itineraire_domain::parcours::{
    COMMAND_VERSION, Command, Field, FindingCommand, Side, StepCommand, WordsChange,
};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_testing::link::{Link, hello, said, upgrade};
use itineraire_testing::{THEMES, Trigger, random_id};
use rand::Rng;
use rand::rngs::StdRng;
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

/// Commands on their way at once.
const PIPELINE: usize = 8;

/// How long an answer may take before the test gives up.
const ANSWER: Duration = Duration::from_mins(1);

/// What all tablets count together.
#[derive(Debug, Default)]
pub struct Tally {
    pub acknowledged: AtomicUsize,
    /// Commands that were sent again, acknowledged before or not.
    pub repeated: AtomicUsize,
    /// Acknowledged commands since the last start.
    pub since_start: AtomicUsize,
    /// Commands that a kill caught between their commit and the answer, as the next life of the server says.
    pub unheard: AtomicUsize,
    /// Commands that were sent and that a kill caught before their commit.
    pub uncommitted: AtomicUsize,
    /// Links that ended with a word why nothing is kept, by that word.
    pub not_kept: Mutex<BTreeMap<String, usize>>,
    /// Links that the server closed with a close frame, by its code.
    pub closes: Mutex<BTreeMap<u16, usize>>,
    /// Nobody says anything new: each comes back when all is acknowledged.
    pub enough: AtomicBool,
    /// The server is dead: nobody waits for it any more.
    pub over: AtomicBool,
    /// Pulled by whoever gets the next answer, at once: a command that is acknowledged before it is committed is lost
    /// then, if ever.
    pub at_an_answer: Mutex<Option<Trigger>>,
}

pub struct Tablet {
    cookie: String,
    parcours: ParcoursId,
    client: ClientId,
    name: String,
    rng: StdRng,
    next: u64,
    /// The last command that went out on a link.
    sent: u64,
    /// The last one that the service was seen to have.
    committed: u64,
    /// Not acknowledged, oldest first.
    waiting: VecDeque<(u64, String, serde_json::Value)>,
    /// Acknowledged: what was sent, and the first answer.
    answered: BTreeMap<u64, (serde_json::Value, CommandResult)>,
    /// The steps that this tablet proposed and saw kept.
    steps: Vec<StepId>,
    /// Characters typed in each text (`CF3`).
    typed: BTreeMap<StepId, u32>,
    witness: Arc<Witness>,
    tally: Arc<Tally>,
}

impl Tablet {
    pub fn new(
        (cookie, parcours, client): (String, ParcoursId, ClientId),
        name: String,
        rng: StdRng,
        witness: Arc<Witness>,
        tally: Arc<Tally>,
    ) -> Self {
        Self {
            cookie,
            parcours,
            client,
            name,
            rng,
            next: 1,
            sent: 0,
            committed: 0,
            waiting: VecDeque::new(),
            answered: BTreeMap::new(),
            steps: Vec::new(),
            typed: BTreeMap::new(),
            witness,
            tally,
        }
    }

    /// Whether something is not acknowledged.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether something that went out on a link is not acknowledged.
    pub fn awaits_an_answer(&self) -> bool {
        self.waiting.front().is_some_and(|(seq, ..)| *seq <= self.sent)
    }

    /// Writes until the server is dead; with `last`, until everything is acknowledged and nothing new.
    pub async fn writes(mut self, address: SocketAddr, last: bool) -> Self {
        loop {
            let done = self.one_link(address, last).await.is_some();
            if done || self.tally.over.load(Ordering::SeqCst) {
                return self;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// One link; none when it broke.
    async fn one_link(&mut self, address: SocketAddr, last: bool) -> Option<()> {
        let mut socket = self.connect(address).await?;
        // Before anything is repeated: a repeat would put back what was lost.
        let expected = self.welcome(&mut socket).await?;
        assert!(
            usize::try_from(expected).unwrap() > self.answered.len(),
            "lost: {} was acknowledged up to {}, the service expects {expected}",
            self.name,
            self.answered.len()
        );
        self.tallies(expected - 1);
        // Exactly as they were sent, in order; and a few that were acknowledged already.
        let known: Vec<u64> = self.answered.keys().rev().take(20).copied().collect();
        let again = (0..3).filter_map(|_| {
            let at = self.rng.random_range(0..known.len().max(1));
            known.get(at).copied()
        });
        let mut repeats: VecDeque<u64> = again.collect();
        for seq in &repeats {
            self.tell(&mut socket, *seq, self.answered[seq].0.clone()).await?;
        }
        let mut sent = self.waiting.clone();
        for (seq, _, body) in sent.drain(..) {
            self.tell(&mut socket, seq, body).await?;
        }
        let count = repeats.len() + self.waiting.len();
        self.tally.repeated.fetch_add(count, Ordering::SeqCst);
        loop {
            let last = last || self.tally.enough.load(Ordering::SeqCst);
            while !last && self.waiting.len() < PIPELINE {
                let (seq, word) = (self.next, format!("{}x{}", self.name, self.next));
                let body = serde_json::to_value(self.wish(&word)).unwrap();
                self.next += 1;
                self.waiting.push_back((seq, word, body.clone()));
                self.tell(&mut socket, seq, body).await?;
            }
            if last && repeats.is_empty() && self.waiting.is_empty() {
                return Some(());
            }
            let (seq, result) = self.answer(&mut socket).await?;
            if repeats.front() == Some(&seq) {
                repeats.pop_front();
                assert_eq!(
                    self.answered[&seq].1, result,
                    "a repeat has the first answer (ID3)"
                );
            } else {
                self.notes(seq, result);
            }
        }
    }

    /// Where the last kill found the commands on their way.
    fn tallies(&mut self, committed: u64) {
        let answered = u64::try_from(self.answered.len()).unwrap();
        let count = |many: u64| usize::try_from(many).unwrap();
        // Fewer than before, where a database was taken away: what was committed after the copy of it was made was answered
        // to nobody.
        let unheard = committed.saturating_sub(answered.max(self.committed));
        self.tally.unheard.fetch_add(count(unheard), Ordering::SeqCst);
        let uncommitted = self.sent.saturating_sub(committed);
        self.tally
            .uncommitted
            .fetch_add(count(uncommitted), Ordering::SeqCst);
        self.committed = committed;
    }

    async fn connect(&self, address: SocketAddr) -> Option<Link> {
        let request = upgrade(address, &self.cookie, &format!("http://{address}"));
        let connecting = tokio_tungstenite::connect_async(request);
        let (mut socket, _) = tokio::time::timeout(ANSWER, connecting).await.unwrap().ok()?;
        socket.send(hello(self.client, self.parcours)).await.ok()?;
        Some(socket)
    }

    /// The number that the service expects; none when the link broke.
    async fn welcome(&self, socket: &mut Link) -> Option<u64> {
        loop {
            if let ToTeam::Snapshot { next, .. } = self.frame(socket).await? {
                return Some(next);
            }
        }
    }

    async fn tell(&mut self, socket: &mut Link, seq: u64, body: serde_json::Value) -> Option<()> {
        let command = FromPage::Command {
            seq,
            version: COMMAND_VERSION,
            body: body.into(),
        };
        socket.send(said(&command)).await.ok()?;
        self.sent = self.sent.max(seq);
        Some(())
    }

    /// The next answer; none when the link broke.
    async fn answer(&self, socket: &mut Link) -> Option<(u64, CommandResult)> {
        loop {
            match self.frame(socket).await? {
                ToTeam::Judged { seq, result } => {
                    if let Some(trigger) = self.tally.at_an_answer.lock().unwrap().take() {
                        trigger.pull();
                    }
                    return Some((seq, result));
                }
                ToTeam::Gap { expected } => panic!("{}: a gap before {expected}", self.name),
                ToTeam::Denied(refusal) => panic!("{}: {refusal}", self.name),
                ToTeam::NotKept { trouble } => {
                    *self
                        .tally
                        .not_kept
                        .lock()
                        .unwrap()
                        .entry(trouble.to_string())
                        .or_default() += 1;
                    // As a page does: again in a while.
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    return None;
                }
                _ => {}
            }
        }
    }

    async fn frame(&self, socket: &mut Link) -> Option<ToTeam> {
        loop {
            let message = tokio::time::timeout(ANSWER, socket.next()).await.unwrap()?.ok()?;
            match message {
                Message::Text(text) => return Some(serde_json::from_str(&text).unwrap()),
                Message::Close(frame) => {
                    let code = frame.map_or(0, |frame| u16::from(frame.code));
                    *self.tally.closes.lock().unwrap().entry(code).or_default() += 1;
                }
                _ => {}
            }
        }
    }

    /// Acknowledged: on the witness's disk first, then counted.
    fn notes(&mut self, seq: u64, result: CommandResult) {
        let (first, word, body) = self.waiting.pop_front().unwrap();
        assert_eq!(first, seq, "answers come in the order of the commands");
        let said = Said {
            client: self.client,
            seq,
            parcours: self.parcours,
            word,
        };
        let line = Line { said, result };
        self.witness.notes(&line);
        let result = line.result;
        if let (Ok(Command::Step(step, StepCommand::Propose { .. })), CommandResult::Kept { .. }) =
            (serde_json::from_value(body.clone()), &result)
        {
            self.steps.push(step);
        }
        self.answered.insert(seq, (body, result));
        self.tally.acknowledged.fetch_add(1, Ordering::SeqCst);
        self.tally.since_start.fetch_add(1, Ordering::SeqCst);
    }

    /// A command that leaves its word on the board once; now and then one that is refused.
    fn wish(&mut self, word: &str) -> Command {
        let (id, theme) = (
            random_id(&mut self.rng),
            THEMES[self.rng.random_range(0..THEMES.len())],
        );
        let words = word.to_owned();
        let Some(step) = self.steps.last().copied().filter(|_| self.rng.random_bool(0.9)) else {
            return Command::Step(
                StepId(id),
                StepCommand::Propose {
                    title: words,
                    theme,
                    terms: None,
                },
            );
        };
        match self.rng.random_range(0..10) {
            0 => Command::Finding(
                FindingId(id),
                FindingCommand::Add {
                    side: Side::Barrier,
                    theme,
                    words,
                },
            ),
            1 => Command::Finding(
                FindingId(id),
                FindingCommand::Add {
                    side: Side::Lever,
                    theme,
                    words,
                },
            ),
            2 | 3 => Command::Step(
                step,
                StepCommand::AddCheck {
                    check: CheckId(id),
                    words,
                },
            ),
            4..=6 => {
                let text = format!(" {word} ");
                let first = self.typed.entry(step).or_default();
                let insert = WordsChange::Insert {
                    after: None,
                    before: None,
                    first: *first,
                    text: text.clone(),
                };
                *first += u32::try_from(text.chars().count()).unwrap();
                Command::write(Field::Details(step), vec![insert])
            }
            // No such step: refused, and a refusal is an answer that is kept like any other (ID3).
            7 => Command::Step(
                StepId(id),
                StepCommand::Comment {
                    comment: CommentId(id),
                    words,
                },
            ),
            _ => Command::Step(
                step,
                StepCommand::Comment {
                    comment: CommentId(id),
                    words,
                },
            ),
        }
    }
}
