//! *Kept* means committed, whatever happens to the disk (`OR2`, `OR2a`). The real binary, while many write to it: on a disk
//! that fills and has room again, on a PostgreSQL that stops and cuts, on a database that is taken away, beside a second
//! server. What was answered is there as another process reads it.
//!
//! `ROUNDS=20 cargo test -p itineraire-server --test kept -- --nocapture` does it more often; `FIRST_SEED` changes what is
//! written and when.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/load/mod.rs"]
mod load;
#[path = "support/rerun.rs"]
mod rerun;
mod support;

use itineraire_domain::Denial;
use itineraire_domain::access::{Policy, Role};
use itineraire_domain::sync::parcours::ToTeam;
use itineraire_server::{Served, ignore_file_limits, router};
use itineraire_store::Store;
use itineraire_store::repositories::Sessions;
use itineraire_testing::{Disk, Postgres};
use load::obstacle::{Limit, ReadOnly, SmallDisk, limit, rounds};
use load::people::{Load, ROUNDS_EACH};
use load::{Server, Tablet, back, health};
use rand::Rng;
use rerun::{Again, from_env};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use serde_json::json;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use support::{command, signed_in, until as frame};
use uuid::Uuid;

/// One test at a time: each fills the machine, and prints how long things take.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// These tests bring their own databases: once is enough.
fn elsewhere() -> bool {
    let elsewhere = std::env::var_os("TEST_DATABASE_URL").is_some();
    if elsewhere {
        println!("left out: it brings its own database, and runs without TEST_DATABASE_URL");
    }
    elsewhere
}

fn again(seed: u64, rounds: u64) -> Again {
    Again(format!(
        "FIRST_SEED={seed} ROUNDS={rounds} cargo test -p itineraire-server --test kept"
    ))
}

fn sqlite(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

// @proof kept file-limit ROUNDS=20/2: a file that may not grow, and may again: nothing that was answered is lost
// @proof kept small-disk: the same of a real disk that is full
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_disk_that_fills_and_has_room_again_loses_nothing_that_was_answered() {
    if elsewhere() {
        return;
    }
    let _alone = ALONE.lock().await;
    let (many, seed) = (from_env("ROUNDS", 2), from_env("FIRST_SEED", 1));
    let _again = again(seed, many);
    let folder = tempfile::tempdir().unwrap();
    let database = sqlite(&folder.path().join("itineraire.db"));
    let mut load = Load::found(&database, folder.path(), many, seed).await;
    let server = Server::start(&database).await;
    let shown = rounds(&mut load, &server, &mut Limit, many).await;
    server.kill();
    assert_eq!(load.wrong(&database).await, Vec::<String>::new());
    println!(
        "PROOF file-limit: full and room again {many} times, {} answered, {} times told why not, 0 lost, writing resumed \
         within {} ms",
        load.acknowledged(),
        shown.told,
        shown.resumed.as_millis()
    );

    let place = folder.path().join("disk");
    let Some(mut disk) = SmallDisk::mounted(&place) else {
        println!("PROOF small-disk: SKIPPED, this process may not mount a small disk");
        return;
    };
    let database = sqlite(&place.join("itineraire.db"));
    let witness = tempfile::tempdir().unwrap();
    let mut load = Load::found(&database, witness.path(), many, seed).await;
    let server = Server::start(&database).await;
    let shown = rounds(&mut load, &server, &mut disk, many).await;
    server.kill();
    assert_eq!(load.wrong(&database).await, Vec::<String>::new());
    println!(
        "PROOF small-disk: a disk of 48 MB full and room again {many} times, {} answered, {} times told why not, 0 lost, \
         writing resumed within {} ms; in {} rounds the log had room again by itself",
        load.acknowledged(),
        shown.told,
        shown.resumed.as_millis(),
        shown.by_itself
    );
}

// @proof kept spoiled-connection: a connection kept after a failed commit is found
/// The connection kept after a commit that failed: what the proof above would say of it. The writer that asks the database
/// itself is not taken in, though its connection is as spoiled.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_connection_kept_after_a_failed_commit_is_found() {
    if elsewhere() {
        return;
    }
    let _alone = ALONE.lock().await;
    let seed = from_env("FIRST_SEED", 1);
    let _again = again(seed, 1);
    let (believed, asked) = (
        lost_on_a_spoiled_connection(seed, BELIEVES).await,
        lost_on_a_spoiled_connection(seed, "asks").await,
    );
    println!(
        "PROOF spoiled-connection: the connection kept after a failed commit is found: {believed} answered and not in the \
         file; {asked} when the writer asks the database"
    );
    assert!(believed > 0, "the fault was not found");
    assert_eq!(asked, 0, "kept was said of what the database does not hold");
}

