//! The world of the tests over real sockets: a cell with one parcours, and a service on a port of its own. On SQLite, or
//! on the PostgreSQL of `TEST_DATABASE_URL`.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use futures_util::{SinkExt, StreamExt};
use itineraire_domain::access::pages::{CircleLevel, PersonName, Role};
use itineraire_domain::access::signin::{CardAccount, Proven, Tries};
use itineraire_domain::board::{Board, Seq};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::sync::message::{FromPage, PROTOCOL, ToTeam};
use itineraire_server::{Served, router};
use itineraire_store::{Store, TokenHash};
use sea_orm::{ConnectionTrait, Database};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use uuid::Uuid;

pub type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

pub struct World {
    pub address: SocketAddr,
    pub store: Store,
    pub cell: CellId,
    pub parcours: ParcoursId,
    /// A partner organisation.
    pub organisation: OrganisationId,
    /// Whose parcours it is, freshly proven.
    pub rose: Hand,
    /// A professional, assigned.
    pub camille: Hand,
    /// Of the partner organisation.
    pub lea: Hand,
    url: String,
    // Dropped last: the file goes with it.
    _folder: Option<tempfile::TempDir>,
}

/// Someone who is signed in, and their writing hand.
#[derive(Clone)]
pub struct Hand {
    pub person: PersonId,
    pub role: Role,
    pub token: String,
    pub client: ClientId,
}

pub fn now() -> Moment {
    itineraire_app::api::visit::now()
}

pub async fn world() -> World {
    let (url, folder) = fresh_database().await;
    let store = Store::open(&url).await.unwrap();
    let (cell, parcours) = (CellId(Uuid::new_v4()), ParcoursId(Uuid::new_v4()));
    let organisation = OrganisationId(Uuid::new_v4());
    store.create_cell(cell, "CAG", "Le Trait").await.unwrap();
    store
        .create_organisation(cell, organisation, "Mission locale", true)
        .await
        .unwrap();
    let mut hands = Vec::new();
    for (first, role) in [
        ("Rose", Role::Usager),
        ("Camille", Role::Professional),
        ("Léa", Role::Partner),
    ] {
        let person = PersonId(Uuid::new_v4());
        let of = (role == Role::Partner).then_some(organisation);
        store
            .create_person(cell, person, &name(first), role, of)
            .await
            .unwrap();
        match role {
            Role::Usager => store
                .create_parcours((cell, parcours), person, first, CircleLevel::Individual, now())
                .await
                .unwrap(),
            Role::Professional => store.assign((cell, parcours), person, false).await.unwrap(),
            Role::Partner => {}
        }
        hands.push(signed_in(&store, (cell, parcours), (person, role)).await);
    }
    let [rose, camille, lea] = hands.try_into().ok().unwrap();
    World {
        address: serve(store.clone()).await,
        store,
        cell,
        parcours,
        organisation,
        rose,
        camille,
        lea,
        url,
        _folder: folder,
    }
}

/// A database that nobody has used: a file, or one of the PostgreSQL of `TEST_DATABASE_URL`.
async fn fresh_database() -> (String, Option<tempfile::TempDir>) {
    let Ok(admin) = std::env::var("TEST_DATABASE_URL") else {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("t.db");
        return (format!("sqlite://{}?mode=rwc", file.display()), Some(folder));
    };
    let name = format!("server_{}", Uuid::new_v4().simple());
    let connection = Database::connect(&admin).await.unwrap();
    connection
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    connection.close().await.unwrap();
    let (front, query) = admin.split_once('?').unwrap_or((&admin, ""));
    let (server, _) = front.rsplit_once('/').unwrap();
    (format!("{server}/{name}?{query}"), None)
}

async fn serve(store: Store) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = leptos::config::LeptosOptions::builder()
        .output_name("itineraire")
        .site_addr(address)
        .build();
    let app = router(Served::new(store, leptos));
    tokio::spawn(async move {
        axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
            .await
            .unwrap();
    });
    address
}

fn name(first: &str) -> PersonName {
    PersonName {
        first: first.into(),
        short: first.into(),
        initials: "X".into(),
        job: String::new(),
    }
}

