//! Those who write: each at a page of their own, four at a board, and each edit timed from the key to another person's page.

use crate::place::{PEOPLE, Place, TITLE, Writer};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use itineraire_domain::parcours::{COMMAND_VERSION, CharRef, Command, Field, WordsChange};
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_testing::link::{Link, hello, said, upgrade};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

/// Edits of one person on their way at once, when it goes as fast as it goes.
const ON_THEIR_WAY: usize = 4;

/// How often a page says that it is there (`GR5`).
const PING: Duration = Duration::from_secs(5);

/// How fast they write.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// All together, whatever becomes of it.
    PerSecond(u32),
    /// Each the next when one is answered.
    AsFastAsItGoes,
}

/// All of them.
pub struct Crowd {
    keys: Vec<mpsc::UnboundedSender<usize>>,
    book: Rc<RefCell<Book>>,
    /// They go with this.
    pages: JoinSet<()>,
}

/// An edit.
struct Edit {
    by: usize,
    keyed: Instant,
    /// How long until one other person's page had it.
    reached: Option<Duration>,
}

/// What they note together.
#[derive(Default)]
struct Book {
    edits: Vec<Edit>,
    answers: Vec<Instant>,
    /// Each answer is followed by the next edit.
    goes_on: bool,
}

/// What came of it, in a window of time.
pub struct Written {
    /// Edits that were keyed.
    pub keyed: usize,
    /// Edits that were answered.
    pub answered: usize,
    /// From key to another's page, shortest first; those that never came are missing.
    pub reached: Vec<Duration>,
}

impl Book {
    fn key(&mut self, by: usize) -> usize {
        self.edits.push(Edit {
            by,
            keyed: Instant::now(),
            reached: None,
        });
        self.edits.len() - 1
    }
}

impl Crowd {
    /// Everyone opens their page.
    pub async fn sit_down(address: SocketAddr, place: &Place) -> Self {
        let mut crowd = Self {
            keys: Vec::new(),
            book: Rc::default(),
            pages: JoinSet::new(),
        };
        for (number, writer) in place.writers.iter().enumerate() {
            let (sink, mut frames) = open(address, writer).await.split();
            let (key, keys) = mpsc::unbounded_channel();
            let (writer, book, next) = (writer.clone(), crowd.book.clone(), key.clone());
            let at = PING * u32::try_from(number).unwrap() / u32::try_from(place.writers.len()).unwrap();
            crowd.pages.spawn_local(writes(writer, sink, keys, at));
            crowd.pages.spawn_local(async move {
                while let Some(text) = text(&mut frames).await {
                    reads(number, &text, &book, &next);
                }
            });
            crowd.keys.push(key);
        }
        crowd
    }

    /// They write for a while.
    pub async fn write(&self, pace: Pace, during: Duration) {
        let start = Instant::now();
        match pace {
            Pace::AsFastAsItGoes => {
                self.book.borrow_mut().goes_on = true;
                for by in (0..ON_THEIR_WAY).flat_map(|_| 0..self.keys.len()) {
                    self.key(by);
                }
                tokio::time::sleep(during).await;
                self.book.borrow_mut().goes_on = false;
            }
            Pace::PerSecond(rate) => {
                let mut turns = Turns::of(self.keys.len());
                let mut ticks = tokio::time::interval(Duration::from_millis(1));
                let mut keyed = 0;
                while start.elapsed() < during {
                    ticks.tick().await;
                    let due = start.elapsed().as_micros() * u128::from(rate) / 1_000_000;
                    while keyed < due {
                        self.key(turns.next());
                        keyed += 1;
                    }
                }
            }
        }
    }

    fn key(&self, by: usize) {
        let edit = self.book.borrow_mut().key(by);
        // A page that is gone keys nothing: its edits never come, and are missing.
        let _ = self.keys[by].send(edit);
    }

