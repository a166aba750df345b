//! Where the tests happen: a fresh database, two towns.

use crate::tablet::Tablet;
use itineraire_domain::access::{AssignmentKind, Role};
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{AccountId, CellId, MembershipId, OrganisationId, ParcoursId, PersonId, StepId};
use itineraire_domain::parcours::{Board, CircleLevel, Command, SharedItem, SharingCommand, StepCommand};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::views::pages::FullName;
use itineraire_store::repositories::{Accounts, Memberships, Parcours};
use itineraire_store::{Store, Submitted, Transaction};
use itineraire_testing::{Founding, beside, written};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::time::Duration;
use uuid::Uuid;

/// When everything is founded: 2 June 2026, 10:13 in Paris.
pub const NOW: Moment = Moment(1_780_388_000_000);

/// The day of it there.
pub fn today() -> Day {
    Day::new(2026, 6, 2).unwrap()
}

/// A fresh database, opened.
pub struct World {
    pub store: Store,
    /// Rose's town.
    pub town: Town,
    /// The same, elsewhere: nobody here may ever read or write there.
    pub twin: Town,
    url: String,
    // Dropped last: the file goes with it.
    _folder: Option<tempfile::TempDir>,
}

/// A cell with one parcours, and who is around it.
pub struct Town {
    pub cell: CellId,
    pub parcours: ParcoursId,
    /// The partner organisation.
    pub organisation: OrganisationId,
    /// Whose parcours it is, freshly proven.
    pub rose: Tablet,
    /// A professional, assigned.
    pub samira: Tablet,
    /// A professional, assigned too.
    pub karim: Tablet,
    /// A professional of the cell who is not assigned.
    pub paul: Tablet,
    /// Of the partner organisation.
    pub lea: Tablet,
}

