//! What stands in the way of writing, and goes away again.

use super::people::{AT_ONCE, Load, ROUNDS_EACH};
use super::{Server, Tablet, back, health, until};
use itineraire_testing::Postgres;
use rand::Rng;
use rustix::mount::{MountFlags, UnmountFlags, mount, unmount};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Something that stands in the way of writing, and goes away again.
pub trait Obstacle {
    /// It begins.
    async fn begins(&mut self, server: &Server);
    /// It is over.
    async fn ends(&mut self, server: &Server);
    /// The word that a page and `health` must say of it.
    const WORD: &str;
    /// Whether reading goes on meanwhile.
    const READING_GOES_ON: bool;
}

/// A limit on the size of files: each write beyond the first bytes of one fails.
pub struct Limit;

impl Obstacle for Limit {
    async fn begins(&mut self, server: &Server) {
        limit(server, Some(512));
    }
    async fn ends(&mut self, server: &Server) {
        limit(server, None);
    }
    const WORD: &str = "full";
    const READING_GOES_ON: bool = true;
}

pub fn limit(server: &Server, current: Option<u64>) {
    let limit = Rlimit {
        current,
        maximum: None,
    };
    prlimit(Pid::from_raw(server.id()), Resource::Fsize, limit).unwrap();
}

/// A small disk of its own, which a file fills.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where this process may not mount one.
    pub fn mounted(folder: &Path) -> Option<Self> {
        fs::create_dir(folder).unwrap();
        mount("tmpfs", folder, "tmpfs", MountFlags::empty(), Some(c"size=48m")).ok()?;
        Some(Self(folder.to_owned()))
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Obstacle for SmallDisk {
    async fn begins(&mut self, _: &Server) {
        use std::io::Write;
        let mut filler = fs::File::create(self.filler()).unwrap();
        // As long as there is room for a page.
        for size in [1 << 20, 4096] {
            while filler.write_all(&vec![7; size]).is_ok() {}
        }
    }
    async fn ends(&mut self, _: &Server) {
        fs::remove_file(self.filler()).unwrap();
    }
    const WORD: &str = "full";
    const READING_GOES_ON: bool = true;
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What is still open keeps it until it is closed.
        let _ = unmount(&self.0, UnmountFlags::DETACH);
    }
}

/// A PostgreSQL that goes down in the midst of everything, and comes back.
impl Obstacle for Postgres {
    async fn begins(&mut self, _: &Server) {
        self.stop().unwrap();
    }
    async fn ends(&mut self, _: &Server) {
        self.start_again().unwrap();
    }
    const WORD: &str = "does not answer";
    const READING_GOES_ON: bool = false;
}

/// A PostgreSQL that only lets itself be read: a standby, or an administrator's wish.
pub struct ReadOnly(pub DatabaseConnection);

impl ReadOnly {
    async fn set(&self, word: &str) {
        let set = format!("ALTER SYSTEM SET default_transaction_read_only = {word}");
        for statement in [&*set, "SELECT pg_reload_conf()"] {
            self.0.execute_unprepared(statement).await.unwrap();
        }
    }
}

impl Obstacle for ReadOnly {
    async fn begins(&mut self, _: &Server) {
        self.set("on").await;
    }
    async fn ends(&mut self, _: &Server) {
        self.set("off").await;
    }
    const WORD: &str = "only be read";
    const READING_GOES_ON: bool = true;
}

/// What many rounds showed.
#[derive(Default)]
pub struct Shown {
    /// Pages that were told why nothing is kept.
    pub told: usize,
    /// Rounds in which the service found room by itself.
    pub by_itself: u64,
    /// The longest from the end of the obstacle to the next answer.
    pub resumed: Duration,
}

/// Round after round: many write, something stands in their way, and is over. The server is never started again.
pub async fn rounds<O: Obstacle>(load: &mut Load, server: &Server, obstacle: &mut O, rounds: u64) -> Shown {
    let mut shown = Shown::default();
    // As another process reads it, while the server runs.
    let mut outside = load.database.clone();
    if outside.starts_with("sqlite:") {
        outside.push_str("?mode=ro");
    }
    let mut done = 0;
    while done < rounds {
        let busy = load.begin(server);
        let then = rounds.min(done + ROUNDS_EACH);
        while done < then {
            load.answers(20).await;
            tokio::time::sleep(Duration::from_millis(load.rng.random_range(0..100))).await;
            let before = load.told();
            obstacle.begins(server).await;
            if O::READING_GOES_ON {
                until(|| load.told() >= before + AT_ONCE * 3).await;
            } else {
                tokio::time::sleep(Duration::from_millis(load.rng.random_range(200..1500))).await;
            }
            let said = {
                let all = load.tally.not_kept.lock().unwrap();
                all.keys().all(|word| word.contains(O::WORD))
            };
            assert!(said, "{:?}", load.tally.not_kept.lock().unwrap());
            if O::READING_GOES_ON {
                let ((well, sentence), small) = (health(server).await, asks_for_a_tablet(load, server).await);
                // On a full disk SQLite's log may be written back into the file, and its room used again: the service then
                // keeps what it is given, although nobody took anything away.
                if well || small == 200 {
                    shown.by_itself += 1;
                } else {
                    assert!(sentence.contains(O::WORD), "{sentence}");
                    assert_eq!(small, 503, "a small write is refused too");
                }
                assert_eq!(reads(load, server).await, 200, "reading goes on");
                let outside = Database::connect(&outside).await.unwrap();
                assert_eq!(load.missing(&outside).await, 0, "answered, and not in the file");
            }
            obstacle.ends(server).await;
            let since = Instant::now();
            load.answers(1).await;
            shown.resumed = shown.resumed.max(since.elapsed());
            done += 1;
        }
        load.tally.enough.store(true, Ordering::SeqCst);
        assert!(!back(busy).await.iter().any(Tablet::waits));
    }
    assert!(
        shown.by_itself * 2 <= rounds,
        "it was in the way in few rounds: {} of {rounds} not",
        shown.by_itself
    );
    shown.told = load.told();
    shown
}

/// The status of a client that is asked for (`ID1`): a row of its own, outside of any command.
async fn asks_for_a_tablet(load: &Load, server: &Server) -> u16 {
    let (cookie, parcours, _) = &load.town.tablets[1];
    let address = format!("http://{}", server.address);
    let asked = reqwest::Client::new()
        .post(format!("{address}/api/v1/issue_client"))
        .header("cookie", format!("__Host-itineraire={cookie}"))
        .header("origin", &address)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("parcours={parcours}"));
    asked.send().await.unwrap().status().as_u16()
}

/// The status of a professional's list, asked for as a browser does.
async fn reads(load: &Load, server: &Server) -> u16 {
    let address = format!("http://{}/accueil", server.address);
    let cookie = format!("__Host-itineraire={}", load.town.tablets[1].0);
    let asked = reqwest::Client::new().get(address).header("cookie", cookie);
    asked.send().await.unwrap().status().as_u16()
}