    /// Until every edit was answered, or nobody waits any longer.
    pub async fn waits_for_the_last(&self, patience: Duration) {
        let since = Instant::now();
        loop {
            {
                let book = self.book.borrow();
                if book.answers.len() >= book.edits.len() || since.elapsed() > patience {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// They leave; what they noted in a window of time.
    pub fn leaves(mut self, from: Instant, to: Instant) -> Written {
        self.pages.abort_all();
        let book = self.book.borrow();
        let within = |at: Instant| at >= from && at < to;
        let keyed: Vec<&Edit> = book.edits.iter().filter(|edit| within(edit.keyed)).collect();
        let mut reached: Vec<Duration> = keyed.iter().filter_map(|edit| edit.reached).collect();
        reached.sort_unstable();
        Written {
            keyed: keyed.len(),
            answered: book.answers.iter().filter(|at| within(**at)).count(),
            reached,
        }
    }
}

/// Whose turn it is: everyone once, in an order of its own, and again.
struct Turns {
    all: Vec<usize>,
    at: usize,
    rng: StdRng,
}

impl Turns {
    fn of(people: usize) -> Self {
        Self {
            all: (0..people).collect(),
            at: people,
            rng: StdRng::seed_from_u64(1),
        }
    }

    fn next(&mut self) -> usize {
        if self.at == self.all.len() {
            self.all.shuffle(&mut self.rng);
            self.at = 0;
        }
        self.at += 1;
        self.all[self.at - 1]
    }
}

/// A page that has its board.
async fn open(address: SocketAddr, writer: &Writer) -> Link {
    let request = upgrade(address, &writer.cookie, &format!("http://{address}"));
    let (mut link, _) = connect_async(request).await.unwrap();
    link.send(hello(writer.client, writer.parcours)).await.unwrap();
    loop {
        if let Message::Text(text) = link.next().await.unwrap().unwrap() {
            let frame: ToTeam = serde_json::from_str(&text).unwrap();
            if let ToTeam::Snapshot { next, .. } = frame {
                assert_eq!(
                    next,
                    writer.steps.len() as u64 + 1,
                    "the number of their first edit"
                );
                return link;
            }
        }
    }
}

async fn text(frames: &mut SplitStream<Link>) -> Option<String> {
    loop {
        match frames.next().await {
            Some(Ok(Message::Text(text))) => return Some(text.as_str().to_owned()),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return None,
        }
    }
}

/// One person: their edits as they are keyed, each over the title that they wrote before.
async fn writes(
    writer: Writer,
    mut sink: SplitSink<Link, Message>,
    mut keys: mpsc::UnboundedReceiver<usize>,
    first_ping: Duration,
) {
    let mut typed = vec![u32::try_from(TITLE).unwrap(); writer.steps.len()];
    let mut seq = writer.steps.len() as u64;
    let start = tokio::time::Instant::now() + first_ping;
    let mut pings = tokio::time::interval_at(start, PING);
    loop {
        let message = tokio::select! {
            key = keys.recv() => {
                let Some(edit) = key else { return };
                seq += 1;
                let at = usize::try_from(seq).unwrap() % writer.steps.len();
                let step = writer.steps[at];
                let first = typed[at];
                typed[at] += u32::try_from(TITLE).unwrap();
                let before = CharRef { client: writer.client, number: first - u32::try_from(TITLE).unwrap() };
                let changes = vec![
                    WordsChange::Hide { from: before, count: u32::try_from(TITLE).unwrap() },
                    WordsChange::Insert { after: None, before: None, first, text: title(edit) },
                ];
                let body = serde_json::to_value(Command::write(Field::Title(step), changes)).unwrap();
                said(&FromPage::Command { seq, version: COMMAND_VERSION, body: body.into() })
            }
            _ = pings.tick() => said(&FromPage::Ping { n: 1 }),
        };
        if sink.send(message).await.is_err() {
            return;
        }
    }
}

/// A title that says which edit it is of.
fn title(edit: usize) -> String {
    let mut title = format!("#{edit:08}# ");
    title.push_str("Préparer le dossier avec Samira avant le rendez-vous de jeudi matin");
    title.chars().take(TITLE).collect()
}

/// The edit that a title is of, and what follows it.
fn edit_of(text: &str) -> Option<(usize, &str)> {
    let (_, after) = text.split_once('#')?;
    let number = after.get(..8)?.parse().ok()?;
    Some((number, after.get(9..)?))
}

/// A frame on someone's page. Not read as a page does: those who write are to take little of the processor.
fn reads(whose: usize, text: &str, book: &RefCell<Book>, next: &mpsc::UnboundedSender<usize>) {
    if text.starts_with("{\"judged\"") {
        assert!(text.contains("kept"), "not kept: {text}");
        let mut book = book.borrow_mut();
        book.answers.push(Instant::now());
        if book.goes_on {
            let edit = book.key(whose);
            // The page may have gone meanwhile.
            let _ = next.send(edit);
        }
    } else if text.starts_with("{\"delta\"") {
        let mut rest = text;
        while let Some((edit, after)) = edit_of(rest) {
            rest = after;
            let mut book = book.borrow_mut();
            let edit = &mut book.edits[edit];
            // One of the others at the board is looked at: the next, round the table.
            let beside = edit.by / PEOPLE * PEOPLE + (edit.by + 1) % PEOPLE;
            if whose == beside {
                edit.reached = Some(edit.keyed.elapsed());
            }
        }
    } else if !["{\"presence\"", "{\"pong\"", "{\"hash\""]
        .iter()
        .any(|it| text.starts_with(it))
    {
        panic!("what nobody expects: {}", text.get(..200).unwrap_or(text));
    }
}