async fn lost_on_a_spoiled_connection(seed: u64, fault: &str) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let database = sqlite(&folder.path().join("itineraire.db"));
    let mut load = Load::found(&database, folder.path(), 1, seed).await;
    let mut program = Command::new(std::env::current_exe().unwrap());
    program
        .args(["--exact", "serves_with_the_fault", "--nocapture"])
        .env(FAULTY, fault);
    let server = Server::launch(program, &database).await.unwrap();
    let mut busy = load.begin(&server);
    let outside = Database::connect(format!("{database}?mode=ro")).await.unwrap();
    let mut lost = 0;
    load.answers(20).await;
    for _ in 0..3 {
        limit(&server, Some(512));
        tokio::time::sleep(Duration::from_millis(500)).await;
        limit(&server, None);
        tokio::time::sleep(Duration::from_millis(500)).await;
        lost = lost.max(load.missing(&outside).await);
    }
    // Some of those who wrote stopped by then, since the server forgot what it had answered.
    busy.shutdown().await;
    server.kill();
    lost
}

const FAULTY: &str = "SERVE_WITH_THE_FAULT";
const BELIEVES: &str = "believes";

/// Not a test of its own: the server of the one above, as its own process.
#[tokio::test(flavor = "multi_thread")]
async fn serves_with_the_fault() {
    let Ok(fault) = std::env::var(FAULTY) else { return };
    ignore_file_limits();
    let database = std::env::var("DATABASE_URL").unwrap();
    let store = Store::open_that_keeps_spoiled_connections(&database, fault == BELIEVES)
        .await
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = leptos::config::LeptosOptions::builder();
    let leptos = options.output_name("itineraire").site_addr(address).build();
    println!("\nhttp://{address}");
    let app = router(Served::new(store, leptos, Policy::default()))
        .into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, app).await.unwrap();
}

