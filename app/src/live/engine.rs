//! The socket around the pure replica: opens, pings, notices a dead link, opens again (`GR5`).

use super::LiveBoard;
use crate::api;
use itineraire_domain::Refusal;
use itineraire_domain::access::Who;
use itineraire_domain::access::pages::Role;
use itineraire_domain::board::{Command, Field};
use itineraire_domain::ids::ClientId;
use itineraire_domain::sync::client::{Outcome, Replica};
use itineraire_domain::sync::message::{FromPage, ToTeam};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WebSocket};

const PING_EVERY_MS: i32 = 5_000;
const DEAD_AFTER_MS: i64 = 10_000;
const RETRY_FIRST_MS: i32 = 500;
const RETRY_MOST_MS: i32 = 30_000;

/// Writes down whatever a field still holds back (`RB1`).
type Flush = Rc<dyn Fn()>;

/// The link of one page.
#[derive(Clone)]
pub(super) struct Engine(Rc<Inner>);

struct Inner {
    live: LiveBoard,
    /// None until the service has issued this page its writing hand.
    replica: RefCell<Option<Replica>>,
    /// Commands given before that.
    early: RefCell<Vec<Command>>,
    socket: RefCell<Option<WebSocket>>,
    /// Which socket is the present one: a late event of a replaced one is ignored.
    generation: Cell<u32>,
    tries: Cell<u32>,
    heard: Cell<i64>,
    pings: Cell<u64>,
    flushes: RefCell<BTreeMap<u32, Flush>>,
    next_flush: Cell<u32>,
    stopped: Cell<bool>,
    closures: RefCell<Vec<Box<dyn std::any::Any>>>,
}

impl Engine {
    pub fn start(live: LiveBoard) -> Self {
        let engine = Self(Rc::new(Inner {
            live,
            replica: RefCell::new(None),
            early: RefCell::new(Vec::new()),
            socket: RefCell::new(None),
            generation: Cell::new(0),
            tries: Cell::new(0),
            heard: Cell::new(0),
            pings: Cell::new(0),
            flushes: RefCell::new(BTreeMap::new()),
            next_flush: Cell::new(0),
            stopped: Cell::new(false),
            closures: RefCell::new(Vec::new()),
        }));
        engine.0.clone().watch();
        engine.0.clone().connect();
        engine
    }

    pub fn stop(self) {
        self.0.flush();
        self.0.stopped.set(true);
        self.0.drop_socket();
    }

    pub fn give(&self, command: Command) -> Result<(), Refusal> {
        self.0.give(command)
    }

    pub fn dismiss(&self, seq: u64) {
        self.0.with(|replica| replica.dismiss(seq));
        self.0.show();
    }

    pub fn writes_in(&self, field: Option<Field>) {
        if self.0.with(|replica| replica.is_linked()) == Some(true) {
            self.0.send(&[FromPage::Here { field }]);
        }
    }

    pub fn link_again(&self) {
        self.0.drop_socket();
        self.0.with(Replica::allow_again);
        self.0.clone().connect();
    }

    /// Registers what writes a field down; gives the way to forget it.
    pub fn on_flush(&self, flush: Flush) -> u32 {
        let number = self.0.next_flush.get();
        self.0.next_flush.set(number + 1);
        self.0.flushes.borrow_mut().insert(number, flush);
        number
    }

    pub fn forget_flush(&self, number: u32) {
        self.0.flushes.borrow_mut().remove(&number);
    }

    /// The page's writing hand, once it is issued.
    pub fn client(&self) -> Option<ClientId> {
        self.0.with(|replica| replica.client())
    }
}

impl Inner {
    fn with<T>(&self, work: impl FnOnce(&mut Replica) -> T) -> Option<T> {
        self.replica.borrow_mut().as_mut().map(work)
    }

