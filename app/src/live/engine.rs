//! The replica behind a board's page: what the person does goes in, what comes over the link goes in, what it shows
//! goes to the signals of [`LiveBoard`].

use super::LiveBoard;
use super::link::{Link, Page};
use crate::locales::say;
use itineraire_domain::access::Role;
use itineraire_domain::access::Who;
use itineraire_domain::ids::ClientId;
use itineraire_domain::kernel::reading;
use itineraire_domain::parcours::{Command, Field};
use itineraire_domain::sync::parcours::{FromPage, Replica, ToTeam};
use itineraire_domain::sync::replica::{Outcome, Work};
use itineraire_domain::{Refusal, Trouble};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The engine of one page.
#[derive(Clone)]
pub(super) struct Engine(Rc<Inner>);

struct Inner {
    live: LiveBoard,
    link: Rc<Link>,
    /// None until the service has issued this page its writing hand.
    replica: RefCell<Option<Replica>>,
    /// Commands given before that.
    early: RefCell<Vec<Command>>,
    fields: RefCell<BTreeMap<u32, Typed>>,
    next_field: Cell<u32>,
    /// A new session is being opened with the PIN: the end of the old one is no news.
    proving: Cell<bool>,
    field: Cell<Option<Field>>,
}

/// A field that is typed in.
struct Typed {
    /// Writes down whatever it still holds back (`RB1`).
    write_down: Rc<dyn Fn()>,
    holds: Holds,
}

/// What a field holds that is not a command yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Nothing,
    /// Words that are given in a moment.
    Words,
    /// Words that the rules refused: they stay in the field.
    Refused,
}

impl Engine {
    pub fn start(live: LiveBoard) -> Self {
        let (person, parcours) = live.page.with_value(|page| (page.me.person, page.board.parcours));
        let engine = Self(Rc::new(Inner {
            live,
            link: Link::new(person, parcours),
            replica: RefCell::new(None),
            early: RefCell::new(Vec::new()),
            fields: RefCell::new(BTreeMap::new()),
            next_field: Cell::new(0),
            proving: Cell::new(false),
            field: Cell::new(None),
        }));
        let page: Rc<dyn Page> = engine.0.clone();
        engine.0.link.start(Rc::downgrade(&page));
        engine
    }

    pub fn stop(self) {
        self.0.leaves();
        self.0.link.stop();
    }

    pub fn give(&self, command: Command) -> Result<(), Refusal> {
        self.0.give(command)
    }

    pub fn dismiss(&self, seq: u64) {
        self.0.with(|replica| replica.dismiss(seq));
        self.0.show();
    }

    pub fn writes_in(&self, field: Option<Field>) {
        self.0.field.set(field);
        if self.0.with(|replica| replica.is_linked()) == Some(true) {
            self.0.link.send(&[FromPage::Here { field }]);
        }
    }

    /// A new session is being opened with the PIN, or no longer.
    pub fn proves(&self, now: bool) {
        self.0.proving.set(now);
    }

    /// The link opens again, with the session of this moment.
    pub fn link_again(&self) {
        self.0.with(Replica::allow_again);
        self.0.link.open_anew();
    }

    /// Takes a field in; gives its number.
    fn add_field(&self, write_down: Rc<dyn Fn()>) -> u32 {
        let number = self.0.next_field.get();
        self.0.next_field.set(number + 1);
        let field = Typed {
            write_down,
            holds: Holds::Nothing,
        };
        self.0.fields.borrow_mut().insert(number, field);
        number
    }

    fn forget_field(&self, number: u32) {
        self.0.fields.borrow_mut().remove(&number);
        self.0.show();
    }

    fn holds(&self, number: u32, holds: Holds) {
        let before = (self.0.fields.borrow_mut())
            .get_mut(&number)
            .map(|field| std::mem::replace(&mut field.holds, holds));
        // Every field of the board says it at each frame: where nothing is new, nothing is shown again.
        if before.is_some_and(|before| before != holds) {
            self.0.show();
        }
    }

    /// The page's writing hand, once it may name letters.
    pub fn client(&self) -> Option<ClientId> {
        self.0
            .with(|replica| replica.knows_its_hand().then(|| replica.client()))
            .flatten()
    }
}

/// A field's seat among those that the engine writes down and counts.
pub(super) struct Seat {
    live: LiveBoard,
    number: Cell<Option<u32>>,
}

impl Seat {
    pub fn new(live: LiveBoard) -> Self {
        Self {
            live,
            number: Cell::new(None),
        }
    }

    /// Takes the seat, once the engine is there: after the first effects ran. Then `write_down` is called a first time, for
    /// what was typed before.
    pub fn take(&self, write_down: Rc<dyn Fn()>) {
        self.number
            .set(self.live.engine(|engine| engine.add_field(write_down.clone())));
        write_down();
    }

    /// What the field holds now.
    pub fn holds(&self, holds: Holds) {
        if let Some(number) = self.number.get() {
            self.live.engine(|engine| engine.holds(number, holds));
        }
    }

    /// The field is gone.
    pub fn leave(&self) {
        if let Some(number) = self.number.take() {
            self.live.engine(|engine| engine.forget_field(number));
        }
    }
}

impl Inner {
    fn with<T>(&self, work: impl FnOnce(&mut Replica) -> T) -> Option<T> {
        self.replica.borrow_mut().as_mut().map(work)
    }

