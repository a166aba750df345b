//! The socket of a page, whoever it is for: asks for the page's client, opens, pings, notices a dead link, opens
//! again (`GR5`). What is said over it is the page's: [`Page`].

use super::client;
use crate::api;
use crate::browser::{clock, kept};
use itineraire_domain::ids::{ClientId, PersonId, StreamId};
use itineraire_domain::parcours::Board;
use itineraire_domain::sync::message::FromPage;
use itineraire_domain::sync::stream::Stream;
use itineraire_domain::{Denial, Trouble};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WebSocket};

const PING_EVERY_MS: i32 = 5_000;
const DEAD_AFTER_MS: i64 = 10_000;
const RETRY_FIRST_MS: i32 = 500;
const RETRY_MOST_MS: i32 = 30_000;

/// A stream that pages are linked to.
pub(super) trait Live: Stream {
    /// Asks for a client to write on one of them: the one that this browser kept, or a new one (`ID1`).
    async fn issue(stream: StreamId, kept: String) -> Result<ClientId, api::AppError>;
}

impl Live for Board {
    async fn issue(stream: StreamId, kept: String) -> Result<ClientId, api::AppError> {
        api::issue_client(stream.into(), kept).await
    }
}

/// What a link carries.
pub(super) trait Page<S: Stream> {
    /// The page's client, once it is issued (`ID1`).
    fn client(&self) -> Option<ClientId>;
    /// It was issued.
    fn issued(&self, client: ClientId);
    /// The first message on a new socket.
    fn hello(&self) -> Option<FromPage<S>>;
    /// A frame came.
    fn heard(&self, frame: &str);
    /// The socket is gone.
    fn lost(&self);
    /// The service keeps nothing for now.
    fn troubled(&self, trouble: Trouble);
    /// Not, or no longer, for this session.
    fn denied(&self, why: Denial);
    /// The page is about to be hidden or left: what it holds back is written down now (`RB1`).
    fn leaves(&self) {}
    /// Whether something would be lost if the page were left now.
    fn holds_work(&self) -> bool {
        false
    }
}

/// The link of one page.
pub(super) struct Link<S: Live> {
    person: PersonId,
    stream: StreamId,
    /// Where this browser keeps the client; none before it was looked for, or when it keeps none.
    place: RefCell<Option<String>>,
    /// The client is being asked for.
    asks: Cell<bool>,
    page: RefCell<Weak<dyn Page<S>>>,
    socket: RefCell<Option<WebSocket>>,
    /// Which socket is the present one: a late event of a replaced one is ignored.
    generation: Cell<u32>,
    tries: Cell<i32>,
    /// When the oldest ping without an answer was sent.
    asked: Cell<Option<i64>>,
    pings: Cell<u64>,
    /// The service said that the session is over, and was not asked again yet.
    signed_out: Cell<bool>,
    stopped: Cell<bool>,
    handlers: RefCell<Vec<Box<dyn std::any::Any>>>,
}

impl<S: Live> Link<S> {
    pub fn new(person: PersonId, stream: StreamId) -> Rc<Self> {
        Rc::new(Self {
            person,
            stream,
            place: RefCell::new(None),
            asks: Cell::new(false),
            page: RefCell::new(Weak::<Nobody>::new()),
            socket: RefCell::new(None),
            generation: Cell::new(0),
            tries: Cell::new(0),
            asked: Cell::new(None),
            pings: Cell::new(0),
            signed_out: Cell::new(false),
            stopped: Cell::new(false),
            handlers: RefCell::new(Vec::new()),
        })
    }

    /// Begins to serve a page.
    pub fn start(self: &Rc<Self>, page: Weak<dyn Page<S>>) {
        *self.page.borrow_mut() = page;
        self.watch();
        self.connect();
    }

    /// Ends for good.
    pub fn stop(&self) {
        self.stopped.set(true);
        self.drop_socket();
    }

