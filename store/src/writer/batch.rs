//! A batch in one transaction (`ID3`): everything that it is about is read, then each command is judged, in order and in
//! memory, then everything that came of it is written. As many statements for many commands as for one.

use super::submission::{BoardChange, Submission, Submitted};
use crate::boards::{self, Appended};
use crate::connections::begin;
use crate::error::StoreError;
use crate::partner_views::{Of, Views, partners_of};
use crate::projections;
use crate::tables::{commands, held};
use crate::who::{Asked, SessionRow};
use itineraire_domain::access::permission::Standing;
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ClientId, ParcoursId, PersonId, StreamId};
use itineraire_domain::parcours::{Board, Event, Seq, Share, evolve};
use itineraire_domain::sync::judge::{judge, seen};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::sync::parcours::Verdict;
use itineraire_domain::views::pages::PartnerView;
use itineraire_domain::views::partner::partner_view;
use itineraire_domain::{Denial, Refusal};
use sea_orm::{DatabaseConnection, DatabaseTransaction, EntityTrait, Set};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What became of each submission of a batch, and what it changed.
pub(super) type Done = Vec<(Submitted, Option<BoardChange>)>;

/// Events of a board that stay in memory with it: a *yes* is held against what happened since its page had looked.
const RECENT: usize = 64;

/// Boards that stay in memory between batches.
#[derive(Default)]
pub(super) struct Boards {
    batches: u64,
    all: HashMap<ParcoursId, Remembered>,
}

struct Remembered {
    board: Board,
    recent: Recent,
    /// The batch that used it last.
    used: u64,
}

/// What happened on a board after a sequence.
struct Recent {
    after: Seq,
    events: Vec<Event>,
}

impl Recent {
    fn add(&mut self, new: Vec<Event>) {
        self.events.extend(new);
        let over = self.events.len().saturating_sub(RECENT);
        if let Some(last) = self.events.drain(..over).next_back() {
            self.after = last.seq;
        }
    }
}

impl Boards {
    /// A board of those, as the log is.
    pub fn get(&self, parcours: ParcoursId) -> Option<&Board> {
        self.all.get(&parcours).map(|it| &it.board)
    }

    /// Forgets those that were used longest ago.
    pub fn keep_at_most(&mut self, most: usize) {
        if self.all.len() <= most {
            return;
        }
        let mut used: Vec<_> = self.all.values().map(|it| it.used).collect();
        let (_, oldest, _) = used.select_nth_unstable(self.all.len() - most);
        let oldest = *oldest;
        self.all.retain(|_, it| it.used >= oldest);
    }
}

/// Judges each command in one transaction, and writes what came of it there.
pub(super) async fn judge_all(
    connection: &DatabaseConnection,
    boards: &mut Boards,
    submissions: &[Submission],
) -> Result<(DatabaseTransaction, Done), StoreError> {
    let transaction = begin(connection).await?;
    let mut batch = Batch::read(&transaction, boards, submissions).await?;
    let mut done = Vec::with_capacity(submissions.len());
    for submission in submissions {
        let next = batch.one(&transaction, submission, done.len()).await?;
        done.push(next);
    }
    batch.write(&transaction, boards, &mut done).await?;
    Ok((transaction, done))
}

/// What a batch is about.
struct Batch {
    asked: Asked,
    places: BTreeMap<ParcoursId, Place>,
    clients: BTreeMap<ClientId, ClientAt>,
    /// First results: those of before that somebody asks for again, and those of this batch.
    results: BTreeMap<(ClientId, u64), CommandResult>,
    /// The results that are to be stored.
    stored: Vec<commands::ActiveModel>,
    /// The partners' views that an event changed, in order.
    turns: Vec<Turn>,
}

/// A parcours of a batch.
struct Place {
    cell: CellId,
    usager: PersonId,
    first_name: String,
    head: Seq,
    /// Its board, if somebody of the batch may ask for it.
    board: Option<AtHand>,
}

/// A board of a batch.
struct AtHand {
    /// As it was before the batch: what its rows say.
    before: Board,
    now: Board,
    new: Vec<Event>,
    /// What happened before the batch, as far back as is known.
    recent: Recent,
}

/// A client of a batch.
struct ClientAt {
    person: PersonId,
    parcours: ParcoursId,
    /// The number of its last command.
    last: u64,
}

/// A partner's view turned into another one.
struct Turn {
    /// The place among what was done of the command that did it.
    by: usize,
    cell: CellId,
    of: Of,
    shares_before: Vec<Share>,
    at: Moment,
    view: PartnerView,
}

