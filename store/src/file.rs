//! The file of a SQLite database: one service at a time, and the one that was opened as long as it is open (`OR2a`).
//!
//! SQLite goes on writing into a file that was deleted, renamed or replaced, and nobody would find those words again. So
//! the file is looked at before anyone is told that something is kept, and several times a second besides: who it is
//! (device and inode, its log's too), and, since only our own checkpoints write to it, that nothing else did.

use crate::error::StoreError;
use crate::trouble::Troubles;
use itineraire_domain::Trouble;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// The log is written back into the file from this size on, and from the second on with writers waiting for it: else it
/// would never begin anew under a load without a pause.
const LOG_BYTES: u64 = 2 << 20;
const LOG_BYTES_AT_MOST: u64 = 64 << 20;

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// Deleted, renamed, or its folder is gone.
    #[error("was deleted or renamed")]
    Missing,
    /// Another file stands under its name.
    #[error("was replaced by another file")]
    Replaced,
    /// Something else wrote into it, or cut it.
    #[error("was written to, or cut short, by something else")]
    Written,
}

/// Why a store is of no use any more: a sentence for whoever runs the service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// The writer has ended, by a fault of ours: nothing would be kept any more.
    #[error(
        "the writer has ended by a fault of its own: nothing more could be kept. What was acknowledged is in the database"
    )]
    Writer,
    /// The file was taken away; what it held was saved.
    #[error(
        "the database {} {how} while it was in use. All that was kept is in the copy {}: put it in its place, then start again",
        path.display(),
        copy.display()
    )]
    Saved {
        /// Where the database was.
        path: PathBuf,
        /// What became of it.
        how: Taken,
        /// What holds it now.
        copy: PathBuf,
    },
    /// The file was overwritten; what could be read of it was saved, and is not whole.
    #[error(
        "the database {} {how} while it was in use. {}, put the right one in its place, then start again",
        path.display(),
        match copy {
            Some(copy) => format!("What could still be read is in the copy {}: compare it with your last backup", copy.display()),
            None => "Nothing could be read of it any more: take your last backup".into(),
        }
    )]
    Spoiled {
        /// Where the database was.
        path: PathBuf,
        /// What became of it.
        how: Taken,
        /// What could be read, if anything.
        copy: Option<PathBuf>,
    },
    /// Another service holds the database now: the lock went with a connection that was cut.
    #[error("another server has taken this database over: there can be one at a time. End one of the two")]
    HeldElsewhere,
}

/// A file as the system knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device: u64,
    inode: u64,
}

/// What our own writing alone changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    written: (i64, i64),
}

impl From<&Metadata> for Identity {
    fn from(about: &Metadata) -> Self {
        Self {
            device: about.dev(),
            inode: about.ino(),
        }
    }
}

impl From<&Metadata> for Stamp {
    fn from(about: &Metadata) -> Self {
        Self {
            length: about.len(),
            written: (about.mtime(), about.mtime_nsec()),
        }
    }
}

/// The right to a database's file, before it is opened: a lock beside it that goes with the process, however it ends.
#[derive(Debug)]
pub(crate) struct Claim {
    path: PathBuf,
    lock: File,
    alone: bool,
}

impl Claim {
    /// Claims the file of a `sqlite:` URL. It must be there, unless it is `new`; then it must not hold anything.
    pub fn on(url: &str, new: bool, alone: bool) -> Result<Self, StoreError> {
        let named = path_of(url)?;
        let there = std::fs::metadata(&named).is_ok_and(|about| about.len() > 0);
        if there == new {
            let path = named;
            return Err(if new {
                StoreError::AlreadyThere(path.display().to_string())
            } else {
                StoreError::NoDatabase(path.display().to_string())
            });
        }
        // Under one name, whatever link or folder it was asked for by.
        let path = match (named.canonicalize(), named.parent(), named.file_name()) {
            (Ok(path), ..) => path,
            (Err(_), Some(folder), Some(file)) if !folder.as_os_str().is_empty() => folder
                .canonicalize()
                .map_err(|_| StoreError::NoFolder(named.display().to_string()))?
                .join(file),
            _ => named,
        };
        let mut beside = path.clone().into_os_string();
        beside.push("-lock");
        let no_folder = || StoreError::NoFolder(path.display().to_string());
        // Never the database's own file: closing it would let go of SQLite's own locks.
        let lock = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .mode(0o600)
            .open(beside)
            .map_err(|_| no_folder())?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if !alone => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::HeldElsewhere),
            Err(TryLockError::Error(_)) => return Err(no_folder()),
        }
        if new {
            // For its owner's eyes alone; SQLite gives its log the same rights.
            OpenOptions::new()
                .create(true)
                .append(true)
                .mode(0o600)
                .open(&path)
                .map_err(|_| no_folder())?;
        }
        Ok(Self { path, lock, alone })
    }
}