    /// Drops the socket, if there is one, and opens another at once.
    pub fn open_anew(self: &Rc<Self>) {
        self.drop_socket();
        self.tries.set(0);
        self.connect();
    }

    /// Drops the socket and opens another in a while.
    pub fn open_later(self: &Rc<Self>) {
        self.drop_socket();
        self.retry();
    }

    /// The service took this page in: the next loss is tried again soon.
    pub fn welcomed(&self) {
        self.tries.set(0);
        self.signed_out.set(false);
    }

    /// Whether a denial is the last word. A session that ended is asked for once more: a new one may have taken its
    /// place in this browser, after a PIN.
    pub fn is_final(&self, why: Denial) -> bool {
        let asks_again = why == Denial::SignedOut && !self.signed_out.replace(true);
        if !asks_again {
            self.stop();
        }
        !asks_again
    }

    /// Sends messages. A socket that closes meanwhile loses nothing: what is not answered is sent again.
    pub fn send(&self, messages: &[FromPage<S>]) {
        let Some(socket) = self.socket.borrow().clone() else {
            return;
        };
        for message in messages {
            if let Ok(text) = serde_json::to_string(message) {
                let _ = socket.send_with_str(&text);
            }
        }
    }

    fn page(&self) -> Option<Rc<dyn Page<S>>> {
        self.page.borrow().upgrade()
    }

    /// What goes on whatever the socket. The listeners live as long as the page.
    fn watch(self: &Rc<Self>) {
        let link = Rc::downgrade(self);
        let each = move |work: fn(&Rc<Self>)| {
            let link = link.clone();
            move || {
                if let Some(link) = link.upgrade().filter(|link| !link.stopped.get()) {
                    work(&link);
                }
            }
        };
        let tick = Closure::<dyn Fn()>::new(each(Self::tick)).into_js_value();
        let every = tick.unchecked_ref();
        let _ = window().set_interval_with_callback_and_timeout_and_arguments_0(every, PING_EVERY_MS);
        for event in ["pagehide", "visibilitychange"] {
            let leave = each(|link| {
                if let Some(page) = link.page() {
                    page.leaves();
                }
                // A tablet that wakes up does not wait for its turn.
                if !document().hidden() {
                    link.tick();
                    link.connect();
                }
            });
            window_event_listener_untyped(event, move |_| leave());
        }
        let back = each(|link| {
            link.tries.set(0);
            link.connect();
        });
        window_event_listener_untyped("online", move |_| back());
        // The browser knows of a cut long before a ping goes unanswered.
        let gone = each(Self::open_later);
        window_event_listener_untyped("offline", move |_| gone());
        let link = Rc::downgrade(self);
        window_event_listener_untyped("beforeunload", move |event| {
            let page = link.upgrade().and_then(|link| link.page());
            if page.is_some_and(|page| {
                page.leaves();
                page.holds_work()
            }) {
                event.prevent_default();
            }
        });
    }

    fn tick(self: &Rc<Self>) {
        if self.socket.borrow().is_none() {
            return;
        }
        let now = clock::now().0;
        if self.asked.get().is_some_and(|asked| now - asked >= DEAD_AFTER_MS) {
            return self.open_later();
        }
        self.pings.set(self.pings.get() + 1);
        self.asked.set(self.asked.get().or(Some(now)));
        self.send(&[FromPage::Ping { n: self.pings.get() }]);
    }

    fn drop_socket(&self) {
        self.generation.set(self.generation.get() + 1);
        self.asked.set(None);
        if let Some(socket) = self.socket.borrow_mut().take() {
            quieten(&socket);
        }
        if let Some(page) = self.page() {
            page.lost();
        }
    }

