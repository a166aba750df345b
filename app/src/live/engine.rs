//! The replica behind a page of any stream: what the person does goes in, what comes over the link goes in, what it shows
//! goes to the page's [`Shown`].

use super::link::{Link, Live, Page};
use super::shown::{Begins, Ended, Screen, Shown};
use crate::browser::clock::now;
use crate::browser::local::Local;
use crate::browser::window;
use crate::locales::{self, say};
use itineraire_domain::access::Who;
use itineraire_domain::ids::{ClientId, Epoch};
use itineraire_domain::kernel::reading;
use itineraire_domain::sync::message::{FromPage, ToTeam};
use itineraire_domain::sync::replica::{Outcome, Replica, Work};
use itineraire_domain::{Denial, Refusal, Trouble};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

/// The engine of one page.
pub(super) struct Engine<S: Live>(Rc<Inner<S>>);

impl<S: Live> Clone for Engine<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

struct Inner<S: Live> {
    screen: Box<dyn Screen<S>>,
    shown: Shown<S>,
    who: Who,
    epoch: Option<Epoch>,
    link: Rc<Link<S>>,
    /// None until the service has issued this page its client.
    replica: RefCell<Option<Replica<S>>>,
    /// Commands given before that.
    early: RefCell<Vec<S::Command>>,
    fields: RefCell<BTreeMap<u32, Typed>>,
    next_field: Cell<u32>,
    /// A new session is being opened with the PIN: the end of the old one is no news.
    proving: Cell<bool>,
    field: Cell<Option<S::Field>>,
}

/// A field that is typed in.
struct Typed {
    /// Writes down whatever it still holds back (`RB1`).
    write_down: Rc<dyn Fn()>,
    /// What it says now.
    says: Rc<dyn Fn() -> String>,
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

impl<S: Live> Engine<S> {
    pub fn start(screen: impl Screen<S> + 'static, begins: Begins<S>) -> Self {
        let shown = screen.shown();
        let Begins { who, epoch, replica } = begins;
        let stream = shown.state.with_untracked(|state| state.id());
        let engine = Self(Rc::new(Inner {
            screen: Box::new(screen),
            shown,
            epoch,
            link: Link::new(who.person(), stream),
            replica: RefCell::new(replica),
            who,
            early: RefCell::new(Vec::new()),
            fields: RefCell::new(BTreeMap::new()),
            next_field: Cell::new(0),
            proving: Cell::new(false),
            field: Cell::new(None),
        }));
        let page: Rc<dyn Page<S>> = engine.0.clone();
        engine.0.link.start(Rc::downgrade(&page));
        engine
    }

    pub fn stop(self) {
        self.0.leaves();
        self.0.link.stop();
    }

    pub fn give(&self, command: S::Command) -> Result<(), Refusal> {
        self.0.give(command)
    }

    pub fn dismiss(&self, seq: u64) {
        self.0.with(|replica| replica.dismiss(seq));
        self.0.show();
    }

