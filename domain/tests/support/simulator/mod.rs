//! A world of pages, a network and a service, run by chance from a seed: the same seed is the same world.

pub mod action;
pub mod letters;
pub mod page;
pub mod service;

use crate::support::{START, env_number};
use action::Action;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::Epoch;
use itineraire_domain::parcours::Board;
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_domain::sync::replica::Work;
use letters::Ledger;
use page::Page;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use service::{Disk, Faults, Service};
use std::collections::{BTreeMap, VecDeque};

/// How many things happen in a world before it comes to rest.
const ACTIONS: usize = 700;

/// What a world saw.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    pub commands: u64,
    pub cuts: u64,
    pub deaths: u64,
    pub repeats: u64,
    pub conflicts: u64,
    /// Worlds that had one at least.
    pub with_conflict: u64,
    pub restores: u64,
    pub reopened: u64,
    pub loaded: u64,
    pub late_frames: u64,
    pub asked_again: u64,
    pub split_words: u64,
}

pub struct World {
    pub pages: Vec<Page>,
    pub wires: BTreeMap<u64, Wire>,
    pub now: Moment,
    pub ledger: Ledger,
    pub restores: bool,
    service: Service,
    backup: Option<Disk>,
    /// The board of a page that the service made and nobody has loaded yet.
    made: Option<(Epoch, Board)>,
    next_socket: u64,
    report: Report,
    /// Says all that happens.
    traces: bool,
    /// The first thing that went wrong before the end.
    wrong: Option<String>,
}

/// A socket: frames on their way, each way, as text.
pub struct Wire {
    page: usize,
    up: VecDeque<String>,
    down: VecDeque<String>,
    cut: bool,
}

/// Runs the world of a seed to its end, and says what was wrong.
pub fn run(seed: u64, faults: Faults, restores: bool) -> Result<Report, String> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut world = World::new(&mut rng, faults, restores);
    for _ in 0..ACTIONS {
        let action = Action::any(&mut rng, &mut world);
        world.happens(action);
        if let Some(wrong) = world.wrong.take() {
            return Err(wrong);
        }
    }
    world.comes_to_rest()?;
    world.compare_all()
}

impl World {
    fn new(rng: &mut StdRng, faults: Faults, restores: bool) -> Self {
        let service = Service::new(faults);
        let epoch = service.disk.epoch;
        let open = |number| Page::open(number, epoch, service.board(), 0);
        let mut pages: Vec<_> = (0..rng.random_range(2..=4)).map(open).collect();
        for page in &mut pages {
            page.skew = rng.random_range(-5_000..5_000);
        }
        pages[0].drops = faults.first_page_drops;
        Self {
            pages,
            wires: BTreeMap::new(),
            now: START,
            ledger: Ledger::default(),
            restores,
            service,
            backup: None,
            made: None,
            next_socket: 1,
            report: Report::default(),
            traces: env_number("TRACE", 0) > 0,
            wrong: None,
        }
    }

