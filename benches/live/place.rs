//! Where they write: a town that is founded once, and a copy of it for each row.

use itineraire_benches::run;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, ParcoursId, StepId};
use itineraire_domain::parcours::{COMMAND_VERSION, Command, StepCommand};
use itineraire_domain::sync::message::CommandResult;
use itineraire_store::{Store, Submission, Submitted, TokenHash};
use itineraire_testing::{THEMES, Town, beside, random_id};
use rand::rngs::StdRng;
use std::fmt;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// Who is at each board, beside its usager.
const PROFESSIONALS: [&str; 3] = ["Camille", "Yanis", "Samira"];

/// People at each board.
pub const PEOPLE: usize = PROFESSIONALS.len() + 1;

/// The length of a title, in characters.
pub const TITLE: usize = 64;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl Engine {
    /// Those that are there.
    pub fn here() -> Vec<Self> {
        let mut here = vec![Self::Sqlite];
        if std::env::var_os("TEST_DATABASE_URL").is_some() {
            here.push(Self::Postgres);
        } else {
            println!("left out on PostgreSQL: TEST_DATABASE_URL is not set");
        }
        here
    }
}

/// Someone who will write, and the titles that are theirs to write.
#[derive(Clone, Debug)]
pub struct Writer {
    pub cookie: String,
    pub parcours: ParcoursId,
    pub client: ClientId,
    pub steps: Vec<StepId>,
}

/// A town that nobody writes in: its copies are written in.
pub struct Place {
    base: Base,
    /// Board by board, all that are at it.
    pub writers: Vec<Writer>,
    folder: tempfile::TempDir,
}

/// A database.
#[derive(Clone, Debug)]
pub struct Base {
    pub engine: Engine,
    pub url: String,
    /// Its file, or its name on the PostgreSQL.
    name: PathBuf,
}

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Moment(i64::try_from(since.as_millis()).unwrap())
}

impl Place {
    /// Founds it: boards, and the steps of each, as many of everyone's.
    pub async fn found(engine: Engine, (boards, steps): (usize, usize), rng: &mut StdRng) -> Self {
        // Beside what is built, not in a temporary folder: that one may be memory, where nothing waits for a disk.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut place = Self {
            base: Base::new(engine, &folder).await,
            writers: Vec::new(),
            folder,
        };
        let store = Store::create(&place.base.url).await.unwrap();
        let town = Town::found(&store, (boards, &PROFESSIONALS), now(), rng).await;
        for (cookie, parcours, client) in town.tablets {
            let steps = (0..steps / PEOPLE).map(|_| StepId(random_id(rng))).collect();
            place.writers.push(Writer {
                cookie,
                parcours,
                client,
                steps,
            });
        }
        let mut proposed = Vec::new();
        for writer in &place.writers {
            for (step, seq) in writer.steps.iter().zip(1..) {
                let title = "a".repeat(TITLE);
                let theme = THEMES[0];
                let command = Command::Step(
                    *step,
                    StepCommand::Propose {
                        title,
                        theme,
                        terms: None,
                    },
                );
                let submission = Submission {
                    token: TokenHash::of(&writer.cookie),
                    parcours: writer.parcours,
                    client: writer.client,
                    seq,
                    version: COMMAND_VERSION,
                    body: serde_json::to_value(command).unwrap(),
                    at: now(),
                };
                proposed.push(store.enqueue(submission).await.unwrap());
                // The queue is bounded, and nobody else empties it.
                if proposed.len() == 512 {
                    answered(&mut proposed).await;
                }
            }
        }
        answered(&mut proposed).await;
        store.close().await;
        drop(store);
        if engine == Engine::Sqlite {
            // Into the file, which alone is copied.
            run(&place.base.url, "PRAGMA wal_checkpoint(TRUNCATE)")
                .await
                .unwrap();
        }
        place
    }

    /// A database that holds what this one does, where everyone has just signed in.
    pub async fn copy(&self) -> Base {
        let copy = Base::new(self.base.engine, &self.folder).await;
        match copy.engine {
            Engine::Sqlite => {
                std::fs::copy(&self.base.name, &copy.name).unwrap();
            }
            Engine::Postgres => {
                let (from, to) = (self.base.name.display(), copy.name.display());
                run(&admin(), &format!("DROP DATABASE {to}")).await.unwrap();
                run(&admin(), &format!("CREATE DATABASE {to} TEMPLATE {from}"))
                    .await
                    .unwrap();
            }
        }
        let Moment(now) = now();
        run(
            &copy.url,
            &format!("UPDATE sessions SET ends = {}, seen = {now}", now + 3_600_000),
        )
        .await
        .unwrap();
        copy
    }

    pub async fn close(self) {
        self.base.close().await;
    }
}

/// Those that wait were kept, each.
pub async fn answered<F>(proposed: &mut Vec<F>)
where
    F: Future<Output = Result<Submitted, itineraire_store::StoreError>>,
{
    for answer in proposed.drain(..) {
        let answer = answer.await.unwrap();
        assert!(
            matches!(answer, Submitted::Result(CommandResult::Kept { .. })),
            "{answer:?}"
        );
    }
}

fn admin() -> String {
    std::env::var("TEST_DATABASE_URL").unwrap()
}

impl Base {
    async fn new(engine: Engine, folder: &tempfile::TempDir) -> Self {
        let name = format!("live_{}", Uuid::new_v4().simple());
        if engine == Engine::Sqlite {
            let name = folder.path().join(name);
            let url = format!("sqlite://{}", name.display());
            return Self { engine, url, name };
        }
        run(&admin(), &format!("CREATE DATABASE {name}")).await.unwrap();
        Self {
            engine,
            url: beside(&admin(), &name),
            name: name.into(),
        }
    }

    /// It goes, and what it held.
    pub async fn close(self) {
        if self.engine == Engine::Postgres {
            let name = self.name.display();
            run(&admin(), &format!("DROP DATABASE {name} WITH (FORCE)"))
                .await
                .unwrap();
            return;
        }
        for end in ["", "-wal", "-shm", "-lock"] {
            let mut file = self.name.clone().into_os_string();
            file.push(end);
            // The log may be gone already.
            let _ = std::fs::remove_file(file);
        }
    }
}