    /// Again in 0.5 s to 30 s, doubling, with jitter.
    fn retry(self: &Rc<Self>) {
        let tries = self.tries.get();
        self.tries.set(tries + 1);
        let most = RETRY_FIRST_MS
            .saturating_mul(2 << tries.min(6))
            .min(RETRY_MOST_MS);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "500 to 30,000"
        )]
        let wait = (f64::from(most) * (0.5 + js_sys::Math::random() / 2.0)) as u64;
        let link = self.clone();
        set_timeout(move || link.connect(), Duration::from_millis(wait));
    }

    fn connect(self: &Rc<Self>) {
        let Some(page) = self.page() else { return };
        if self.stopped.get() || self.socket.borrow().is_some() {
            return;
        }
        if page.client().is_some() {
            return self.open();
        }
        if self.asks.replace(true) {
            return;
        }
        if self.place.borrow().is_some() {
            return self.ask();
        }
        let link = self.clone();
        let whose = format!("{} {}", self.person, self.stream);
        let then = move |place| {
            link.place.replace(place);
            link.ask();
        };
        client::take_place(whose, 0, Rc::new(then));
    }

    /// Asks for the client that is kept at this page's place, or for a new one.
    fn ask(self: &Rc<Self>) {
        let link = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let place = link.place.borrow().clone();
            let kept = place.as_deref().and_then(kept::at).unwrap_or_default();
            let issued = S::issue(link.stream, kept).await;
            link.asks.set(false);
            let Some(page) = link.page() else { return };
            match issued {
                Ok(client) => {
                    if let Some(place) = place {
                        kept::keep_at(&place, &client.to_string());
                    }
                    page.issued(client);
                    link.open();
                }
                Err(api::AppError::Denied(why)) if link.is_final(why) => page.denied(why),
                Err(error) => {
                    if let api::AppError::NotKept(trouble) = error {
                        page.troubled(trouble);
                    }
                    link.retry();
                }
            }
        });
    }

    fn open(self: &Rc<Self>) {
        if self.stopped.get() || self.socket.borrow().is_some() {
            return;
        }
        let location = window().location();
        let secure = location.protocol().is_ok_and(|it| it == "https:");
        let Ok(host) = location.host() else { return };
        let scheme = if secure { "wss" } else { "ws" };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/live")) else {
            return self.retry();
        };
        let generation = self.generation.get() + 1;
        self.generation.set(generation);
        let current = move |link: &Weak<Self>| {
            let link = link
                .upgrade()
                .filter(|link| link.generation.get() == generation)?;
            Some((link.page()?, link))
        };
        let link = Rc::downgrade(self);
        let opened = Closure::<dyn Fn()>::new(move || {
            if let Some((page, link)) = current(&link)
                && let Some(hello) = page.hello()
            {
                link.send(&[hello]);
            }
        });
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        let link = Rc::downgrade(self);
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let (Some((page, link)), Some(text)) = (current(&link), event.data().as_string()) {
                link.asked.set(None);
                page.heard(&text);
            }
        });
        socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let link = Rc::downgrade(self);
        let closed = Closure::<dyn Fn()>::new(move || {
            if let Some((_, link)) = current(&link) {
                link.open_later();
            }
        });
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        *self.socket.borrow_mut() = Some(socket);
        // Those of the socket before it are called no more.
        *self.handlers.borrow_mut() = vec![Box::new(opened), Box::new(heard), Box::new(closed)];
    }
}

/// Closes a socket that may take its time to close, and tells nobody when it does.
fn quieten(socket: &WebSocket) {
    socket.set_onopen(None);
    socket.set_onmessage(None);
    socket.set_onclose(None);
    let _ = socket.close();
}

/// Before a link has its page.
struct Nobody;

impl<S: Stream> Page<S> for Nobody {
    fn client(&self) -> Option<ClientId> {
        None
    }
    fn issued(&self, _: ClientId) {}
    fn hello(&self) -> Option<FromPage<S>> {
        None
    }
    fn heard(&self, _: &str) {}
    fn lost(&self) {}
    fn troubled(&self, _: Trouble) {}
    fn denied(&self, _: Denial) {}
}