    fn happens(&mut self, action: Action) {
        self.now = Moment(self.now.0 + 40);
        if self.traces {
            println!("{} {action:?}", self.now.0);
        }
        match action {
            Action::Give { page, command } => self.at_page(page, |page, now, ledger| {
                let mut messages = page.flush(now, ledger);
                messages.extend(page.give(command, now, ledger));
                messages
            }),
            Action::Key {
                page,
                field,
                gap,
                length,
            } => self.at_page(page, |page, _, ledger| {
                page.key(field, gap, length, ledger);
                Vec::new()
            }),
            Action::Flush { page } => self.at_page(page, Page::flush),
            Action::Erase { page, field, at } => self.at_page(page, |page, now, ledger| {
                let mut messages = page.flush(now, ledger);
                messages.extend(page.erase(field, at, now, ledger));
                messages
            }),
            Action::Connect { page } => self.connect(page),
            Action::Carry { socket, up: true, .. } => self.carry_up(socket),
            Action::Carry { socket, keeps, .. } => self.carry_down(socket, keeps),
            Action::Cut { socket, up, down } => {
                if let Some(wire) = self.wires.get_mut(&socket)
                    && !wire.cut
                {
                    wire.cut = true;
                    wire.up.truncate(up);
                    wire.down.truncate(down);
                    self.report.cuts += 1;
                }
            }
            Action::Notice { page } => {
                let dead = |socket| self.wires.get(&socket).is_none_or(|wire| wire.cut);
                if self.pages[page].socket.is_some_and(dead) {
                    self.pages[page].socket = None;
                    self.pages[page].replica.closed();
                }
            }
            Action::Forget { socket } => {
                if self.wires.get(&socket).is_some_and(|wire| wire.cut) {
                    self.service.forget(socket);
                }
            }
            Action::Overflow { socket } => {
                let told = self.service.overflow(socket);
                self.tell(told);
            }
            Action::Sleep { page } => self.pages[page].awake = false,
            Action::Wake { page, days } => {
                if !self.pages[page].awake {
                    self.pages[page].awake = true;
                    self.now = self.now.plus_days(days);
                }
            }
            Action::Reopen {
                page,
                flushes,
                served,
            } => {
                if flushes {
                    self.at_page(page, Page::flush);
                }
                let served =
                    (served && self.service.is_up()).then(|| (self.service.disk.epoch, self.service.board()));
                self.pages[page].reopen(served);
                self.report.reopened += 1;
            }
            Action::Load { page } => {
                if !self.service.is_up() {
                    return;
                }
                // Made a while ago: what the client wrote last may not be on it yet.
                let now = (self.service.disk.epoch, self.service.board());
                let (epoch, board) = self.made.replace(now.clone()).unwrap_or(now);
                if self.pages[page].load(epoch, board) {
                    // Its links have ended: a client is given out again at rest.
                    let of_page = |(socket, wire): (&u64, &Wire)| (wire.page == page).then_some(*socket);
                    let sockets: Vec<_> = self.wires.iter().filter_map(of_page).collect();
                    for socket in sockets {
                        self.wires.remove(&socket);
                        self.service.forget(socket);
                    }
                    self.report.loaded += 1;
                }
            }
            Action::Serve {
                many,
                snapshot,
                death,
            } => {
                if !self.service.has_heard() {
                    return;
                }
                let told = self.service.turn(many, snapshot, death, self.now);
                self.tell(told);
                if !self.service.is_up() {
                    self.report.deaths += 1;
                    self.all_lines_fall();
                }
            }
            Action::Start => self.service.start(),
            Action::Prove => self.service.prove(self.now),
            Action::Hash { socket } => {
                let told = self.service.hash(socket);
                self.tell(told);
            }
            Action::Snapshot => self.service.disk.take_snapshot(),
            Action::Backup => self.backup = Some(self.service.disk.clone()),
            Action::Restore => {
                if let Some(backup) = self.backup.take() {
                    // Nothing said before arrives any more: what was acknowledged is known, the rest is still pending.
                    self.wires.clear();
                    self.service.restore(backup);
                    let pending = self.pages.iter().flat_map(|page| page.replica.pending());
                    self.ledger.restored(pending);
                    self.report.restores += 1;
                }
            }
            Action::Wait { seconds } => self.now = self.now.plus_seconds(seconds),
        }
    }

    /// Something is done at a page; what it gives goes on the line, if there is one.
    fn at_page(&mut self, page: usize, does: impl FnOnce(&mut Page, Moment, &mut Ledger) -> Vec<FromPage>) {
        if self.pages[page].awake {
            let messages = does(&mut self.pages[page], self.now, &mut self.ledger);
            self.send(page, messages);
        }
    }

    fn send(&mut self, page: usize, messages: Vec<FromPage>) {
        let socket = self.pages[page].socket;
        for message in messages.iter().filter(|_| self.traces) {
            println!("  page {page} says {message:?}");
        }
        if let Some(wire) = socket.and_then(|socket| self.wires.get_mut(&socket))
            && !wire.cut
        {
            wire.up.extend(
                messages
                    .iter()
                    .map(|message| serde_json::to_string(message).unwrap()),
            );
        }
    }