    pub fn writes_in(&self, field: Option<S::Field>) {
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
    fn add_field(&self, write_down: Rc<dyn Fn()>, says: Rc<dyn Fn() -> String>) -> u32 {
        let number = self.0.next_field.get();
        self.0.next_field.set(number + 1);
        let field = Typed {
            write_down,
            says,
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

    /// The page's client, once it may name letters.
    pub fn client(&self) -> Option<ClientId> {
        self.0
            .with(|replica| replica.knows_its_client().then(|| replica.client()))
            .flatten()
    }
}

/// A field's seat among those that the engine writes down and counts. Its copies are the same seat.
#[derive(Clone)]
pub(super) struct Seat<S: Live> {
    engine: Local<Engine<S>>,
    number: Rc<Cell<Option<u32>>>,
    /// How often something was typed: whoever waits for a rest looks whether there was one.
    typed: Rc<Cell<u32>>,
}

impl<S: Live> Seat<S> {
    pub fn new(engine: Local<Engine<S>>) -> Self {
        Self {
            engine,
            number: Rc::default(),
            typed: Rc::default(),
        }
    }

    /// The engine, once it is there.
    pub fn engine(&self) -> Option<Engine<S>> {
        self.engine.get()
    }

    /// Takes the seat, once the engine is there: after the first effects ran. Then `write_down` is called a first time, for
    /// what was typed before the page woke. `says` is what it says.
    pub fn take(&self, write_down: impl Fn() + 'static, says: impl Fn() -> String + 'static) {
        let (seat, write_down, says) = (self.clone(), Rc::new(write_down), Rc::new(says));
        queue_microtask(move || {
            let number = seat
                .engine()
                .map(|engine| engine.add_field(write_down.clone(), says));
            seat.number.set(number);
            write_down();
        });
    }

    /// Calls `then` once nothing was typed for a while, if nothing is before that.
    pub fn rests(&self, rest: Duration, then: impl FnOnce() + 'static) {
        let (typed, now) = (self.typed.clone(), self.typed.get() + 1);
        typed.set(now);
        set_timeout(
            move || {
                if typed.get() == now {
                    then();
                }
            },
            rest,
        );
    }

    /// What the field holds now.
    pub fn holds(&self, holds: Holds) {
        if let (Some(number), Some(engine)) = (self.number.get(), self.engine()) {
            engine.holds(number, holds);
        }
    }

    /// The field is gone.
    pub fn leave(&self) {
        if let (Some(number), Some(engine)) = (self.number.take(), self.engine()) {
            engine.forget_field(number);
        }
    }
}

impl<S: Live> Inner<S> {
    fn with<T>(&self, work: impl FnOnce(&mut Replica<S>) -> T) -> Option<T> {
        self.replica.borrow_mut().as_mut().map(work)
    }

    fn give(&self, command: S::Command) -> Result<(), Refusal> {
        if self.replica.borrow().is_none() {
            self.early.borrow_mut().push(command);
            self.show();
            return Ok(());
        }
        let messages = self
            .with(|replica| replica.give(command, now()))
            .transpose()?
            .unwrap_or_default();
        self.link.send(&messages);
        self.show();
        Ok(())
    }

    /// Where one's work is (`OR3`), what is not a command yet counted in.
    fn work(&self, replica: Option<&Replica<S>>) -> Work {
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
        let shown = self.shown;
        let replica = self.replica.borrow();
        set_if_new(shown.work, self.work(replica.as_ref()));
        let Some(replica) = replica.as_ref() else { return };
        // What a page that is over still says stays as it was said: its fields let go of the state one by one.
        if shown.ended.with_untracked(Option::is_some) {
            return;
        }
        if shown.state.with_untracked(|state| **state != *replica.shown()) {
            self.screen.shows(replica.shown().clone());
        }
        set_if_new(shown.linked, replica.is_linked());
        set_if_new(shown.confirmed, replica.seq());
        if shown
            .conflicts
            .with_untracked(|known| known.as_slice() != replica.conflicts())
        {
            shown.conflicts.set(replica.conflicts().to_vec());
        }
    }

    /// Takes everything of the stream off the screen and out of the page, but the person's own words that the service never
    /// had: those are theirs to copy.
    fn end(&self, ended: Ended<S>) {
        self.shown.ended.set(Some(ended));
        let (stream, owner) = self
            .shown
            .state
            .with_untracked(|state| (state.id(), state.owner()));
        self.screen.shows(S::empty(stream, owner));
        self.screen.forgets();
        window::forget_what_came();
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

impl<S: Live> Page<S> for Inner<S> {
    fn client(&self) -> Option<ClientId> {
        self.with(|replica| replica.client())
    }

    fn issued(&self, client: ClientId) {
        let state = S::clone(&self.shown.state.get_untracked());
        *self.replica.borrow_mut() = Some(Replica::new(client, self.who.clone(), self.epoch, state));
        for command in self.early.take() {
            if let Err(refusal) = self.give(command) {
                self.shown.notice.set(locales::refusal(&refusal));
            }
        }
    }

    fn hello(&self) -> Option<FromPage<S>> {
        self.with(Replica::opened)
    }

    fn heard(&self, frame: &str) {
        // A frame that this page cannot read is one of a newer service (`EV2`).
        let frame = reading::read::<ToTeam<S>>(frame).unwrap_or(ToTeam::UpdateRequired);
        if let ToTeam::Presence { here } = frame {
            self.shown.here.set(here);
            return;
        }
        if matches!(
            frame,
            ToTeam::Delta { .. } | ToTeam::Snapshot { .. } | ToTeam::Judged { .. }
        ) {
            self.leaves();
        }
        if matches!(frame, ToTeam::Judged { .. }) {
            set_if_new(self.shown.trouble, None);
        }
        let was_linked = self.with(|replica| replica.is_linked());
        let Some((messages, outcome)) = self.with(|replica| replica.receive(frame)) else {
            return;
        };
        self.link.send(&messages);
        if was_linked == Some(false) && self.with(|replica| replica.is_linked()) == Some(true) {
            self.link.welcomed();
            // What was typed before the client was known (`ID1`).
            self.leaves();
            if let Some(field) = self.field.get() {
                self.link.send(&[FromPage::Here { field: Some(field) }]);
            }
        }
        self.show();
        match outcome {
            Outcome::Denied(why) if !self.proving.get() && self.link.is_final(why) => self.denied(why),
            Outcome::UpdateRequired => {
                self.link.stop();
                self.shown.notice.set(say::every_page::UPDATED.into());
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
        self.shown.here.set(Vec::new());
        self.with(Replica::closed);
        self.show();
    }

    fn troubled(&self, trouble: Trouble) {
        set_if_new(self.shown.trouble, Some(trouble));
    }

    fn denied(&self, why: Denial) {
        self.leaves();
        let unsent = self.with(|replica| replica.pending().cloned().collect());
        let mut unsent: Vec<_> = unsent.unwrap_or_default();
        unsent.extend(self.early.take());
        // Refused, or typed before the page had a name to write them under: of no command.
        let held = (self.fields.borrow().values())
            .filter(|field| field.holds != Holds::Nothing)
            .map(|field| (field.says)())
            .collect();
        self.end(Ended { why, unsent, held });
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
