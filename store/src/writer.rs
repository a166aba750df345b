//! The one writer. Commands that arrive together share one transaction (`OR2`); in it each is checked, authorised,
//! decided, appended and its result stored (`ID3`). Only after the commit is anyone answered, or told.

use crate::connections::{Faults, Pools, Signs};
use crate::entities::{clients, commands, parcours, partner_views};
use crate::error::StoreError;
use crate::file::DatabaseFile;
use crate::parcours::{Standing, standing};
use crate::sessions::{self, SessionRow, TokenHash};
use crate::trouble::Troubles;
use crate::watch::Watches;
use crate::{boards, projections};
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, OrganisationId, ParcoursId};
use itineraire_domain::parcours::{Board, Event, Seq, Share, SharedItem, evolve};
use itineraire_domain::sync::judge::{Verdict, judge, seen};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};
use itineraire_domain::views::partner::partner_view;
use itineraire_domain::{Refusal, Trouble};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter,
    QuerySelect, Set, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{broadcast, mpsc, oneshot};
use uuid::Uuid;

/// Commands that may share a commit.
const BATCH: usize = 64;

/// Boards that stay in memory between commands.
const BOARDS_KEPT: usize = 256;

/// A command on its way to the log.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The session that sends it.
    pub token: TokenHash,
    /// The board.
    pub parcours: ParcoursId,
    /// The writing hand (`ID1`).
    pub client: ClientId,
    /// Its number (`ID2`).
    pub seq: u64,
    /// The version of its encoding.
    pub version: u16,
    /// The command, not read yet.
    pub body: serde_json::Value,
    /// The service's clock.
    pub at: Moment,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// Judged now, or before.
    Result(CommandResult),
    /// A number was skipped.
    Gap {
        /// The number expected.
        expected: u64,
    },
    /// This session, or this client, may not write here. Nothing is stored.
    Denied(Refusal),
}

/// What a command changed, for those who watch.
#[derive(Clone, Debug)]
pub struct BoardChange {
    /// The cell.
    pub cell: CellId,
    /// The board.
    pub parcours: ParcoursId,
    /// The events, for the usager and the team.
    pub events: Vec<Event>,
    /// The partners' views that changed, in order.
    pub partners: Vec<(OrganisationId, PartnerSeq, PartnerView)>,
}

/// What happened to a board, for those who watch.
#[derive(Clone, Debug)]
pub enum Change {
    /// A command was kept.
    Kept(BoardChange),
    /// Something may have been: whoever shows this board asks anew.
    Unsure(ParcoursId),
}

impl Change {
    /// What was kept, if that is what happened.
    pub fn kept(&self) -> Option<&BoardChange> {
        match self {
            Self::Kept(change) => Some(change),
            Self::Unsure(_) => None,
        }
    }
}

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

type Answer = oneshot::Sender<Result<Submitted, StoreError>>;
type Waiting = (Submission, Answer);

/// What became of each submission of a batch, and what it changed.
type Done = Vec<(Submitted, Option<BoardChange>)>;

type Boards = HashMap<ParcoursId, Board>;

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
    faults: Faults,
}

impl Writer {
    pub fn new(
        pools: &Pools,
        file: Option<Arc<DatabaseFile>>,
        troubles: Troubles,
        changes: broadcast::Sender<Arc<Change>>,
        watches: Watches,
        commits: Arc<AtomicU64>,
        faults: Faults,
    ) -> Self {
        Self {
            connection: pools.writer.clone(),
            signs: pools.signs.clone(),
            file,
            troubles,
            boards: HashMap::new(),
            changes,
            watches,
            commits,
            faults,
        }
    }