    fn tell(&mut self, told: Vec<(u64, ToTeam)>) {
        for (socket, frame) in told {
            if let Some(wire) = self.wires.get_mut(&socket)
                && !wire.cut
            {
                wire.down.push_back(serde_json::to_string(&frame).unwrap());
            }
        }
    }

    fn connect(&mut self, page: usize) {
        if !self.pages[page].awake || !self.service.is_up() {
            return;
        }
        let socket = self.next_socket;
        self.next_socket += 1;
        let (up, down, cut) = (VecDeque::new(), VecDeque::new(), false);
        self.wires.insert(socket, Wire { page, up, down, cut });
        self.at_page(page, |page, now, ledger| {
            // What is held back is given on the old state, before the new one comes.
            page.flush(now, ledger);
            page.replica.closed();
            page.socket = Some(socket);
            vec![page.replica.opened()]
        });
    }

    fn carry_up(&mut self, socket: u64) {
        let Some(wire) = self.wires.get_mut(&socket) else {
            return;
        };
        if let Some(frame) = wire.up.pop_front() {
            self.service.hear(socket, serde_json::from_str(&frame).unwrap());
        }
        self.tidy(socket);
    }

    fn carry_down(&mut self, socket: u64, keeps: bool) {
        let Some(wire) = self.wires.get_mut(&socket) else {
            return;
        };
        let number = wire.page;
        if !self.pages[number].awake {
            return;
        }
        let Some(frame) = wire.down.pop_front() else {
            self.tidy(socket);
            return;
        };
        if self.pages[number].socket != Some(socket) {
            self.report.late_frames += 1;
            return;
        }
        if self.traces {
            println!("  page {number} hears {frame}");
        }
        let frame: ToTeam = serde_json::from_str(&frame).unwrap();
        let page = &mut self.pages[number];
        if let ToTeam::Hash { at, hash } = &frame
            && *at == page.replica.seq()
            && page.replica.is_linked()
            && *hash != page.replica.confirmed().hash()
            && page.drops.is_none()
        {
            self.wrong = Some(format!("GR4: page {number} differs from the service at {}", at.0));
        }
        let (messages, reconnect) = page.receive(frame, keeps, self.now, &mut self.ledger);
        if messages.iter().any(|message| matches!(message, FromPage::Resync)) {
            self.report.asked_again += 1;
        }
        if page.replica.work() == Work::Kept
            && page.drops.is_none()
            && page.replica.shown() != page.replica.confirmed()
        {
            self.wrong = Some(format!(
                "OR3: page {number} says all is kept, and shows something else"
            ));
        }
        self.send(number, messages);
        if reconnect {
            self.pages[number].socket = None;
            self.pages[number].replica.closed();
        }
    }

    fn tidy(&mut self, socket: u64) {
        let empty = |wire: &Wire| wire.cut && wire.up.is_empty() && wire.down.is_empty();
        if self.wires.get(&socket).is_some_and(empty) {
            self.wires.remove(&socket);
            self.service.forget(socket);
        }
    }

    /// What was on its way to a dead service is lost; what it said before still arrives.
    fn all_lines_fall(&mut self) {
        for wire in self.wires.values_mut() {
            wire.cut = true;
            wire.up.clear();
        }
    }