    fn give(&self, command: Command) -> Result<(), Refusal> {
        if self.replica.borrow().is_none() {
            self.early.borrow_mut().push(command);
            self.show();
            return Ok(());
        }
        let messages = self
            .with(|replica| replica.give(command, super::now()))
            .transpose()?
            .unwrap_or_default();
        self.link.send(&messages);
        self.show();
        Ok(())
    }

    /// Where one's work is (`OR3`), what is not a command yet counted in.
    fn work(&self, replica: Option<&Replica>) -> Work {
        let fields = self.fields.borrow();
        let held = |wanted: Holds| fields.values().filter(|field| field.holds == wanted).count();
        let (typed, refused) = (
            held(Holds::Words) + self.early.borrow().len(),
            held(Holds::Refused),
        );
        let kept_here = |count| {
            if count == 0 {
                Work::Kept
            } else {
                Work::KeptHere(count)
            }
        };
        match replica.map(Replica::work) {
            _ if refused > 0 => kept_here(refused + typed + replica.map_or(0, |it| it.pending().count())),
            None => kept_here(typed),
            Some(Work::KeptHere(count)) => kept_here(count + typed),
            Some(Work::OnItsWay(count)) => Work::OnItsWay(count + typed),
            Some(Work::Kept) if typed == 0 => Work::Kept,
            Some(Work::Kept) if replica.is_some_and(Replica::is_linked) => Work::OnItsWay(typed),
            Some(Work::Kept) => Work::KeptHere(typed),
        }
    }

    fn show(&self) {
        let live = self.live;
        let replica = self.replica.borrow();
        set_if_new(live.work, self.work(replica.as_ref()));
        let Some(replica) = replica.as_ref() else { return };
        // What a page that is over still says stays as it was said: its fields let go of the board one by one.
        if live.ended.with_untracked(Option::is_some) {
            return;
        }
        let shown = replica.shown();
        if live.board.with_untracked(|board| **board != *shown) {
            live.shows(shown.clone());
        }
        set_if_new(live.linked, replica.is_linked());
        set_if_new(live.confirmed, replica.seq());
        if live
            .conflicts
            .with_untracked(|known| known.as_slice() != replica.conflicts())
        {
            live.conflicts.set(replica.conflicts().to_vec());
        }
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

impl Page for Inner {
    fn hand(&self) -> Option<ClientId> {
        self.with(|replica| replica.client())
    }

    fn issued(&self, hand: ClientId) {
        let page = self.live.page.get_value();
        let person = page.me.person;
        let who = match page.me.role {
            Role::Usager => Who::Usager { person, proof: None },
            Role::Professional | Role::Partner => Who::Professional { person },
        };
        *self.replica.borrow_mut() = Some(Replica::new(hand, who, Some(page.epoch), page.board.clone()));
        for command in self.early.take() {
            if let Err(refusal) = self.give(command) {
                self.live.say(&refusal);
            }
        }
    }

    fn hello(&self) -> Option<FromPage> {
        self.with(Replica::opened)
    }

    fn heard(&self, frame: &str) {
        // A frame that this page cannot read is one of a newer service (`EV2`).
        let frame = reading::read::<ToTeam>(frame).unwrap_or(ToTeam::UpdateRequired);
        if let ToTeam::Presence { here } = frame {
            self.live.here.set(here);
            return;
        }
        if matches!(
            frame,
            ToTeam::Delta { .. } | ToTeam::Snapshot { .. } | ToTeam::Answer { .. }
        ) {
            self.leaves();
        }
        if matches!(frame, ToTeam::Answer { .. }) {
            set_if_new(self.live.trouble, None);
        }
        let was_linked = self.with(|replica| replica.is_linked());
        let Some((messages, outcome)) = self.with(|replica| replica.receive(frame)) else {
            return;
        };
        self.link.send(&messages);
        if was_linked == Some(false) && self.with(|replica| replica.is_linked()) == Some(true) {
            self.link.welcomed();
            // What was typed before the hand was known (`ID1`).
            self.leaves();
            if let Some(field) = self.field.get() {
                self.link.send(&[FromPage::Here { field: Some(field) }]);
            }
        }
        self.show();
        match outcome {
            Outcome::Denied(refusal) if !self.proving.get() && self.link.is_final(&refusal) => {
                self.denied(&refusal);
            }
            Outcome::UpdateRequired => {
                self.link.stop();
                self.live.notice.set(say::every_page::UPDATED.into());
            }
            Outcome::Reconnect => self.link.open_later(),
            Outcome::NotKept(trouble) => {
                self.troubled(trouble);
                self.link.open_later();
            }
            _ => {}
        }
    }

    fn lost(&self) {
        self.live.here.set(Vec::new());
        self.with(Replica::closed);
        self.show();
    }

    fn troubled(&self, trouble: Trouble) {
        set_if_new(self.live.trouble, Some(trouble));
    }

    fn denied(&self, refusal: &Refusal) {
        self.leaves();
        let unsent = self.with(|replica| replica.pending().cloned().collect());
        let mut unsent: Vec<_> = unsent.unwrap_or_default();
        unsent.extend(self.early.take());
        self.live.end(refusal, unsent);
    }

    fn leaves(&self) {
        let all: Vec<_> = self
            .fields
            .borrow()
            .values()
            .map(|it| it.write_down.clone())
            .collect();
        for write_down in all {
            write_down();
        }
    }

    fn holds_work(&self) -> bool {
        let replica = self.replica.borrow();
        // Words that were refused are this page's alone until the person has dealt with them.
        let refused = replica.as_ref().is_some_and(|it| !it.conflicts().is_empty());
        refused || self.work(replica.as_ref()) != Work::Kept
    }
}