/// Where a `sqlite:` URL points.
fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let options: SqliteConnectOptions = url.parse().map_err(|_| StoreError::NoDatabase(url.into()))?;
    Ok(options.get_filename().to_path_buf())
}

/// The file of an open database.
#[derive(Debug)]
pub(crate) struct DatabaseFile {
    path: PathBuf,
    /// Given back with the last handle of the store, or when the store is closed.
    lock: Mutex<Option<File>>,
    file: Identity,
    log: Identity,
    /// Nobody else writes to the file: it is this store that writes the log back.
    pub alone: bool,
    /// Held while the log is written back.
    stamp: Mutex<Stamp>,
    troubles: Troubles,
    lost: watch::Sender<Option<Lost>>,
}

impl DatabaseFile {
    /// The file as it is now, opened and brought up to date.
    pub fn opened(claim: Claim, troubles: Troubles) -> Result<Self, StoreError> {
        let gone = |_| StoreError::NoDatabase(claim.path.display().to_string());
        let about = std::fs::metadata(&claim.path).map_err(gone)?;
        let log = std::fs::metadata(log_of(&claim.path)).map_err(gone)?;
        Ok(Self {
            file: Identity::from(&about),
            log: Identity::from(&log),
            stamp: Mutex::new(Stamp::from(&about)),
            path: claim.path,
            alone: claim.alone,
            lock: Mutex::new(Some(claim.lock)),
            troubles,
            lost: watch::Sender::new(None),
        })
    }

    /// Whether what is committed goes where it will be found again. What was taken stays taken, also when the file comes
    /// back: a copy may have been made without what was written since.
    pub fn is_there(&self) -> bool {
        if self.troubles.now() == Some(Trouble::Taken) {
            return false;
        }
        let there = self.look().is_ok();
        if !there {
            self.troubles.note(Some(Trouble::Taken));
        }
        there
    }

    fn look(&self) -> Result<(), Taken> {
        // While the log is written back it is we who write. Asked before the file is looked at: it may end in between.
        let known = self.stamp.try_lock();
        let about = std::fs::metadata(&self.path).map_err(|_| Taken::Missing)?;
        if Identity::from(&about) != self.file {
            return Err(Taken::Replaced);
        }
        let log = std::fs::metadata(log_of(&self.path)).map_err(|_| Taken::Missing)?;
        if Identity::from(&log) != self.log {
            return Err(Taken::Replaced);
        }
        match known {
            Ok(known) if self.alone && *known != Stamp::from(&about) => Err(Taken::Written),
            _ => Ok(()),
        }
    }

    /// The log that this file leaves under its name would be applied to whatever is put in its place: it goes, or beside a
    /// copy that may not hold all of it.
    fn put_the_log_away(&self, beside: Option<&Path>) {
        let log = log_of(&self.path);
        let ours = std::fs::metadata(&log).is_ok_and(|about| Identity::from(&about) == self.log);
        if !ours {
            return;
        }
        let gone = match beside {
            Some(copy) => std::fs::rename(&log, copy.with_extension("log")),
            None => std::fs::remove_file(&log),
        };
        if let Err(error) = gone {
            tracing::error!(
                "remove {} before anything is put in place of the database: {error}",
                log.display()
            );
        }
    }

    fn stamp(&self) -> MutexGuard<'_, Stamp> {
        // A panic while it was held leaves a stamp that is compared with the file all the same.
        self.stamp.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets another service have the file.
    pub fn let_go(&self) {
        drop(self.lock.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Waits until the store is of no use any more.
    pub async fn lost(&self) -> Lost {
        let mut lost = self.lost.subscribe();
        // The sender lives as long as this.
        match lost.wait_for(Option::is_some).await.map(|lost| lost.clone()) {
            Ok(Some(lost)) => lost,
            _ => std::future::pending().await,
        }
    }
}

/// Looks at the file as long as the store is open, writes the log back when it has grown, and saves what the file holds
/// when it was taken away. `keeper` is a connection of its own, opened with the others: the file may have no name by then.
pub(crate) async fn watch(file: Weak<DatabaseFile>, keeper: DatabaseConnection) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let Some(file) = file.upgrade() else { return };
        if let Err(how) = file.look() {
            file.troubles.note(Some(Trouble::Taken));
            let lost = save(&file, how, &keeper).await;
            tracing::error!("{lost}");
            file.lost.send_replace(Some(lost));
            return;
        }
        if file.alone {
            write_back(&file, &keeper).await;
        }
    }
}

