//! The world of the tests over real sockets: a cell with one parcours, and a service on a port of its own. On SQLite, or
//! on the PostgreSQL of `TEST_DATABASE_URL`.

#![allow(dead_code, reason = "each test crate uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod forms;
pub mod smtp;

use futures_util::{SinkExt, StreamExt};
use itineraire_app::Address;
use itineraire_domain::access::{AssignmentKind, Policy, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, MembershipId, OrganisationId, ParcoursId, PersonId};
use itineraire_domain::parcours::{Board, CircleLevel};
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_domain::views::pages::FullName;
use itineraire_server::jobs::outbox;
use itineraire_server::{Served, router};
use itineraire_service::accounts::{Secrets, hash_secret};
use itineraire_store::repositories::{Accounts, Cards, Memberships, Newcomer, Organisations, Parcours};
use itineraire_store::{Store, TokenHash};
use itineraire_testing::{Founding, beside, link, proven, written};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use smtp::Smtp;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use uuid::Uuid;

pub use itineraire_testing::link::Link as Socket;

pub struct World {
    pub address: SocketAddr,
    pub store: Store,
    pub cell: CellId,
    pub parcours: ParcoursId,
    /// A partner organisation.
    pub organisation: OrganisationId,
    /// Whose parcours it is, freshly proven.
    pub rose: Tablet,
    /// A professional, assigned.
    pub camille: Tablet,
    /// Of the partner organisation.
    pub lea: Tablet,
    /// Compares passwords and codes for this service.
    pub secrets: Secrets,
    url: String,
    // Dropped last: the files go with it.
    pub folder: tempfile::TempDir,
}

/// Someone who is signed in, and their client.
#[derive(Clone)]
pub struct Tablet {
    pub person: PersonId,
    pub membership: MembershipId,
    pub role: Role,
    pub token: String,
    pub client: ClientId,
}

pub fn now() -> Moment {
    itineraire_service::clock::now()
}

pub async fn world() -> World {
    let (url, folder) = fresh_database().await;
    let store = Store::create(&url).await.unwrap();
    let (cell, parcours) = (CellId(Uuid::new_v4()), ParcoursId(Uuid::new_v4()));
    let organisation = OrganisationId(Uuid::new_v4());
    let founding = founding(&store, cell);
    founding.cell("Le Trait").await;
    founding.partner(organisation, "Mission locale").await;
    let mut tablets = Vec::new();
    for (first, role) in [
        ("Rose", Role::Usager),
        ("Camille", Role::Professional),
        ("Léa", Role::Partner),
    ] {
        let person = PersonId(Uuid::new_v4());
        let of = (role == Role::Partner).then_some(organisation);
        founding.person(person, &name(first), role.into(), of).await;
        match role {
            Role::Usager => founding.parcours(parcours, person, CircleLevel::Individual).await,
            Role::Professional => founding.assign(parcours, person, AssignmentKind::Member).await,
            Role::Partner => {}
        }
        tablets.push(signed_in(&store, (cell, parcours), (person, role)).await);
    }
    let [rose, camille, lea] = tablets.try_into().ok().unwrap();
    let (address, secrets) = serve(store.clone(), folder.path()).await;
    World {
        address,
        store,
        cell,
        parcours,
        organisation,
        rose,
        camille,
        lea,
        secrets,
        url,
        folder,
    }
}

/// What [`World::give_ways_in`] gives.
pub const EMAIL: &str = "camille@cag.example";
pub const PASSWORD: &str = "un très long mot de passe";
pub const CARD: &str = "0123456789abcdef0123456789abcdef";
pub const PIN: &str = "402913";

/// A file of the page, as the service hands it out.
pub const FILE: &str = "pkg/page.js";

/// A database that nobody has used: a file, or one of the PostgreSQL of `TEST_DATABASE_URL`.
pub async fn fresh_database() -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    std::fs::write(folder.path().join(FILE), "export {}").unwrap();
    let Ok(admin) = std::env::var("TEST_DATABASE_URL") else {
        let file = folder.path().join("t.db");
        return (format!("sqlite://{}", file.display()), folder);
    };
    let name = format!("server_{}", Uuid::new_v4().simple());
    let connection = Database::connect(&admin).await.unwrap();
    connection
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    connection.close().await.unwrap();
    (beside(&admin, &name), folder)
}

/// A service on a database without a cell: where it is, and its folder.
pub async fn empty() -> (String, Store, tempfile::TempDir) {
    let (url, folder) = fresh_database().await;
    let store = Store::create(&url).await.unwrap();
    let eased = Policy::default().eased(100);
    let (address, _) = serve_links(store.clone(), folder.path(), None, eased).await;
    (format!("http://{address}"), store, folder)
}