/// A session, a usager's freshly proven, and a client of it.
pub async fn signed_in(
    store: &Store,
    (cell, parcours): (CellId, ParcoursId),
    (person, role): (PersonId, Role),
) -> Hand {
    let (token, client) = (Uuid::new_v4().to_string(), ClientId(Uuid::new_v4()));
    let hash = TokenHash::of(&token);
    let proof = (role == Role::Usager).then(|| proven(person));
    store
        .open_session(&hash, (cell, person, role), proof, now())
        .await
        .unwrap();
    let session = store.session(&hash, now()).await.unwrap().unwrap();
    store
        .issue_client(&session, parcours, client, now())
        .await
        .unwrap();
    Hand {
        person,
        role,
        token,
        client,
    }
}

/// Card and PIN, given now.
fn proven(person: PersonId) -> Proven {
    let tries = Tries::default();
    CardAccount { person, tries }.prove(true, now()).1.unwrap()
}

impl World {
    /// The same database, served by another process as far as memory goes.
    pub async fn restart(&mut self) {
        self.store = Store::open(&self.url).await.unwrap();
        self.address = serve(self.store.clone()).await;
    }

    /// Another page of the same person, with a session and a client of its own.
    pub async fn again(&self, hand: &Hand) -> Hand {
        signed_in(&self.store, (self.cell, self.parcours), (hand.person, hand.role)).await
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a browser asks to open the live link.
    pub fn upgrade(&self, token: &str, origin: &str) -> Request {
        let mut request = format!("ws://{}/live", self.address)
            .into_client_request()
            .unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", origin.parse().unwrap());
        headers.insert("cookie", format!("__Host-itineraire={token}").parse().unwrap());
        request
    }

    pub async fn connect(&self, token: &str, origin: &str) -> Result<Socket, Error> {
        let request = self.upgrade(token, origin);
        Ok(tokio_tungstenite::connect_async(request).await?.0)
    }

    /// A socket that said hello.
    pub async fn open(&self, hand: &Hand) -> Socket {
        let mut socket = self.connect(&hand.token, &self.origin()).await.unwrap();
        self.hello(&mut socket, hand.client).await;
        socket
    }

    pub async fn hello(&self, socket: &mut Socket, client: ClientId) {
        let hello = FromPage::Hello {
            protocol: PROTOCOL,
            client,
            board: self.parcours,
            epoch: None,
            have: Seq(0),
        };
        say(socket, &hello).await;
    }

    /// The board, as committed.
    pub async fn board(&self) -> Board {
        self.store.board(self.cell, self.parcours).await.unwrap().unwrap()
    }

    pub async fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.board().await).unwrap()
    }
}

pub async fn say(socket: &mut Socket, message: &FromPage) {
    socket
        .send(Message::text(serde_json::to_string(message).unwrap()))
        .await
        .unwrap();
}

/// Sends a command; gives what answers it.
pub async fn command(socket: &mut Socket, seq: u64, version: u16, body: Value) -> ToTeam {
    say(socket, &FromPage::Command { seq, version, body }).await;
    until(socket, |frame| {
        matches!(
            frame,
            ToTeam::Answer { .. } | ToTeam::Gap { .. } | ToTeam::Denied { .. }
        )
    })
    .await
}

/// Longer than any frame takes: a test that waits for one that never comes should say where.
const PATIENCE: Duration = Duration::from_mins(1);

/// The next frame; none when the link is closed.
pub async fn next<T: DeserializeOwned>(socket: &mut Socket) -> Option<T> {
    loop {
        let message = tokio::time::timeout(PATIENCE, socket.next()).await;
        match message.expect("a frame that never came")?.unwrap() {
            Message::Text(text) => {
                return Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")));
            }
            Message::Close(_) => return None,
            _ => {}
        }
    }
}

/// Reads up to the frame that is wanted.
pub async fn until<T: DeserializeOwned>(socket: &mut Socket, wanted: impl Fn(&T) -> bool) -> T {
    loop {
        let frame = next(socket)
            .await
            .expect("the link ended before the frame that is wanted");
        if wanted(&frame) {
            return frame;
        }
    }
}

pub async fn still_answers(socket: &mut Socket) {
    say(socket, &FromPage::Ping { n: 7 }).await;
    assert_eq!(
        until(socket, |frame| matches!(frame, ToTeam::Pong { .. })).await,
        ToTeam::Pong { n: 7 }
    );
}

/// Reads up to the end; gives the code that the service closed with.
pub async fn close_code(socket: &mut Socket) -> u16 {
    loop {
        if let Message::Close(frame) = socket.next().await.unwrap().unwrap() {
            return frame.unwrap().code.into();
        }
    }
}