impl Batch {
    /// Reads what a batch is about; the streams are held from here on (`OR1`).
    async fn read(
        transaction: &DatabaseTransaction,
        boards: &mut Boards,
        submissions: &[Submission],
    ) -> Result<Self, StoreError> {
        let wanted: BTreeSet<_> = submissions.iter().map(|it| it.parcours).collect();
        let clients: BTreeSet<_> = submissions.iter().map(|it| it.client).collect();
        let held = held::of(wanted, clients).all(transaction).await?;
        let pairs = submissions.iter().map(|it| (&it.token, it.parcours));
        // What begins between the first and the last of them counts from the next batch on.
        let from = submissions.iter().map(|it| it.at).min();
        let mut batch = Self {
            asked: Asked::read(transaction, pairs, from.unwrap_or(Moment(0))).await?,
            places: BTreeMap::new(),
            clients: BTreeMap::new(),
            results: BTreeMap::new(),
            stored: Vec::new(),
            turns: Vec::new(),
        };
        for row in held {
            if let (Some(client), Some(person)) = (row.client_id, row.person_id) {
                let at = ClientAt {
                    person: person.0,
                    parcours: row.parcours_id.0,
                    last: row.last.map_or(0, |last| last.0),
                };
                batch.clients.insert(client.0, at);
            }
            batch.places.entry(row.parcours_id.0).or_insert_with(|| Place {
                cell: row.cell_id.0,
                usager: row.usager_id.0,
                first_name: row.first_name,
                head: row.head.0,
                board: None,
            });
        }
        batch.read_boards(transaction, boards, submissions).await?;
        batch.read_results(transaction, submissions).await?;
        batch
            .read_what_a_yes_may_not_have_seen(transaction, submissions)
            .await?;
        Ok(batch)
    }

    /// The boards that somebody of the batch may ask for: those in memory that are as the log is, the others from it.
    async fn read_boards(
        &mut self,
        transaction: &DatabaseTransaction,
        boards: &mut Boards,
        submissions: &[Submission],
    ) -> Result<(), StoreError> {
        let mut found = Vec::new();
        let mut absent = Vec::new();
        let mut asked_for = BTreeSet::new();
        for submission in submissions {
            let asked = self
                .asked
                .answer(&submission.token, submission.parcours, submission.at);
            let place = self.places.get(&submission.parcours);
            if let (Some((session, _)), Some(place)) = (asked, place)
                && session.cell == place.cell
                && asked_for.insert(submission.parcours)
            {
                let known = boards.all.remove(&submission.parcours);
                match known.filter(|it| it.board.seq == place.head) {
                    Some(known) => found.push((known.board, known.recent)),
                    None => absent.push(Board::empty(submission.parcours, place.usager)),
                }
            }
        }
        for board in boards::load_all(transaction, absent).await? {
            let recent = Recent {
                after: board.seq,
                events: Vec::new(),
            };
            found.push((board, recent));
        }
        for (board, recent) in found {
            if let Some(place) = self.places.get_mut(&board.parcours) {
                place.board = Some(AtHand {
                    before: board.clone(),
                    now: board,
                    new: Vec::new(),
                    recent,
                });
            }
        }
        Ok(())
    }

    /// The first results of what was judged before.
    async fn read_results(
        &mut self,
        transaction: &DatabaseTransaction,
        submissions: &[Submission],
    ) -> Result<(), StoreError> {
        let repeated = submissions.iter().filter(|it| {
            let client = self.clients.get(&it.client);
            client.is_some_and(|client| it.seq <= client.last)
        });
        let keys: BTreeSet<_> = repeated.map(|it| (it.client, it.seq)).collect();
        if !keys.is_empty() {
            let rows = commands::Entity::these(keys).all(transaction).await?;
            let results = rows
                .into_iter()
                .map(|row| ((row.client_id.0, row.seq.0), row.result.0));
            self.results.extend(results);
        }
        Ok(())
    }

    /// What happened since those who answer a step had looked (`CF2`).
    async fn read_what_a_yes_may_not_have_seen(
        &mut self,
        transaction: &DatabaseTransaction,
        submissions: &[Submission],
    ) -> Result<(), StoreError> {
        let mut earliest: BTreeMap<ParcoursId, Seq> = BTreeMap::new();
        // A yes that is said otherwise is found when it is judged, and reads for itself.
        for submission in submissions.iter().filter(|it| it.body.get("answer").is_some()) {
            let looked = seen(&submission.body);
            let place = self.places.get(&submission.parcours);
            let at_hand = place.and_then(|place| place.board.as_ref());
            if at_hand.is_some_and(|it| looked < it.recent.after) {
                let known = earliest.entry(submission.parcours).or_insert(looked);
                *known = looked.min(*known);
            }
        }
        let mut events = boards::after_each(transaction, &earliest).await?;
        for (parcours, seq) in earliest {
            let board = self.places.get_mut(&parcours);
            if let Some(at_hand) = board.and_then(|place| place.board.as_mut()) {
                at_hand.recent = Recent {
                    after: seq,
                    events: events.remove(&parcours).unwrap_or_default(),
                };
            }
        }
        Ok(())
    }