async fn serve(store: Store, files: &Path) -> (SocketAddr, Secrets) {
    serve_links(store, files, None, Policy::default()).await
}

/// `silent_for`: how long a link may stay without a word of its page.
async fn serve_links(
    store: Store,
    files: &Path,
    silent_for: Option<Duration>,
    policy: Policy,
) -> (SocketAddr, Secrets) {
    let impatient = |served: &mut Served| {
        if let Some(silent_for) = silent_for {
            served.hub.silent_for = silent_for;
        }
    };
    serve_changed(store, files, policy, impatient).await
}

/// A service that was changed before it began.
async fn serve_changed(
    store: Store,
    files: &Path,
    policy: Policy,
    change: impl FnOnce(&mut Served),
) -> (SocketAddr, Secrets) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = leptos::config::LeptosOptions::builder()
        .output_name("itineraire")
        .site_addr(address)
        .site_root(files.display().to_string())
        .build();
    let mut served = Served::new(store, leptos, policy);
    change(&mut served);
    let secrets = served.service.secrets().clone();
    let app = router(served);
    tokio::spawn(async move {
        axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
            .await
            .unwrap();
    });
    (address, secrets)
}

/// Where what letters say leads to.
pub fn public() -> Address {
    Address {
        public: Some(PUBLIC.into()),
        safe: true,
    }
}

/// With many tries.
pub fn eased() -> Policy {
    Policy::default().eased(100)
}

pub const PUBLIC: &str = "https://parcours.letrait.example";

fn founding(store: &Store, cell: CellId) -> Founding<'_> {
    let now = now();
    Founding { store, cell, now }
}

fn name(first: &str) -> FullName {
    FullName::new(first, "", "")
}

/// A session, a usager's freshly proven, and a client of it.
pub async fn signed_in(
    store: &Store,
    (cell, parcours): (CellId, ParcoursId),
    (person, role): (PersonId, Role),
) -> Tablet {
    let (token, client) = (Uuid::new_v4().to_string(), ClientId(Uuid::new_v4()));
    let founding = founding(store, cell);
    let proof = (role == Role::Usager).then(|| proven(person, now()));
    let session = founding
        .signs_in(&TokenHash::of(&token), (person, role.into()), proof)
        .await;
    founding.client(&session, parcours, client).await;
    Tablet {
        person,
        membership: session.membership,
        role,
        token,
        client,
    }
}

impl World {
    /// The same database, served by another process as far as memory goes.
    pub async fn restart(&mut self) {
        self.store.close().await;
        self.store = Store::open(&self.url).await.unwrap();
        (self.address, self.secrets) = serve(self.store.clone(), self.folder.path()).await;
    }

    /// The same database, served by another process that ends a silent link sooner.
    pub async fn restart_impatient(&mut self, silent_for: Duration) {
        self.store.close().await;
        self.store = Store::open(&self.url).await.unwrap();
        (self.address, self.secrets) = serve_links(
            self.store.clone(),
            self.folder.path(),
            Some(silent_for),
            Policy::default(),
        )
        .await;
    }

    /// The same store, served under another policy.
    pub async fn under(&mut self, policy: Policy) {
        (self.address, self.secrets) =
            serve_links(self.store.clone(), self.folder.path(), None, policy).await;
    }

    /// The same store, served with many tries by one that sends letters.
    pub async fn writing_to(&mut self, smtp: &Smtp) {
        let mailer = smtp.mailer();
        let writes = |served: &mut Served| {
            served.service = served.service.clone().with_mail();
            let (service, stop) = (served.service.clone(), served.stop.clone());
            tokio::spawn(outbox::send(service, mailer, public(), stop));
        };
        (self.address, self.secrets) =
            serve_changed(self.store.clone(), self.folder.path(), eased(), writes).await;
    }

    /// The tables themselves.
    pub async fn tables(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.unwrap()
    }

    /// A new account with an address and the hash of a password, for these memberships.
    pub async fn give_account(&self, (email, hash): (&str, &str), memberships: &[(CellId, MembershipId)]) {
        let account = written!(self.store, |tx| Accounts::on(&tx).create(email, hash, now()));
        for membership in memberships {
            written!(self.store, |tx| Memberships::on(&tx).give(*membership, account));
        }
    }

