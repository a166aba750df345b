//! The one writer. Commands that arrive together share one transaction (`OR2`); in it each is checked, authorised,
//! decided, appended and its result stored (`ID3`). Only after the commit is anyone answered, or told.

mod batch;
mod company;
pub mod submission;

use crate::at_hand::AtHand;
use crate::connections::{Faults, Pools, Signs};
use crate::error::StoreError;
use crate::file::DatabaseFile;
use crate::holding::Holding;
use crate::trouble::Troubles;
use crate::watch::Watches;
use batch::{Boards, Done, judge_all};
use company::Company;
use itineraire_domain::Trouble;
use itineraire_domain::ids::ParcoursId;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use submission::{Change, Submission, Submitted};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::timeout;

/// Commands that may share a commit.
const BATCH: usize = 64;

/// Boards that stay in memory between commands.
const BOARDS_KEPT: usize = 256;

/// How long a connection may take to come back to its pool, before another is looked for.
const ASKED_WITHIN: Duration = Duration::from_millis(500);

/// Why nothing of a batch is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unkept {
    /// It lies with one of its boards.
    OfABoard,
    /// It stands in everyone's way.
    Trouble(Trouble),
    /// A commit failed, or said what the database does not: what reached the disk is not known.
    Unsure,
}

/// A count, as metrics are told.
fn many(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

/// Where a command's result goes. Its client is not at rest before.
pub(crate) struct Answer {
    to: oneshot::Sender<Result<Submitted, StoreError>>,
    _holding: Holding,
}

impl Answer {
    pub fn new(to: oneshot::Sender<Result<Submitted, StoreError>>, holding: Holding) -> Self {
        Self {
            to,
            _holding: holding,
        }
    }

    fn send(self, result: Result<Submitted, StoreError>) {
        // The asker may have gone; what is kept is kept all the same.
        let _ = self.to.send(result);
    }
}

/// What waits for the writer.
pub(crate) enum Waiting {
    /// A command.
    Command(Submission, Answer),
    /// Whoever asks whether it answers: told once all that waited before is kept, or is not.
    Asked(oneshot::Sender<()>),
    /// An order to end, whatever waits: for tests of what follows.
    End,
}

/// Keeps commands, and tells who watches.
pub(crate) struct Writer {
    connection: DatabaseConnection,
    signs: Signs,
    file: Option<Arc<DatabaseFile>>,
    troubles: Troubles,
    boards: Boards,
    changes: broadcast::Sender<Arc<Change>>,
    watches: Watches,
    commits: Arc<AtomicU64>,
    at_hand: AtHand,
    faults: Faults,
}

impl Writer {
    pub fn new(
        pools: &Pools,
        file: Option<Arc<DatabaseFile>>,
        troubles: Troubles,
        changes: broadcast::Sender<Arc<Change>>,
        watches: Watches,
        (commits, at_hand): (Arc<AtomicU64>, AtHand),
        faults: Faults,
    ) -> Self {
        Self {
            connection: pools.writer.clone(),
            signs: pools.signs.clone(),
            file,
            troubles,
            boards: Boards::default(),
            changes,
            watches,
            commits,
            at_hand,
            faults,
        }
    }

    /// Keeps what comes until the last handle of the store is gone.
    pub async fn run(mut self, mut waiting: mpsc::Receiver<Waiting>) {
        let mut batch: Vec<Waiting> = Vec::new();
        let mut company = Company::default();
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            if batch.iter().all(|it| matches!(it, Waiting::Command(..)))
                && batch.len() < BATCH
                && let Some(until) = company.waits_until(Instant::now())
            {
                Self::waits_for_company(&mut waiting, &mut batch, until).await;
            }
            let clients = batch.iter().filter_map(|it| match it {
                Waiting::Command(submission, _) => Some(submission.client),
                Waiting::Asked(_) | Waiting::End => None,
            });
            company.begins(clients, Instant::now());
            let (mut submissions, mut answers, mut asked) = (Vec::new(), Vec::new(), Vec::new());
            for waiting in batch.drain(..) {
                match waiting {
                    Waiting::Command(submission, answer) => {
                        submissions.push(submission);
                        answers.push(answer);
                    }
                    Waiting::Asked(by) => asked.push(by),
                    Waiting::End => return,
                }
            }
            // What waits beyond this batch is what the disk does not keep up with.
            metrics::gauge!("itineraire_commands_waiting").set(many(waiting.len()));
            if !submissions.is_empty() {
                self.keep_batch(submissions, answers).await;
                self.boards.keep_at_most(BOARDS_KEPT);
            }
            for by in asked {
                // Whoever asked may wait no more.
                let _ = by.send(());
            }
        }
    }

    /// Takes up what else comes until then, or until there is a batch.
    async fn waits_for_company(
        waiting: &mut mpsc::Receiver<Waiting>,
        batch: &mut Vec<Waiting>,
        until: Instant,
    ) {
        let until = tokio::time::Instant::from_std(until);
        while batch.len() < BATCH {
            let room = BATCH - batch.len();
            match tokio::time::timeout_at(until, waiting.recv_many(batch, room)).await {
                Ok(1..) => {}
                // Time is up, or nobody is left who could come.
                Ok(0) | Err(_) => return,
            }
        }
    }

    /// Keeps what arrived together. When one of its boards cannot be read or written, each is tried alone: it takes
    /// nobody else's commands with it. What stands in everyone's way is not tried again.
    async fn keep_batch(&mut self, submissions: Vec<Submission>, answers: Vec<Answer>) {
        let (submissions, why) = match self.keep(submissions).await {
            Ok(done) => return self.tell(answers, done),
            Err(unkept) => unkept,
        };
        let mut alone: BTreeMap<ParcoursId, (Vec<Submission>, Vec<Answer>)> = BTreeMap::new();
        for (submission, answer) in submissions.into_iter().zip(answers) {
            let of_board = alone.entry(submission.parcours).or_default();
            of_board.0.push(submission);
            of_board.1.push(answer);
        }
        let try_again = why == Unkept::OfABoard && alone.len() > 1;
        for (submissions, answers) in alone.into_values() {
            let mut why = why;
            if try_again {
                match self.keep(submissions).await {
                    Ok(done) => {
                        self.tell(answers, done);
                        continue;
                    }
                    Err((_, because)) => why = because,
                }
            }
            let trouble = match why {
                Unkept::Trouble(trouble) => Some(trouble),
                Unkept::OfABoard | Unkept::Unsure => None,
            };
            for answer in answers {
                answer.send(Err(StoreError::NotKept(trouble)));
            }
        }
    }

    /// Keeps these in one transaction; when that fails gives them back, with why. It runs as a task of its own: should a
    /// rule panic, the writer goes on.
    async fn keep(&mut self, submissions: Vec<Submission>) -> Result<Done, (Vec<Submission>, Unkept)> {
        if !self.is_there() {
            return Err((submissions, Unkept::Trouble(Trouble::Taken)));
        }
        let (connection, mut boards) = (self.connection.clone(), std::mem::take(&mut self.boards));
        let submissions = Arc::new(submissions);
        let these = submissions.clone();
        let (unrest, signs) = (self.signs.unrest(), self.signs.clone());
        let begun = Instant::now();
        let judged = tokio::spawn(async move {
            let (transaction, done) = judge_all(&connection, &mut boards, &these).await?;
            // The pool's one connection is in this transaction's hands: the next that comes back is this one.
            let rests = signs.writer_rests();
            let committed = transaction.commit().await.map_err(StoreError::from);
            Ok::<_, StoreError>((committed.map(|()| rests), done, boards))
        });
        // What memory holds may be ahead of the disk whenever this fails: it is gone with the task.
        let why = match judged.await {
            Ok(Ok((Ok(rests), done, boards))) => match self.is_committed(unrest, rests).await {
                Ok(()) => {
                    self.boards = boards;
                    let changed = done.iter().filter_map(|(_, change)| change.as_ref());
                    let changed: BTreeSet<ParcoursId> = changed.map(|it| it.parcours).collect();
                    for board in changed.into_iter().filter_map(|it| self.boards.get(it)) {
                        self.at_hand.keep(board.clone());
                    }
                    self.commits.fetch_add(1, Ordering::Relaxed);
                    metrics::histogram!("itineraire_batch_seconds").record(begun.elapsed());
                    metrics::histogram!("itineraire_batch_commands").record(many(done.len()));
                    tracing::debug!(commands = done.len(), "kept");
                    return Ok(done);
                }
                Err(why) => {
                    self.unsure(&submissions);
                    why
                }
            },
            // Whether it reached the disk is not known, and trying again here could answer for events that nobody was told
            // of: the page that sends again finds out by its number.
            Ok(Ok((Err(error), ..))) => {
                self.unsure(&submissions);
                error.trouble().map_or(Unkept::Unsure, Unkept::Trouble)
            }
            Ok(Err(error)) => {
                tracing::error!(%error, commands = submissions.len(), "a batch was not kept");
                error.trouble().map_or(Unkept::OfABoard, Unkept::Trouble)
            }
            Err(_) => {
                tracing::error!(
                    commands = submissions.len(),
                    "a rule panicked: a batch was not kept"
                );
                Unkept::OfABoard
            }
        };
        metrics::counter!("itineraire_batches_unkept_total").increment(1);
        if let Unkept::Trouble(trouble) = why {
            self.troubles.note(Some(trouble));
        }
        Err((Arc::unwrap_or_clone(submissions), why))
    }

    fn is_there(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.is_there())
    }

    /// Whether what the library calls committed is so (`OR2a`): the database's own word that no transaction is open on the
    /// connection, which is asked when it comes back to its pool of one, and the file that was opened still there.
    async fn is_committed(&self, unrest: u64, mut rests: watch::Receiver<u64>) -> Result<(), Unkept> {
        if self.faults.believes {
            return Ok(());
        }
        // A connection that its pool throws away, of age or because it broke, is not asked. Then one is taken from the pool,
        // which gives none out before that.
        if timeout(ASKED_WITHIN, rests.changed()).await.is_err()
            && let Err(error) = self.connection.execute_unprepared("SELECT 1").await
        {
            return Err(StoreError::from(error)
                .trouble()
                .map_or(Unkept::Unsure, Unkept::Trouble));
        }
        if self.signs.unrest() != unrest {
            return Err(Unkept::Unsure);
        }
        if self.is_there() {
            Ok(())
        } else {
            Err(Unkept::Trouble(Trouble::Taken))
        }
    }

    /// What may have reached the disk, and nobody was told of: those who watch look for themselves.
    fn unsure(&self, submissions: &[Submission]) {
        let boards: BTreeSet<ParcoursId> = submissions.iter().map(|it| it.parcours).collect();
        for parcours in boards {
            self.watches.mark_all(parcours);
            self.at_hand.forget(parcours);
            // Nobody watching is fine.
            let _ = self.changes.send(Arc::new(Change::Unsure(parcours)));
        }
    }

    fn tell(&self, answers: Vec<Answer>, done: Done) {
        for (answer, (submitted, change)) in answers.into_iter().zip(done) {
            if let Some(change) = change {
                let shown = change.partners.iter().map(|(organisation, ..)| organisation);
                for organisation in shown.chain(&change.given_otherwise) {
                    self.watches.mark(change.parcours, *organisation);
                }
                // Nobody watching is fine.
                let _ = self.changes.send(Arc::new(Change::Kept(change)));
            }
            answer.send(Ok(submitted));
        }
    }
}