// @proof kept postgres-stopped: PostgreSQL stopped and started under load: nothing that was answered is lost
// @proof kept postgres-read-only: the same of one that may only be read
// @proof kept postgres-cuts: the same of one that cuts its connections
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_postgresql_that_stops_and_cuts_loses_nothing_that_was_answered() {
    if elsewhere() {
        return;
    }
    let _alone = ALONE.lock().await;
    let (many, seed) = (from_env("ROUNDS", 2), from_env("FIRST_SEED", 1));
    let _again = again(seed, many);
    let Some(mut postgres) = Postgres::start(Disk::Waited).unwrap() else {
        println!("PROOF postgres-stopped: SKIPPED, PostgreSQL's programs are not on this machine");
        println!("PROOF postgres-cuts: SKIPPED, PostgreSQL's programs are not on this machine");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let database = postgres.url();
    let mut load = Load::found(
        &database,
        folder.path(),
        2 * many.next_multiple_of(ROUNDS_EACH) + ROUNDS_EACH,
        seed,
    )
    .await;
    let server = Server::start(&database).await;
    let shown = rounds(&mut load, &server, &mut postgres, many).await;
    println!(
        "PROOF postgres-stopped: stopped and started {many} times under load, {} answered, {} times told why not, \
         0 lost, writing resumed within {} ms",
        load.acknowledged(),
        shown.told,
        shown.resumed.as_millis()
    );

    let before = load.acknowledged();
    let mut read_only = ReadOnly(Database::connect(&database).await.unwrap());
    load.tally.not_kept.lock().unwrap().clear();
    let shown = rounds(&mut load, &server, &mut read_only, many).await;
    println!(
        "PROOF postgres-read-only: {many} times only to be read, {} answered, {} times told why not, 0 lost, writing resumed \
         within {} ms",
        load.acknowledged() - before,
        shown.told,
        shown.resumed.as_millis()
    );

    // Our own connections, cut wherever they are: before, in, and after a commit.
    let outside = Database::connect(&database).await.unwrap();
    let (before, cuts) = (load.acknowledged(), many * 10);
    let busy = load.begin(&server);
    let mut cut: i64 = 0;
    for _ in 0..cuts {
        load.answers(10).await;
        tokio::time::sleep(Duration::from_millis(load.rng.random_range(0..40))).await;
        let statement = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let statement = Statement::from_string(DbBackend::Postgres, statement);
        let row = outside.query_one_raw(statement).await.unwrap().unwrap();
        cut += row.try_get_by_index::<i64>(0).unwrap();
    }
    load.tally.enough.store(true, Ordering::SeqCst);
    assert!(!back(busy).await.iter().any(Tablet::waits));
    assert_eq!(
        load.missing(&outside).await,
        0,
        "answered, and not in the database"
    );
    let unheard = load.tally.unheard.load(Ordering::SeqCst);
    server.kill();
    assert_eq!(load.wrong(&database).await, Vec::<String>::new());
    assert!(
        many < 10 || unheard > 0,
        "no cut fell between a commit and its answer"
    );
    println!(
        "PROOF postgres-cuts: {cut} connections cut in {cuts} blows, {} answered, {unheard} committed with their answer \
         unheard, 0 lost, 0 twice",
        load.acknowledged() - before
    );
}

// @proof fast asleep SECONDS=20/5: a database that does not answer for so long loses nothing, and ready says so meanwhile
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_is_asleep_for_a_while_loses_nothing() {
    if elsewhere() {
        return;
    }
    let _alone = ALONE.lock().await;
    let (seconds, seed) = (from_env("SECONDS", 5), from_env("FIRST_SEED", 1));
    let _again = Again(format!(
        "FIRST_SEED={seed} SECONDS={seconds} cargo test -p itineraire-server --test kept asleep"
    ));
    let Some(postgres) = Postgres::start(Disk::Waited).unwrap() else {
        println!("PROOF asleep: SKIPPED, PostgreSQL's programs are not on this machine");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let database = postgres.url();
    let mut load = Load::found(&database, folder.path(), 1, seed).await;
    let server = Server::start(&database).await;
    let busy = load.begin(&server);
    load.answers(20).await;
    postgres.is_asleep(true).unwrap();
    let asleep = Instant::now();
    let (well, why) = health(&server).await;
    assert!(!well && why.contains("does not answer"), "{why}");
    let live = reqwest::get(format!("http://{}/health/live", server.address))
        .await
        .unwrap();
    assert_eq!(live.status(), 200, "it is not to be started again");
    let before = load.acknowledged();
    tokio::time::sleep(Duration::from_secs(seconds).saturating_sub(asleep.elapsed())).await;
    assert_eq!(
        load.acknowledged(),
        before,
        "nothing is answered that is not kept"
    );
    postgres.is_asleep(false).unwrap();
    load.answers(20).await;
    assert!(health(&server).await.0);
    load.tally.enough.store(true, Ordering::SeqCst);
    assert!(!back(busy).await.iter().any(Tablet::waits));
    server.kill();
    assert_eq!(load.wrong(&database).await, Vec::<String>::new());
    println!(
        "PROOF asleep: PostgreSQL did not answer for {seconds} s under load, {} answered in all, 0 of them meanwhile, 0 lost, 0 twice",
        load.acknowledged()
    );
}

/// What may become of a database's file while it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Deleted,
    DeletedWithItsLog,
    Renamed,
    /// By an older copy that was renamed over it.
    Replaced,
    /// By an older copy that was written into it.
    Overwritten,
    Truncated,
}

impl Fate {
    const ALL: [Self; 6] = [
        Self::Deleted,
        Self::DeletedWithItsLog,
        Self::Renamed,
        Self::Replaced,
        Self::Overwritten,
        Self::Truncated,
    ];

    fn befalls(self, file: &Path, older: &Path) {
        match self {
            Self::Deleted => fs::remove_file(file).unwrap(),
            Self::DeletedWithItsLog => {
                for end in ["", "-wal", "-shm"] {
                    fs::remove_file(format!("{}{end}", file.display())).unwrap();
                }
            }
            Self::Renamed => fs::rename(file, file.with_extension("elsewhere")).unwrap(),
            Self::Replaced => fs::rename(older, file).unwrap(),
            Self::Overwritten => drop(fs::copy(older, file).unwrap()),
            Self::Truncated => drop(fs::File::create(file).unwrap()),
        }
    }

    /// Whether the open file still holds everything.
    fn leaves_it_whole(self) -> bool {
        !matches!(self, Self::Overwritten | Self::Truncated)
    }
}

// @proof kept taken-away: a database taken away ends the process, which leaves all that was answered
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_is_taken_away_ends_the_process_which_leaves_all_that_was_answered() {
    if elsewhere() {
        return;
    }
    let _alone = ALONE.lock().await;
    let seed = from_env("FIRST_SEED", 1);
    let _again = again(seed, 1);
    let (mut answered, mut longest) = (0, Duration::ZERO);
    for fate in Fate::ALL {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("itineraire.db");
        let database = sqlite(&file);
        let mut load = Load::found(&database, folder.path(), 1, seed).await;
        let older = folder.path().join("older.db");
        fs::copy(&file, &older).unwrap();
        let server = Server::start(&database).await;
        let busy = load.begin(&server);
        load.answers(60).await;
        tokio::time::sleep(Duration::from_millis(load.rng.random_range(0..300))).await;
        fate.befalls(&file, &older);
        let (status, took) = server.ends().await;
        longest = longest.max(took);
        let said = server.said();
        assert!(
            !status.success() && said.contains("while it was in use"),
            "{fate:?}: {said}"
        );
        let tablets = load.rest(busy).await;
        answered += load.acknowledged();
        let copy = said.split_whitespace().find_map(|word| {
            let word = word.trim_end_matches([':', ',', '.']);
            word.contains(".saved-").then(|| PathBuf::from(word))
        });
        if !fate.leaves_it_whole() {
            assert!(said.contains("backup"), "{fate:?}: {said}");
            continue;
        }
        let copy = copy.unwrap_or_else(|| panic!("{fate:?}: no copy is named: {said}"));
        assert_eq!(
            fs::metadata(&copy).unwrap().mode() & 0o777,
            0o600,
            "for its owner alone"
        );
        // The empty one that nobody asked for is not made.
        if fate != Fate::Replaced {
            let refused = Server::refused(&database).await;
            assert!(
                refused.contains("there is no database") && !file.exists(),
                "{fate:?}: {refused}"
            );
        }
        // As the sentence says: the copy in its place, and on it goes.
        fs::rename(&copy, &file).unwrap();
        assert_eq!(load.lost(&database).await, Vec::<String>::new(), "{fate:?}");
        let server = Server::start(&database).await;
        load.finish(tablets, &server).await;
        server.kill();
        assert_eq!(load.wrong(&database).await, Vec::<String>::new(), "{fate:?}");
    }
    println!(
        "PROOF taken-away: {} ways, ended within {} ms, {answered} answered, 0 missing in the copy of the 4 that left the file whole",
        Fate::ALL.len(),
        longest.as_millis()
    );
}

// @proof kept one-server: a second server is refused, and starts when the first is killed
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_second_server_is_refused_and_starts_when_the_first_is_killed() {
    if elsewhere() {
        return;
    }
    let _alone = ALONE.lock().await;
    let seed = from_env("FIRST_SEED", 1);
    let _again = again(seed, 1);
    let postgres = Postgres::start(Disk::NotWaited).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("itineraire.db");
    let mut databases = vec![("SQLite", sqlite(&file))];
    match &postgres {
        Some(postgres) => databases.push(("PostgreSQL", postgres.url())),
        None => println!("SKIPPED on PostgreSQL: its programs are not on this machine"),
    }
    let on: Vec<&str> = databases.iter().map(|(name, _)| *name).collect();
    for (name, database) in &databases {
        let witness = tempfile::tempdir().unwrap();
        let mut load = Load::found(database, witness.path(), 1, seed).await;
        let first = Server::start(database).await;
        let busy = load.begin(&first);
        load.answers(20).await;
        let refused = Server::refused(database).await;
        assert!(
            refused.contains("another server is using this database"),
            "{name}: {refused}"
        );
        if *name == "SQLite" {
            // Under another name it is the same file.
            let link = folder.path().join("link.db");
            std::os::unix::fs::symlink(&file, &link).unwrap();
            let refused = Server::refused(&sqlite(&link)).await;
            assert!(
                refused.contains("another server is using this database"),
                "{refused}"
            );
        }
        let told = load.told();
        load.answers(20).await;
        assert_eq!(load.told(), told, "{name}: the first is not disturbed");
        first.kill();
        let tablets = load.rest(busy).await;
        // What the dead one left is no lock.
        let second = Server::start(database).await;
        load.finish(tablets, &second).await;
        second.kill();
        assert_eq!(load.wrong(database).await, Vec::<String>::new());
    }
    println!(
        "PROOF one-server: on {}: the second refused, the first undisturbed; after kill -9 of the first the second started",
        on.join(" and ")
    );
}

// @proof kept two-starts: two servers that start at once on an empty database do not race
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_that_start_at_once_on_an_empty_postgresql_do_not_race() {
    if elsewhere() {
        return;
    }
    let _alone = ALONE.lock().await;
    let Some(postgres) = Postgres::start(Disk::NotWaited).unwrap() else {
        println!("PROOF two-starts: SKIPPED, PostgreSQL's programs are not on this machine");
        return;
    };
    let rounds = 5;
    let outside = Database::connect(&postgres.url()).await.unwrap();
    for round in 0..rounds {
        let name = format!("empty_{round}");
        outside
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let url = postgres.url().replacen("/postgres?", &format!("/{name}?"), 1);
        let (one, other) = tokio::join!(Server::founds(&url), Server::founds(&url));
        let (runs, said) = match (one, other) {
            (Ok(runs), Err(said)) | (Err(said), Ok(runs)) => (runs, said),
            (Ok(_), Ok(_)) => panic!("both run"),
            (Err(one), Err(other)) => panic!("none runs: {one} {other}"),
        };
        assert!(said.contains("another server is using this database"), "{said}");
        assert_eq!(health(&runs).await, (true, "ok".into()));
        runs.kill();
    }
    println!(
        "PROOF two-starts: {rounds} empty databases, 2 servers at once on each: one runs, the other says why it does not"
    );
}

// @proof kept session: a command on an open link brings no ended session back
#[tokio::test]
async fn a_session_past_its_limit_is_not_brought_back_by_a_command_on_an_open_link() {
    let world = support::world().await;
    let mut refused = 0;
    for tablet in [&world.rose, &world.camille] {
        let tablet = signed_in(
            &world.store,
            (world.cell, world.parcours),
            (tablet.person, tablet.role),
        )
        .await;
        let tables = world.tables().await;
        // The link knows of a use two minutes ago: the next one is noted, or would be.
        let rested = "UPDATE sessions SET seen = seen - 120000";
        tables.execute_unprepared(rested).await.unwrap();
        let mut socket = world.open(&tablet).await;
        frame(&mut socket, |frame| matches!(frame, ToTeam::Snapshot { .. })).await;
        let before = world.bytes().await;
        // The clock jumps an hour: for the service it is the same whether it jumps on or the session lies back.
        let back = "UPDATE sessions SET ends = ends - 3600000, seen = seen - 3600000";
        tables.execute_unprepared(back).await.unwrap();
        let body = json!({ "step": [Uuid::new_v4(), { "propose": { "title": "CV", "theme": "work" } }] });
        let answer = command(&mut socket, 1, 1, body).await;
        let signed_out = ToTeam::Denied(Denial::SignedOut);
        assert_eq!(answer, signed_out, "{:?}", tablet.role);
        let hash = itineraire_store::TokenHash::of(&tablet.token);
        assert!(
            Sessions::on(world.store.reads())
                .valid(&hash, support::now())
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(world.bytes().await, before, "nothing changed");
        refused += 1;
    }
    let of = [Role::Usager, Role::Professional].len();
    assert_eq!(refused, of);
    println!(
        "PROOF session: the clock jumps an hour: {refused} of {of} commands of a session past its limit refused, no session back"
    );
}