    /// A password for Camille, and a card for Rose.
    pub async fn give_ways_in(&self) {
        let camille = [(self.cell, self.camille.membership)];
        self.give_account((EMAIL, &hash_secret(PASSWORD).unwrap()), &camille)
            .await;
        let pin = hash_secret(PIN).unwrap();
        written!(self.store, |tx| Cards::on(&tx).give(
            self.cell,
            self.rose.person,
            (CARD, &pin),
            now()
        ));
    }

    /// Another page of the same person, with a session and a client of its own.
    pub async fn again(&self, tablet: &Tablet) -> Tablet {
        signed_in(
            &self.store,
            (self.cell, self.parcours),
            (tablet.person, tablet.role),
        )
        .await
    }

    /// Someone else of the cell who is signed in: a usager with a parcours of their own, or a professional or partner
    /// who has nothing to do with any. Gives the parcours that their page is of, too.
    pub async fn someone_else(&self, role: Role) -> (Tablet, ParcoursId) {
        let (store, cell) = (&self.store, self.cell);
        let (person, organisation) = (PersonId(Uuid::new_v4()), OrganisationId(Uuid::new_v4()));
        written!(store, |tx| Organisations::on(&tx).create(
            cell,
            organisation,
            "Le garage",
            true
        ));
        let of = (role == Role::Partner).then_some(organisation);
        written!(store, |tx| Memberships::on(&tx).begin(
            cell,
            &Newcomer {
                person,
                name: &name("Malik"),
                capabilities: &[role.into()],
                organisation: of
            },
            now()
        ));
        let mut parcours = self.parcours;
        if role == Role::Usager {
            parcours = ParcoursId(Uuid::new_v4());
            written!(store, |tx| Parcours::on(&tx).create(
                (cell, parcours),
                person,
                CircleLevel::Individual,
                now()
            ));
        }
        (signed_in(store, (cell, parcours), (person, role)).await, parcours)
    }

    /// Rose proposes a step and shares it with the partner organisation.
    pub async fn share_a_step(&self) {
        let tablet = self.again(&self.rose).await;
        let mut socket = self.open(&tablet).await;
        let step = Uuid::new_v4();
        let body = json!({ "step": [step, { "propose": { "title": "CV", "theme": "work" } }] });
        command(&mut socket, 1, 1, body).await;
        let body = json!({ "sharing": { "share": {
            "item": { "step": step }, "organisation": self.organisation, "purpose": "Un stage",
            "until": now().plus_days(30),
        } } });
        command(&mut socket, 2, 1, body).await;
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a browser asks to open the live link.
    pub fn upgrade(&self, token: &str, origin: &str) -> Request {
        link::upgrade(self.address, token, origin)
    }

    pub async fn connect(&self, token: &str, origin: &str) -> Result<Socket, Error> {
        let request = self.upgrade(token, origin);
        Ok(tokio_tungstenite::connect_async(request).await?.0)
    }

    /// A socket that said hello.
    pub async fn open(&self, tablet: &Tablet) -> Socket {
        let mut socket = self.connect(&tablet.token, &self.origin()).await.unwrap();
        self.hello(&mut socket, tablet.client).await;
        socket
    }

    pub async fn hello(&self, socket: &mut Socket, client: ClientId) {
        self.hello_on(socket, client, self.parcours).await;
    }

    pub async fn hello_on(&self, socket: &mut Socket, client: ClientId, board: ParcoursId) {
        socket.send(link::hello(client, board)).await.unwrap();
    }

    /// The board, as committed.
    pub async fn board(&self) -> Board {
        Parcours::on(self.store.reads())
            .board(self.cell, self.parcours)
            .await
            .unwrap()
            .unwrap()
    }

    pub async fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.board().await).unwrap()
    }
}

pub async fn say(socket: &mut Socket, message: &FromPage) {
    socket.send(link::said(message)).await.unwrap();
}

/// Sends a command; gives what answers it.
pub async fn command(socket: &mut Socket, seq: u64, version: u16, body: Value) -> ToTeam {
    say(
        socket,
        &FromPage::Command {
            seq,
            version,
            body: body.into(),
        },
    )
    .await;
    until(socket, |frame| {
        matches!(
            frame,
            ToTeam::Judged { .. } | ToTeam::Gap { .. } | ToTeam::Denied(_)
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
    close_reason(socket).await.0
}

/// Reads up to the end; gives the code that the service closed with, and why.
pub async fn close_reason(socket: &mut Socket) -> (u16, String) {
    loop {
        if let Message::Close(frame) = socket.next().await.unwrap().unwrap() {
            let frame = frame.unwrap();
            return (frame.code.into(), frame.reason.to_string());
        }
    }
}