    async fn one(
        &mut self,
        transaction: &DatabaseTransaction,
        submission: &Submission,
        number: usize,
    ) -> Result<(Submitted, Option<BoardChange>), StoreError> {
        let denied = |denial| Ok((Submitted::Denied(denial), None));
        let parcours = submission.parcours;
        let asked = self.asked.answer(&submission.token, parcours, submission.at);
        let Some((session, standing)) = asked else {
            return denied(Denial::SignedOut);
        };
        let place = self.places.get_mut(&parcours);
        let Some(place) = place.filter(|place| place.cell == session.cell) else {
            return denied(Denial::NotFound);
        };
        let (cell, first_name) = (place.cell, &place.first_name);
        // Hidden and absent answer alike (`VW2`).
        let Some(at_hand) = &mut place.board else {
            return denied(Denial::NotFound);
        };
        let Some(who) = who(&session, standing, &at_hand.now, submission.at) else {
            return denied(Denial::NotFound);
        };
        let client = self.clients.get_mut(&submission.client);
        let theirs = client.filter(|client| (client.person, client.parcours) == (session.person, parcours));
        let Some(client) = theirs else {
            return denied(Denial::WrongClient);
        };

        let partner = matches!(who, Who::Partner { .. });
        let actor = Actor {
            who,
            client: submission.client,
            at: submission.at,
        };
        let key = (submission.client, submission.seq);
        let mut verdict = judge(
            &at_hand.now,
            client.last,
            &actor,
            submission.seq,
            submission.version,
            &submission.body,
        );
        if verdict.says_yes() {
            let since = at_hand.since(transaction, cell, seen(&submission.body)).await?;
            verdict = verdict.unless_withdrawn(&at_hand.now, &since);
        }
        let (result, change) = match verdict {
            Verdict::Repeat => {
                // None of number 0, which no page counts from.
                let expected = client.last + 1;
                let first = self.results.get(&key).cloned();
                let submitted = first.map_or(Submitted::Gap { expected }, Submitted::Result);
                return Ok((submitted, None));
            }
            Verdict::Gap { expected } => return Ok((Submitted::Gap { expected }, None)),
            Verdict::Refused(refusal) => {
                metrics::counter!("itineraire_refusals_total", "why" => kind(&refusal)).increment(1);
                (CommandResult::Refused { refusal }, None)
            }
            Verdict::Kept(events) => {
                let zero = Seq(0);
                let (first, last) = match (partner, events.first(), events.last()) {
                    (false, Some(first), Some(last)) => (first.seq, last.seq),
                    _ => (zero, zero),
                };
                for event in &events {
                    let turns = at_hand.follow(event, first_name, submission.at);
                    self.turns
                        .extend(turns.map(|(organisation, shares_before, view)| Turn {
                            by: number,
                            cell,
                            of: (parcours, organisation),
                            shares_before,
                            at: submission.at,
                            view,
                        }));
                }
                let change = BoardChange {
                    cell,
                    parcours,
                    events,
                    partners: Vec::new(),
                    given_otherwise: Vec::new(),
                };
                (
                    CommandResult::Kept { first, last },
                    (!change.events.is_empty()).then_some(change),
                )
            }
        };
        client.last = submission.seq;
        self.results.insert(key, result.clone());
        self.stored.push(commands::ActiveModel {
            client_id: Set(submission.client.into()),
            seq: Set(submission.seq.into()),
            cell_id: Set(cell.into()),
            stream_id: Set(StreamId::from(parcours).into()),
            result: Set(result.clone().into()),
        });
        Ok((Submitted::Result(result), change))
    }

    /// Writes what came of it all, and gives the boards back to memory.
    async fn write(
        self,
        transaction: &DatabaseTransaction,
        boards: &mut Boards,
        done: &mut Done,
    ) -> Result<(), StoreError> {
        let mut appended = Appended::default();
        let mut changes = projections::Changes::default();
        boards.batches += 1;
        for (parcours, place) in self.places {
            if let Some(mut at_hand) = place.board {
                appended.add(place.cell, &at_hand.now, &at_hand.new)?;
                changes.add(place.cell, &at_hand.before, &at_hand.now);
                at_hand.recent.add(at_hand.new);
                let remembered = Remembered {
                    board: at_hand.now,
                    recent: at_hand.recent,
                    used: boards.batches,
                };
                boards.all.insert(parcours, remembered);
            }
        }
        appended.write(transaction).await?;
        if !self.stored.is_empty() {
            commands::Entity::insert_many(self.stored)
                .exec_without_returning(transaction)
                .await?;
        }
        changes.write(transaction).await?;
        if !self.turns.is_empty() {
            number(transaction, self.turns, done).await?;
        }
        Ok(())
    }
}

