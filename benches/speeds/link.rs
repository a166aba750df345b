//! One command from a socket to the disk and back: the real router on loopback, a database that waits for the disk.

use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use itineraire_benches::{line, medians, ratio, run};
use itineraire_domain::access::{AssignmentKind, Capability, Policy};
use itineraire_domain::ids::{CellId, ClientId, ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::{COMMAND_VERSION, CircleLevel, Command, StepCommand};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_domain::theme;
use itineraire_domain::views::pages::FullName;
use itineraire_server::http::connections::{self, Gate};
use itineraire_server::stop::Stop;
use itineraire_server::{Served, router};
use itineraire_store::repositories::Cells;
use itineraire_store::{Store, TokenHash};
use itineraire_testing::link::Link;
use itineraire_testing::{Founding, beside, cell_of, link, written};
use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

const AT_ONCE: usize = 50;

/// A page on a board of its own, with its step.
struct Page {
    socket: Link,
    step: StepId,
    seq: u64,
}

pub fn speeds(rounds: usize) {
    let runtime = Runtime::new().unwrap();
    // Beside what is built, not in a temporary folder: that one may be memory, where nothing waits for a disk.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = folder.path().join("itineraire.db");
    through(
        &runtime,
        "SQLite",
        &format!("sqlite://{}", file.display()),
        folder.path(),
        rounds,
    );
    match std::env::var("TEST_DATABASE_URL") {
        Ok(admin) => {
            let name = format!("bench_{}", Uuid::new_v4().simple());
            runtime
                .block_on(run(&admin, &format!("CREATE DATABASE {name}")))
                .unwrap();
            through(
                &runtime,
                "PostgreSQL",
                &beside(&admin, &name),
                folder.path(),
                rounds,
            );
            runtime
                .block_on(run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")))
                .unwrap();
        }
        Err(_) => println!("left out on PostgreSQL: TEST_DATABASE_URL is not set"),
    }
}

fn through(runtime: &Runtime, database: &str, url: &str, folder: &Path, rounds: usize) {
    let (store, mut pages) = runtime.block_on(world(url));
    let size = pages[0].next().len();
    pages[0].seq -= 1;
    let mut log = File::create(folder.join("log")).unwrap();
    let mut commits = 0;

    let (first, others) = pages.split_at_mut(1);
    let mut kept_alone = || {
        let start = Instant::now();
        runtime.block_on(first[0].keeps());
        start.elapsed()
    };
    let mut appended = || {
        let start = Instant::now();
        log.write_all(&vec![b'a'; size]).unwrap();
        log.sync_data().unwrap();
        start.elapsed()
    };
    let mut kept_at_once = || {
        let before = store.commits();
        let start = Instant::now();
        runtime.block_on(join_all(others.iter_mut().map(Page::keeps)));
        let time = start.elapsed();
        commits += store.commits() - before;
        time
    };
    let [alone, append, at_once] = medians(rounds, [&mut kept_alone, &mut appended, &mut kept_at_once]);
    line(&format!("fsync of {size} bytes in the same folder"), append, "");
    line(
        &format!("{database}: socket to disk and back, alone"),
        alone,
        &format!("{} that fsync", ratio(alone, append)),
    );
    let each = at_once / u32::try_from(AT_ONCE).unwrap();
    let together = (AT_ONCE * (rounds + 1)) as u64 / commits.max(1);
    line(
        &format!("{database}: {AT_ONCE} at once, each"),
        each,
        &format!("{} one alone; {together} commands per commit", ratio(each, alone)),
    );
}

impl Page {
    /// The next command, as it goes on the wire.
    fn next(&mut self) -> Message {
        self.seq += 1;
        let command = Command::Step(
            self.step,
            StepCommand::SetPlace {
                place: format!("Guichet {}", self.seq),
            },
        );
        link::said(&FromPage::Command {
            seq: self.seq,
            version: COMMAND_VERSION,
            body: serde_json::to_value(command).unwrap().into(),
        })
    }

    /// Sends the next command, and waits until the service says that it is kept.
    async fn keeps(&mut self) {
        let command = self.next();
        self.send(command).await;
        let seq = self.seq;
        let answer = self
            .until(|frame| matches!(frame, ToTeam::Judged { seq: of, .. } if *of == seq))
            .await;
        assert!(
            matches!(
                answer,
                ToTeam::Judged {
                    result: CommandResult::Kept { .. },
                    ..
                }
            ),
            "{answer:?}"
        );
    }

    async fn send(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    async fn until(&mut self, wanted: impl Fn(&ToTeam) -> bool) -> ToTeam {
        loop {
            if let Message::Text(text) = self.socket.next().await.unwrap().unwrap() {
                let frame = serde_json::from_str(&text).unwrap();
                if wanted(&frame) {
                    return frame;
                }
            }
        }
    }
}

/// A service on loopback, and one page more than write at once, each on its own board.
async fn world(url: &str) -> (Store, Vec<Page>) {
    let store = Store::create(url).await.unwrap();
    let cell = CellId(Uuid::new_v4());
    written!(store, |tx| Cells::on(&tx).create(cell, &cell_of("Rivemont")));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let leptos = leptos::config::LeptosOptions::builder()
        .output_name("itineraire")
        .site_addr(address)
        .build();
    let app = router(Served::new(store.clone(), leptos, Policy::default()));
    tokio::spawn(async move {
        connections::serve(listener, app, &Gate::default(), &Stop::default()).await;
    });
    let mut pages = Vec::new();
    for _ in 0..=AT_ONCE {
        pages.push(page(&store, cell, address).await);
    }
    (store, pages)
}

async fn page(store: &Store, cell: CellId, address: SocketAddr) -> Page {
    let now = itineraire_domain::calendar::Moment(
        i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap(),
    );
    let (rose, samira) = (PersonId(Uuid::new_v4()), PersonId(Uuid::new_v4()));
    let parcours = ParcoursId(Uuid::new_v4());
    let founding = Founding { store, cell, now };
    for (person, first, capability) in [
        (rose, "Rose", Capability::Usager),
        (samira, "Samira", Capability::Professional),
    ] {
        founding
            .person(person, &FullName::new(first, "", ""), capability, None)
            .await;
    }
    founding.parcours(parcours, rose, CircleLevel::Internal).await;
    founding.assign(parcours, samira, AssignmentKind::Referent).await;
    let (token, client) = (Uuid::new_v4().to_string(), ClientId(Uuid::new_v4()));
    let of_samira = (samira, Capability::Professional);
    let session = founding.signs_in(&TokenHash::of(&token), of_samira, None).await;
    founding.client(&session, parcours, client).await;

    let request = link::upgrade(address, &token, &format!("http://{address}"));
    let mut page = Page {
        socket: connect_async(request).await.unwrap().0,
        step: StepId(Uuid::new_v4()),
        seq: 1,
    };
    page.send(link::hello(client, parcours)).await;
    page.until(|frame| matches!(frame, ToTeam::Snapshot { .. })).await;
    let proposed = Command::Step(
        page.step,
        StepCommand::Propose {
            title: "Préparer le dossier".into(),
            theme: theme!("work"),
            terms: None,
        },
    );
    page.send(link::said(&FromPage::Command {
        seq: 1,
        version: COMMAND_VERSION,
        body: serde_json::to_value(proposed).unwrap().into(),
    }))
    .await;
    page.until(|frame| matches!(frame, ToTeam::Judged { .. })).await;
    page
}