    /// The lines heal, the service lives, everyone is there: all queues run dry.
    fn comes_to_rest(&mut self) -> Result<(), String> {
        self.happens(Action::Start);
        for page in 0..self.pages.len() {
            self.happens(Action::Wake { page, days: 1 });
            self.happens(Action::Flush { page });
        }
        for round in 0..2_000 {
            let mut busy = false;
            for page in 0..self.pages.len() {
                self.happens(Action::Notice { page });
                let linked = self.pages[page]
                    .socket
                    .is_some_and(|socket| self.wires.contains_key(&socket));
                if !linked {
                    self.happens(Action::Connect { page });
                    busy = true;
                }
            }
            let sockets: Vec<_> = self.wires.keys().copied().collect();
            for socket in sockets {
                for up in [true, false] {
                    let waits = |wire: &Wire| {
                        if up {
                            !wire.up.is_empty()
                        } else {
                            !wire.down.is_empty()
                        }
                    };
                    busy |= self.wires.get(&socket).is_some_and(waits);
                    self.happens(Action::Carry {
                        socket,
                        up,
                        keeps: true,
                    });
                }
            }
            while self.service.has_heard() {
                busy = true;
                self.happens(Action::Serve {
                    many: 3,
                    snapshot: false,
                    death: None,
                });
            }
            if !busy && round > 0 {
                let hashed: Vec<_> = self.pages.iter().filter_map(|page| page.socket).collect();
                for socket in hashed {
                    self.happens(Action::Hash { socket });
                }
                let told = self.wires.values().any(|wire| !wire.down.is_empty());
                if !told || round > 1_900 || self.hashes_agree() {
                    return self.wrong.take().map_or(Ok(()), Err);
                }
            }
        }
        Err("the queues never run dry".into())
    }

    /// Hands the last hashes over; whether nobody had to ask again.
    fn hashes_agree(&mut self) -> bool {
        let asked = self.report.asked_again;
        let sockets: Vec<_> = self.wires.keys().copied().collect();
        for socket in sockets {
            while self.wires.get(&socket).is_some_and(|wire| !wire.down.is_empty()) {
                self.carry_down(socket, true);
            }
        }
        self.report.asked_again == asked
    }

    /// Every copy is the same bytes, and every word is where it should be.
    fn compare_all(mut self) -> Result<Report, String> {
        let bytes = |board: &Board| serde_json::to_string(board).unwrap();
        let disk = &self.service.disk;
        disk.is_sound()?;
        let truth = disk.replay();
        let same = |name: &str, board: &Board| {
            if bytes(board) == bytes(&truth) {
                Ok(())
            } else {
                Err(format!("{name} differs from the replay of the log"))
            }
        };
        same("the service", &self.service.board())?;
        same("snapshot and tail", &disk.load())?;
        let mut conflicts = letters::Count::new();
        for page in &self.pages {
            if page.replica.work() != Work::Kept {
                return Err(format!("page {}: {:?}", page.number, page.replica.work()));
            }
            same(&format!("page {}", page.number), page.replica.confirmed())?;
            same(&format!("what page {} shows", page.number), page.replica.shown())?;
            for conflict in page.replica.conflicts() {
                letters::add(&mut conflicts, &letters::of_command(&conflict.command));
                self.report.conflicts += 1;
            }
        }
        let undone = |entry: &&service::Entry| !entry.event.contains(r#"{"undone":"#);
        let log: String = disk
            .log
            .iter()
            .filter(undone)
            .map(|entry| entry.event.as_str())
            .collect();
        self.ledger.check(&truth, &log, &conflicts)?;
        self.report.commands = self.service.judged;
        self.report.repeats = self.service.repeats;
        self.report.split_words = letters::split(&truth) as u64;
        Ok(self.report)
    }
}

/// Runs many worlds, from `FIRST_SEED`; stops at the first that goes wrong and says how to see it again.
pub fn run_all(default: u64, test: &str, restores: bool) -> (u64, u64, Report) {
    let (first, seeds) = (env_number("FIRST_SEED", 1), env_number("SEEDS", default));
    let mut all = Report::default();
    for seed in first..first + seeds {
        let report = run(seed, Faults::default(), restores).unwrap_or_else(|wrong| {
            panic!(
                "seed {seed}: {wrong}\nagain: FIRST_SEED={seed} SEEDS=1 cargo test -p itineraire-domain --test simulator {test} (TRACE=1 tells all that happens)"
            )
        });
        all.commands += report.commands;
        all.cuts += report.cuts;
        all.deaths += report.deaths;
        all.repeats += report.repeats;
        all.conflicts += report.conflicts;
        all.with_conflict += u64::from(report.conflicts > 0);
        all.restores += report.restores;
        all.reopened += report.reopened;
        all.loaded += report.loaded;
        all.late_frames += report.late_frames;
        all.asked_again += report.asked_again;
        all.split_words += report.split_words;
    }
    (first, seeds, all)
}