/// Writes the log back into the file when it is long. Nothing else does: the file's stamp changes here alone.
async fn write_back(file: &Arc<DatabaseFile>, keeper: &DatabaseConnection) {
    let length = std::fs::metadata(log_of(&file.path)).map_or(0, |log| log.len());
    let how = match length {
        0..LOG_BYTES => return,
        LOG_BYTES..LOG_BYTES_AT_MOST => "PRAGMA wal_checkpoint(PASSIVE)",
        _ => "PRAGMA wal_checkpoint(RESTART)",
    };
    checkpoint(file, keeper, how).await;
}

/// Writes the log back, and notes the file as that leaves it.
pub(crate) async fn checkpoint(file: &Arc<DatabaseFile>, keeper: &DatabaseConnection, how: &'static str) {
    let (file, keeper) = (file.clone(), keeper.clone());
    // A thread may hold the stamp's lock while it waits, a task may not.
    let written = tokio::task::spawn_blocking(move || {
        let mut stamp = file.stamp();
        let written = tokio::runtime::Handle::current().block_on(async {
            let statement = Statement::from_string(DbBackend::Sqlite, how);
            keeper.query_one_raw(statement).await
        });
        if let Ok(about) = std::fs::metadata(&file.path)
            && Identity::from(&about) == file.file
        {
            *stamp = Stamp::from(&about);
        }
        written
    });
    // On a full disk it is tried again; nothing is lost meanwhile, it is all in the log.
    if let Ok(Err(error)) = written.await {
        tracing::debug!(error = %StoreError::from(error), "the log was not written back");
    }
}

/// Saves what the open file still holds, beside it, or where there is room. Without a copy of a file that has no name any
/// more the process must not end: it holds the last of it, and tries again.
async fn save(file: &DatabaseFile, how: Taken, keeper: &DatabaseConnection) -> Lost {
    let path = file.path.clone();
    loop {
        let mut partly = None;
        for folder in [path.parent().map(Path::to_owned), Some(std::env::temp_dir())]
            .into_iter()
            .flatten()
        {
            let Some(copy) = empty_copy(&folder, &path) else {
                continue;
            };
            let into = Statement::from_sql_and_values(
                DbBackend::Sqlite,
                "VACUUM INTO ?",
                [copy.display().to_string().into()],
            );
            let copied = keeper.execute_raw(into).await;
            let synced = File::open(&copy).and_then(|copy| copy.sync_all());
            if copied.is_ok() && synced.is_ok() && is_whole(keeper, how).await {
                file.put_the_log_away(None);
                return Lost::Saved { path, how, copy };
            }
            if copied.is_ok() {
                partly = Some(copy);
            } else {
                // Half a copy would be taken for one.
                let _ = std::fs::remove_file(&copy);
            }
        }
        // What was overwritten does not get better by waiting.
        if how == Taken::Written {
            file.put_the_log_away(partly.as_deref());
            return Lost::Spoiled {
                path,
                how,
                copy: partly,
            };
        }
        tracing::error!(
            "the database {} {how}, and there is no room to save it: make room beside it; do not stop this process",
            path.display()
        );
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

/// Whether a copy of this database holds all of it. One that was overwritten can look whole and be of before.
async fn is_whole(keeper: &DatabaseConnection, how: Taken) -> bool {
    if how == Taken::Written {
        return false;
    }
    let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA quick_check(1)");
    match keeper.query_one_raw(statement).await {
        Ok(Some(row)) => row.try_get_by_index::<String>(0).is_ok_and(|said| said == "ok"),
        _ => false,
    }
}

/// An empty file that only its owner may read, for a copy to be written into.
fn empty_copy(folder: &Path, path: &Path) -> Option<PathBuf> {
    let name = path.file_stem()?.to_str()?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let copy = folder.join(format!("{name}.saved-{}.db", since.as_secs()));
    OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(&copy)
        .ok()?;
    Some(copy)
}

fn log_of(path: &Path) -> PathBuf {
    let mut log = path.to_owned().into_os_string();
    log.push("-wal");
    PathBuf::from(log)
}