impl AtHand {
    /// What happened after a sequence, this batch's own included.
    async fn since(
        &self,
        transaction: &DatabaseTransaction,
        cell: CellId,
        seq: Seq,
    ) -> Result<Vec<Event>, StoreError> {
        let mut since = if self.recent.after <= seq {
            let later = self.recent.events.iter().filter(|it| it.seq > seq);
            later.cloned().collect()
        } else {
            boards::after(transaction, cell, self.now.parcours, seq).await?
        };
        since.extend(self.new.iter().cloned());
        Ok(since)
    }

    /// Applies an event; gives the organisations whose shares or view are others after it, what they were given before, and
    /// what they see now.
    fn follow(
        &mut self,
        event: &Event,
        first_name: &str,
        now: Moment,
    ) -> impl Iterator<Item = (itineraire_domain::ids::OrganisationId, Vec<Share>, PartnerView)> + use<> {
        let mut before = partners_of(&self.now, first_name, now);
        evolve(&mut self.now, event);
        self.new.push(event.clone());
        let mut after = partners_of(&self.now, first_name, now);
        for organisation in before.keys() {
            after.entry(*organisation).or_default();
        }
        after
            .into_iter()
            .filter_map(move |(organisation, (shares, view))| {
                let (shares_before, view_before) = before.remove(&organisation).unwrap_or_default();
                // Nothing of theirs: not even what ran out is numbered now, or a number would tell of this event (`VW1`).
                let is_other = (&shares_before, &view_before) != (&shares, &view);
                is_other.then_some((organisation, shares_before, view))
            })
    }
}

/// The name of a refusal, without what it tells.
fn kind(refusal: &Refusal) -> String {
    let told = format!("{refusal:?}");
    told.split(' ').next().unwrap_or_default().to_owned()
}

/// Numbers the views that turned into others, each in its own sequence: those whose bytes changed get the next number
/// (`VW1`), and those who watch are told with the command that did it.
async fn number(
    transaction: &DatabaseTransaction,
    turns: Vec<Turn>,
    done: &mut Done,
) -> Result<(), StoreError> {
    let mut views = Views::read(transaction, turns.iter().map(|it| it.of)).await?;
    for turn in turns {
        views.let_shares_run_out(turn.cell, turn.of, &turn.shares_before, turn.at)?;
        let (seq, is_new) = views.number(turn.cell, turn.of, &turn.view)?;
        match done.get_mut(turn.by) {
            Some((_, Some(change))) if is_new => change.partners.push((turn.of.1, seq, turn.view)),
            Some((_, Some(change))) => change.given_otherwise.push(turn.of.1),
            _ => {}
        }
    }
    views.write(transaction).await
}

/// The role of a session on a board at this moment.
fn who(session: &SessionRow, standing: Standing, board: &Board, now: Moment) -> Option<Who> {
    let person = session.person;
    match standing {
        Standing::Usager | Standing::UsagerProven => Some(Who::Usager {
            person,
            proof: session.proven.and_then(|proven| proven.fresh(now)),
        }),
        Standing::Assigned => Some(Who::Professional { person }),
        // The board itself knows what earlier commands of this batch shared or withdrew (`VW3`).
        Standing::PartnerWithShare | Standing::PartnerWithout => session
            .organisation
            .filter(|organisation| !partner_view(board, "", *organisation, now).is_empty())
            .map(|organisation| Who::Partner { person, organisation }),
        Standing::Nobody | Standing::OtherUsager | Standing::Unassigned => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_boards_that_were_used_longest_ago_are_forgotten_first() {
        let mut boards = Boards::default();
        for used in 1..=5 {
            let board = Board::empty(ParcoursId(Uuid::from_u128(used.into())), PersonId(Uuid::nil()));
            let recent = Recent {
                after: Seq(0),
                events: Vec::new(),
            };
            boards
                .all
                .insert(board.parcours, Remembered { board, recent, used });
        }
        boards.keep_at_most(5);
        assert_eq!(boards.all.len(), 5);
        boards.keep_at_most(2);
        let mut left: Vec<_> = boards.all.values().map(|it| it.used).collect();
        left.sort_unstable();
        assert_eq!(left, [4, 5]);
    }
}