/// Runs a test on both databases, on one thread: what is queued without a pause arrives together.
macro_rules! on_both {
    ($($(#[doc = $why:expr])* async fn $name:ident($world:ident) $body:block)+) => {$(
        $(#[doc = $why])*
        #[tokio::test]
        async fn $name() {
            for backend in $crate::world::Backend::ALL {
                let Some(mut $world) = $crate::world::World::found(backend).await else {
                    continue;
                };
                {
                    #[allow(unused_mut, reason = "not every test changes its world")]
                    let $world = &mut $world;
                    $body
                }
                $world.close().await;
            }
        }
    )+};
}
pub(crate) use on_both;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

impl World {
    /// A fresh database with its two towns; none when there is no PostgreSQL to test on.
    pub async fn found(backend: Backend) -> Option<Self> {
        let (url, folder) = match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join("itineraire.db");
                (format!("sqlite://{}", file.display()), Some(folder))
            }
            Backend::Postgres => {
                let Ok(admin) = std::env::var("TEST_DATABASE_URL") else {
                    println!("left out on PostgreSQL: TEST_DATABASE_URL is not set");
                    return None;
                };
                let name = format!("store_{}", Uuid::new_v4().simple());
                let connection = Database::connect(&admin).await.unwrap();
                connection
                    .execute_unprepared(&format!("CREATE DATABASE {name}"))
                    .await
                    .unwrap();
                connection.close().await.unwrap();
                (beside(&admin, &name), None)
            }
        };
        println!("on {backend:?}");
        let store = Store::create(&url).await.unwrap();
        let town = Town::found(&store, "Rivemont").await;
        let twin = Town::found(&store, "Ailleurs").await;
        Some(Self {
            store,
            town,
            twin,
            url,
            _folder: folder,
        })
    }

    /// Another process on the same database: nothing in memory is shared.
    pub async fn another(&self) -> Store {
        Store::open_beside(&self.url).await.unwrap()
    }

    /// The tables themselves. What is written here waits in the log for the store: whoever else writes to the file ends the
    /// service.
    pub async fn tables(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(&self.url);
        options.map_sqlx_sqlite_opts(|sqlite| sqlite.pragma("wal_autocheckpoint", "0"));
        Database::connect(options).await.unwrap()
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The board of the first town, as committed.
    pub async fn board(&self) -> Board {
        Parcours::on(self.store.reads())
            .board(self.town.cell, self.town.parcours)
            .await
            .unwrap()
            .unwrap()
    }

    /// A step proposed by Karim: his own *yes* stands with it (`AG5`), and nobody else's.
    pub async fn step(&mut self, title: &str, theme: Theme) -> StepId {
        let step = StepId(Uuid::new_v4());
        let command = Command::Step(
            step,
            StepCommand::Propose {
                title: title.into(),
                theme,
                terms: None,
            },
        );
        self.town.karim.keeps(&self.store, command).await;
        step
    }

    /// Rose shares something with the partner for 30 days.
    pub async fn share(&mut self, item: SharedItem) {
        let command = Command::Sharing(SharingCommand::Share {
            item,
            organisation: self.town.organisation,
            purpose: "préparer le rendez-vous".into(),
            until: NOW.plus_days(30),
            seen: None,
        });
        self.town.rose.keeps(&self.store, command).await;
    }

    /// A command of Samira's is kept once a transaction ends, and not before.
    pub async fn waits_for(&mut self, transaction: Transaction, command: &Command) {
        let submission = self.town.samira.next(command);
        let mut answer = Box::pin(self.store.enqueue(submission).await.unwrap());
        // Where nothing holds it back it is there long before; a machine that is slow proves nothing, and fails nobody.
        let early = tokio::time::timeout(Duration::from_millis(300), &mut answer).await;
        assert!(early.is_err(), "{early:?}");
        transaction.commit().await.unwrap();
        assert!(matches!(
            answer.await,
            Ok(Submitted::Result(CommandResult::Kept { .. }))
        ));
    }

    pub async fn close(self) {
        let Self { store, url, .. } = self;
        drop(store);
        if url.starts_with("postgres") {
            let name = url.rsplit('/').find(|it| it.starts_with("store_")).unwrap();
            let name = name.split('?').next().unwrap();
            let admin = Database::connect(std::env::var("TEST_DATABASE_URL").unwrap())
                .await
                .unwrap();
            admin
                .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await
                .unwrap();
        }
    }
}

impl Town {
    /// More of it, from the moment when it was founded.
    pub fn founding<'a>(&self, store: &'a Store) -> Founding<'a> {
        Founding {
            store,
            cell: self.cell,
            now: NOW,
        }
    }

    async fn found(store: &Store, name: &str) -> Self {
        let cell = CellId(Uuid::new_v4());
        let parcours = ParcoursId(Uuid::new_v4());
        let organisation = OrganisationId(Uuid::new_v4());
        let founding = Founding {
            store,
            cell,
            now: NOW,
        };
        founding.cell(name).await;
        founding.partner(organisation, "Mission locale").await;
        let mut people = Vec::new();
        for (first, role) in [
            ("Rose", Role::Usager),
            ("Samira", Role::Professional),
            ("Karim", Role::Professional),
            ("Paul", Role::Professional),
            ("Léa", Role::Partner),
        ] {
            let person = PersonId(Uuid::new_v4());
            let of = (role == Role::Partner).then_some(organisation);
            founding.person(person, &full_name(first), role.into(), of).await;
            people.push((person, role));
        }
        founding
            .parcours(parcours, people[0].0, CircleLevel::Internal)
            .await;
        founding
            .assign(parcours, people[1].0, AssignmentKind::Referent)
            .await;
        founding
            .assign(parcours, people[2].0, AssignmentKind::Member)
            .await;
        let mut tablets = Vec::new();
        for (person, role) in people {
            tablets.push(Tablet::signed_in(store, (cell, person, role), parcours, NOW).await);
        }
        let [rose, samira, karim, paul, lea] = tablets.try_into().ok().unwrap();
        Self {
            cell,
            parcours,
            organisation,
            rose,
            samira,
            karim,
            paul,
            lea,
        }
    }
}

/// A new account with an address and the hash of a password, for these memberships.
pub async fn account(
    store: &Store,
    (email, hash): (&str, &str),
    memberships: &[(CellId, MembershipId)],
) -> AccountId {
    let account = written!(store, |tx| Accounts::on(&tx).create(email, hash, NOW));
    for membership in memberships {
        written!(store, |tx| Memberships::on(&tx).give(*membership, account));
    }
    account
}

pub fn full_name(first: &str) -> FullName {
    FullName::new(first, "M", "")
}