    fn issued(&self, client: ClientId) {
        let page = self.live.page.get_value();
        let person = page.me.person;
        let who = match page.me.role {
            Role::Usager => Who::Usager { person, proof: None },
            Role::Professional | Role::Partner => Who::Professional { person },
        };
        *self.replica.borrow_mut() = Some(Replica::new(client, who, Some(page.epoch), page.board.clone()));
        for command in self.early.take() {
            if let Err(refusal) = self.give(command) {
                self.live.say(&refusal);
            }
        }
        self.flush();
    }

    fn give(&self, command: Command) -> Result<(), Refusal> {
        if self.replica.borrow().is_none() {
            self.early.borrow_mut().push(command);
            return Ok(());
        }
        let messages = self
            .with(|replica| replica.give(command, super::now()))
            .transpose()?
            .unwrap_or_default();
        self.send(&messages);
        self.show();
        Ok(())
    }

    fn flush(&self) {
        let all: Vec<Flush> = self.flushes.borrow().values().cloned().collect();
        for flush in all {
            flush();
        }
    }

    fn show(&self) {
        let replica = self.replica.borrow();
        let Some(replica) = replica.as_ref() else { return };
        let shown = replica.shown();
        if self.live.board.with_untracked(|board| **board != *shown) {
            self.live.board.set(Arc::new(shown.clone()));
        }
        let (work, linked) = (replica.work(), replica.is_linked());
        if self.live.work.get_untracked() != work {
            self.live.work.set(work);
        }
        if self.live.linked.get_untracked() != linked {
            self.live.linked.set(linked);
        }
        if self
            .live
            .conflicts
            .with_untracked(|known| known.as_slice() != replica.conflicts())
        {
            self.live.conflicts.set(replica.conflicts().to_vec());
        }
    }

    fn send(&self, messages: &[FromPage]) {
        let Some(socket) = self.socket.borrow().clone() else {
            return;
        };
        for message in messages {
            if let Ok(text) = serde_json::to_string(message) {
                // A socket that closes meanwhile loses nothing: what is not answered is sent again.
                let _ = socket.send_with_str(&text);
            }
        }
    }