    /// Keeps what comes until the last handle of the store is gone.
    pub async fn run(mut self, mut waiting: mpsc::Receiver<Waiting>) {
        let mut batch: Vec<Waiting> = Vec::new();
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            let (submissions, answers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
            self.keep_batch(submissions, answers).await;
            if self.boards.len() > BOARDS_KEPT {
                self.boards.clear();
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
                // The asker may have gone.
                let _ = answer.send(Err(StoreError::NotKept(trouble)));
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
        let unrest = self.signs.unrest();
        let judged = tokio::spawn(async move {
            let (transaction, done) = judge_all(&connection, &mut boards, &these).await?;
            let committed = transaction.commit().await.map_err(StoreError::from);
            Ok::<_, StoreError>((committed, done, boards))
        });
        // What memory holds may be ahead of the disk whenever this fails: it is gone with the task.
        let why = match judged.await {
            Ok(Ok((Ok(()), done, boards))) => match self.is_committed(unrest).await {
                Ok(()) => {
                    self.boards = boards;
                    self.commits.fetch_add(1, Ordering::Relaxed);
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
        if let Unkept::Trouble(trouble) = why {
            self.troubles.note(Some(trouble));
        }
        Err((Arc::unwrap_or_clone(submissions), why))
    }

    fn is_there(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.is_there())
    }

    /// Whether what the library calls committed is so (`OR2a`): the database's own word that no transaction is open on the
    /// connection, which was asked when it came back to its pool of one, and the file that was opened still there.
    async fn is_committed(&self, unrest: u64) -> Result<(), Unkept> {
        if self.faults.keeps_spoiled {
            return Ok(());
        }
        // It is given out again only after it was asked.
        if let Err(error) = self.connection.execute_unprepared("SELECT 1").await {
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
            // Nobody watching is fine.
            let _ = self.changes.send(Arc::new(Change::Unsure(parcours)));
        }
    }

    fn tell(&self, answers: Vec<Answer>, done: Done) {
        for (answer, (submitted, change)) in answers.into_iter().zip(done) {
            if let Some(change) = change {
                for (organisation, ..) in &change.partners {
                    self.watches.mark(change.parcours, *organisation);
                }
                // Nobody watching is fine.
                let _ = self.changes.send(Arc::new(Change::Kept(change)));
            }
            // The asker may have gone; the command is kept all the same.
            let _ = answer.send(Ok(submitted));
        }
    }
}

/// A transaction that writes: on SQLite it takes the lock at once, since one that upgrades later fails without waiting.
pub(crate) async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(connection.begin_with_options(options).await?)
}

/// Judges each command in one transaction, and writes what came of it there.
async fn judge_all(
    connection: &DatabaseConnection,
    boards: &mut Boards,
    submissions: &[Submission],
) -> Result<(DatabaseTransaction, Done), StoreError> {
    let transaction = begin(connection).await?;
    // The rows of all boards concerned, in the order of their ids, so that two servers never wait for each other.
    let wanted: BTreeSet<Uuid> = submissions.iter().map(|it| it.parcours.0).collect();
    let mut rows = BTreeMap::new();
    for id in wanted {
        if let Some(row) = parcours::Entity::find_by_id(id)
            .lock_exclusive()
            .one(&transaction)
            .await?
        {
            rows.insert(ParcoursId(id), row);
        }
    }
    let mut done = Vec::with_capacity(submissions.len());
    let mut touched = BTreeMap::new();
    for submission in submissions {
        let Some(session) = sessions::find(&transaction, &submission.token, submission.at).await? else {
            done.push((Submitted::Denied(Refusal::SignedOut), None));
            continue;
        };
        let row = rows.get(&submission.parcours);
        let Some(row) = row.filter(|row| row.cell_id == session.cell.0) else {
            done.push((Submitted::Denied(Refusal::NotFound), None));
            continue;
        };
        let known = boards.remove(&submission.parcours);
        // A row read at the start of the batch is behind what the batch itself wrote since.
        let mut board = match known {
            Some(board)
                if touched.contains_key(&board.parcours) || boards::number_of(board.seq) == row.head_seq =>
            {
                board
            }
            _ => boards::load(&transaction, row).await?,
        };
        let one = one(&transaction, &session, row, &mut board, submission).await?;
        if one.1.is_some() {
            touched.insert(board.parcours, CellId(row.cell_id));
        }
        done.push(one);
        boards.insert(board.parcours, board);
    }
    for (id, cell) in touched {
        if let Some(board) = boards.get(&id) {
            projections::write(&transaction, cell, board).await?;
        }
    }
    Ok((transaction, done))
}

async fn one(
    transaction: &DatabaseTransaction,
    session: &SessionRow,
    row: &parcours::Model,
    board: &mut Board,
    submission: &Submission,
) -> Result<(Submitted, Option<BoardChange>), StoreError> {
    let denied = |refusal| Ok((Submitted::Denied(refusal), None));
    // Hidden and absent answer alike (`VW2`).
    let Some(who) = who(transaction, session, row, board, submission.at).await? else {
        return denied(Refusal::NotFound);
    };
    let cell = session.cell;
    let client = clients::Entity::find_by_id(submission.client.0)
        .filter(clients::Column::CellId.eq(cell.0))
        .filter(clients::Column::PersonId.eq(session.person.0))
        .filter(clients::Column::ParcoursId.eq(row.id))
        .one(transaction)
        .await?;
    let Some(client) = client else {
        return denied(Refusal::WrongClient);
    };

    let partner = matches!(who, Who::Partner { .. });
    let actor = Actor {
        who,
        client: submission.client,
        at: submission.at,
    };
    let last = u64::try_from(client.last_seq).unwrap_or(0);
    let mut verdict = judge(
        board,
        last,
        &actor,
        submission.seq,
        submission.version,
        &submission.body,
    );
    if verdict.says_yes() {
        let since = boards::after(transaction, cell, board.parcours, seen(&submission.body)).await?;
        verdict = verdict.unless_withdrawn(board.usager, &since);
    }
    let (result, change) = match verdict {
        Verdict::Repeat => {
            let key = (submission.client.0, i64::try_from(submission.seq).unwrap_or(0));
            let stored = commands::Entity::find_by_id(key)
                .filter(commands::Column::CellId.eq(cell.0))
                .one(transaction)
                .await?;
            // Number 0, which no page counts from.
            let Some(stored) = stored else {
                return Ok((Submitted::Gap { expected: last + 1 }, None));
            };
            return Ok((Submitted::Result(serde_json::from_str(&stored.result)?), None));
        }
        Verdict::Gap { expected } => return Ok((Submitted::Gap { expected }, None)),
        Verdict::Refused(refusal) => (CommandResult::Refused { refusal }, None),
        Verdict::Kept(events) => {
            let zero = Seq(0);
            let (first, last) = match (partner, events.first(), events.last()) {
                (false, Some(first), Some(last)) => (first.seq, last.seq),
                _ => (zero, zero),
            };
            let partners = apply(transaction, row, board, &events, submission.at).await?;
            let change = BoardChange {
                cell,
                parcours: board.parcours,
                events,
                partners,
            };
            (
                CommandResult::Kept { first, last },
                (!change.events.is_empty()).then_some(change),
            )
        }
    };
    let stored = commands::ActiveModel {
        client_id: Set(submission.client.0),
        seq: Set(i64::try_from(submission.seq).unwrap_or(i64::MAX)),
        cell_id: Set(cell.0),
        parcours_id: Set(row.id),
        result: Set(serde_json::to_string(&result)?),
    };
    commands::Entity::insert(stored)
        .exec_without_returning(transaction)
        .await?;
    let head = clients::ActiveModel {
        id: Set(client.id),
        last_seq: Set(client.last_seq + 1),
        ..Default::default()
    };
    clients::Entity::update(head)
        .validate()?
        .filter(clients::Column::CellId.eq(cell.0))
        .exec(transaction)
        .await?;
    Ok((Submitted::Result(result), change))
}

/// The role of a session on a board at this moment, in this transaction.
async fn who(
    transaction: &DatabaseTransaction,
    session: &SessionRow,
    row: &parcours::Model,
    board: &Board,
    now: Moment,
) -> Result<Option<Who>, StoreError> {
    let person = session.person;
    Ok(match standing(transaction, session, row, now).await? {
        Some(Standing::Usager) => Some(Who::Usager {
            person,
            proof: session.proven.and_then(|proven| proven.fresh(now)),
        }),
        Some(Standing::Professional) => Some(Who::Professional { person }),
        // The board itself knows what earlier commands of this batch shared or withdrew (`VW3`).
        _ => session
            .organisation
            .filter(|organisation| {
                session.cell.0 == row.cell_id
                    && session.role == itineraire_domain::access::Role::Partner
                    && !partner_view(board, "", *organisation, now).is_empty()
            })
            .map(|organisation| Who::Partner { person, organisation }),
    })
}

/// Applies events one by one; after each, the views of the partners concerned are made again, and those whose bytes
/// changed get the next number of their own sequence (`VW1`).
async fn apply(
    transaction: &DatabaseTransaction,
    row: &parcours::Model,
    board: &mut Board,
    events: &[Event],
    now: Moment,
) -> Result<Vec<(OrganisationId, PartnerSeq, PartnerView)>, StoreError> {
    let mut changed = Vec::new();
    for event in events {
        let before = partners_of(board, row, now);
        evolve(board, event);
        let mut after = partners_of(board, row, now);
        for organisation in before.keys() {
            after.entry(*organisation).or_default();
        }
        for (organisation, (shares, view)) in after {
            let (shares_before, view_before) = before.get(&organisation).cloned().unwrap_or_default();
            // Nothing of theirs: not even what ran out is numbered now, or a number would tell of this event (`VW1`).
            if (&shares_before, &view_before) == (&shares, &view) {
                continue;
            }
            let_shares_run_out(transaction, row, organisation, &shares_before, now).await?;
            if let Some(seq) = keep_partner_view(transaction, row, organisation, &view).await? {
                changed.push((organisation, seq, view));
            }
        }
    }
    boards::append(transaction, CellId(row.cell_id), board, events).await?;
    Ok(changed)
}

/// What each organisation is given on a board, and what it sees of it now.
fn partners_of(
    board: &Board,
    row: &parcours::Model,
    now: Moment,
) -> BTreeMap<OrganisationId, (Vec<Share>, PartnerView)> {
    let mut partners: BTreeMap<OrganisationId, (Vec<Share>, PartnerView)> = BTreeMap::new();
    for share in &board.shares {
        partners
            .entry(share.organisation)
            .or_default()
            .0
            .push(share.clone());
    }
    for (organisation, (_, view)) in &mut partners {
        *view = partner_view(board, &row.first_name, *organisation, now);
    }
    partners
}

/// Numbers what ran out since a partner's last view, share by share at its own moment, from that view alone. If only
/// the view of now were numbered, two shares that ran out, or one that ran out and was given again, would count for one
/// or for two by what else happened in between (`VW1`).
pub(crate) async fn let_shares_run_out(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
    organisation: OrganisationId,
    shares: &[Share],
    now: Moment,
) -> Result<(), StoreError> {
    let mut over: BTreeMap<Moment, Vec<SharedItem>> = BTreeMap::new();
    for share in shares {
        if share.organisation == organisation && share.until <= now {
            over.entry(share.until).or_default().push(share.item);
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    let known = partner_views::Entity::find_by_id((row.id, organisation.0))
        .filter(partner_views::Column::CellId.eq(row.cell_id))
        .one(connection)
        .await?;
    let Some(known) = known else { return Ok(()) };
    let mut view: PartnerView = serde_json::from_str(&known.body)?;
    for items in over.into_values() {
        view = view.without(&items);
        keep_partner_view(connection, row, organisation, &view).await?;
    }
    Ok(())
}

/// Stores a partner's view if it is another one; gives its new number then.
pub(crate) async fn keep_partner_view(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
    organisation: OrganisationId,
    view: &PartnerView,
) -> Result<Option<PartnerSeq>, StoreError> {
    let body = serde_json::to_string(view)?;
    let known = partner_views::Entity::find_by_id((row.id, organisation.0))
        .filter(partner_views::Column::CellId.eq(row.cell_id))
        .one(connection)
        .await?;
    if known.as_ref().is_some_and(|known| known.body == body) {
        return Ok(None);
    }
    let seq = known.as_ref().map_or(0, |known| known.seq) + 1;
    let next = partner_views::ActiveModel {
        parcours_id: Set(row.id),
        organisation_id: Set(organisation.0),
        cell_id: Set(row.cell_id),
        seq: Set(seq),
        body: Set(body),
    };
    if known.is_some() {
        partner_views::Entity::update(next)
            .validate()?
            .filter(partner_views::Column::CellId.eq(row.cell_id))
            .exec(connection)
            .await?;
    } else {
        partner_views::Entity::insert(next)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(Some(PartnerSeq(u64::try_from(seq).unwrap_or(0))))
}

/// The number of a partner's present view.
pub(crate) async fn partner_seq(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
    organisation: OrganisationId,
) -> Result<PartnerSeq, StoreError> {
    let known = partner_views::Entity::find_by_id((row.id, organisation.0))
        .filter(partner_views::Column::CellId.eq(row.cell_id))
        .one(connection)
        .await?;
    Ok(PartnerSeq(
        known.map_or(0, |known| u64::try_from(known.seq).unwrap_or(0)),
    ))
}