    /// What the page does whatever the socket: pings, and writing everything down before it is hidden or left.
    fn watch(self: Rc<Self>) {
        let inner = Rc::downgrade(&self);
        let tick = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = inner.upgrade() {
                inner.tick();
            }
        });
        let window = window();
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(
            tick.as_ref().unchecked_ref(),
            PING_EVERY_MS,
        );
        let inner = Rc::downgrade(&self);
        let leave = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = inner.upgrade() {
                inner.flush();
            }
        });
        for event in ["pagehide", "visibilitychange"] {
            let _ = window.add_event_listener_with_callback(event, leave.as_ref().unchecked_ref());
        }
        let _ =
            document().add_event_listener_with_callback("visibilitychange", leave.as_ref().unchecked_ref());
        let inner = Rc::downgrade(&self);
        let back = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = inner.upgrade() {
                inner.tries.set(0);
                if inner.socket.borrow().is_none() {
                    inner.connect();
                }
            }
        });
        let _ = window.add_event_listener_with_callback("online", back.as_ref().unchecked_ref());
        let mut closures = self.closures.borrow_mut();
        closures.push(Box::new(tick));
        closures.push(Box::new(leave));
        closures.push(Box::new(back));
    }

    fn tick(self: &Rc<Self>) {
        if self.stopped.get() || self.socket.borrow().is_none() {
            return;
        }
        if super::now().0 - self.heard.get() > DEAD_AFTER_MS {
            self.drop_socket();
            self.clone().retry();
            return;
        }
        self.pings.set(self.pings.get() + 1);
        self.send(&[FromPage::Ping { n: self.pings.get() }]);
    }

    fn drop_socket(&self) {
        self.generation.set(self.generation.get() + 1);
        if let Some(socket) = self.socket.borrow_mut().take() {
            let _ = socket.close();
        }
        self.with(Replica::closed);
        if !self.stopped.get() {
            self.show();
        }
    }

    /// Again in 0.5 s to 30 s, doubling, with jitter.
    fn retry(self: Rc<Self>) {
        let tries = self.tries.get();
        self.tries.set(tries + 1);
        let most = RETRY_FIRST_MS
            .saturating_mul(1 << tries.min(6))
            .min(RETRY_MOST_MS);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 30,000"
        )]
        let wait = (f64::from(most) * (0.5 + js_sys::Math::random() / 2.0)) as u64;
        set_timeout(move || self.connect(), std::time::Duration::from_millis(wait));
    }

    fn connect(self: Rc<Self>) {
        if self.stopped.get() || self.socket.borrow().is_some() {
            return;
        }
        if self.replica.borrow().is_some() {
            self.open();
            return;
        }
        // The writing hand is issued once per page (`ID1`).
        let parcours = self.live.page.with_value(|page| page.board.parcours);
        wasm_bindgen_futures::spawn_local(async move {
            match api::issue_client(parcours).await {
                Ok(client) => {
                    if self.replica.borrow().is_none() {
                        self.issued(client);
                    }
                    self.open();
                }
                Err(api::AppError::Refused(refusal)) => self.live.say(&refusal),
                Err(_) => self.retry(),
            }
        });
    }

    fn open(self: Rc<Self>) {
        if self.stopped.get() || self.socket.borrow().is_some() {
            return;
        }
        let location = window().location();
        let scheme = if location.protocol().is_ok_and(|it| it == "https:") {
            "wss"
        } else {
            "ws"
        };
        let Ok(host) = location.host() else { return };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/live")) else {
            return self.retry();
        };
        let generation = self.generation.get() + 1;
        self.generation.set(generation);
        self.heard.set(super::now().0);
        let current = move |inner: &Weak<Self>| {
            inner
                .upgrade()
                .filter(|inner| inner.generation.get() == generation)
        };

        let inner = Rc::downgrade(&self);
        let opened = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = current(&inner) {
                inner.tries.set(0);
                if let Some(hello) = inner.with(Replica::opened) {
                    inner.send(&[hello]);
                }
            }
        });
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        let inner = Rc::downgrade(&self);
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let (Some(inner), Some(text)) = (current(&inner), event.data().as_string()) {
                inner.heard.set(super::now().0);
                if let Ok(frame) = serde_json::from_str::<ToTeam>(&text) {
                    inner.receive(frame);
                }
            }
        });
        socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let inner = Rc::downgrade(&self);
        let closed = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = current(&inner) {
                inner.drop_socket();
                inner.retry();
            }
        });
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        *self.socket.borrow_mut() = Some(socket);
        // Those of replaced sockets are kept too: the browser may still call them, and they then do nothing.
        self.closures.borrow_mut().extend([
            Box::new(opened) as Box<dyn std::any::Any>,
            Box::new(heard),
            Box::new(closed),
        ]);
    }

    fn receive(self: &Rc<Self>, frame: ToTeam) {
        if let ToTeam::Presence { here } = frame {
            self.live.here.set(here);
            return;
        }
        if matches!(
            frame,
            ToTeam::Delta { .. } | ToTeam::Snapshot { .. } | ToTeam::Answer { .. }
        ) {
            self.flush();
        }
        let Some((messages, outcome)) = self.with(|replica| replica.receive(frame)) else {
            return;
        };
        self.send(&messages);
        match &outcome {
            Outcome::Denied(refusal) => self.live.say(refusal),
            Outcome::UpdateRequired => {
                self.live.notice.set(
                    "L’application a été mise à jour. Rechargez la page : votre travail est gardé.".into(),
                );
            }
            Outcome::Reconnect => self.drop_socket(),
            _ => {}
        }
        self.show();
        if outcome == Outcome::Reconnect {
            self.clone().retry();
        }
    }
}
