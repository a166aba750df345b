//! A batch in one transaction: who asks, may they, what does it lead to, and everything that is written of it (`ID3`).

use super::submission::{BoardChange, Submission, Submitted};
use crate::columns::{Id, Nth};
use crate::connections::{add, begin};
use crate::error::StoreError;
use crate::log;
use crate::partner_views::{keep_partner_view, let_shares_run_out, partners_of};
use crate::tables::{OfCell, clients, commands, parcours, people};
use crate::who::{SessionRow, ask};
use crate::{boards, projections};
use itineraire_domain::Refusal;
use itineraire_domain::access::permission::Standing;
use itineraire_domain::access::{Actor, Who};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, ParcoursId, StreamId};
use itineraire_domain::parcours::{Board, Event, Seq, evolve};
use itineraire_domain::sync::judge::{judge, seen};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::sync::parcours::Verdict;
use itineraire_domain::views::pages::{PartnerSeq, PartnerView};
use itineraire_domain::views::partner::partner_view;
use sea_orm::{ColumnTrait, DatabaseConnection, DatabaseTransaction, QueryFilter, Set};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What became of each submission of a batch, and what it changed.
pub(super) type Done = Vec<(Submitted, Option<BoardChange>)>;

/// Boards that stay in memory between batches.
pub(super) type Boards = HashMap<ParcoursId, Board>;

/// A parcours of a batch, and whose it is.
struct Place {
    row: parcours::Model,
    usager: people::Model,
}

/// Judges each command in one transaction, and writes what came of it there.
pub(super) async fn judge_all(
    connection: &DatabaseConnection,
    boards: &mut Boards,
    submissions: &[Submission],
) -> Result<(DatabaseTransaction, Done), StoreError> {
    let transaction = begin(connection).await?;
    let wanted: BTreeSet<_> = submissions.iter().map(|it| it.parcours).collect();
    let heads = log::hold(&transaction, wanted.iter().map(|it| (*it).into())).await?;
    let rows = parcours::Entity::these(wanted).all(&transaction).await?;
    let rows: BTreeMap<_, _> = rows
        .into_iter()
        .filter_map(|(row, usager)| Some((row.id.0, Place { row, usager: usager? })))
        .collect();
    let mut done = Vec::with_capacity(submissions.len());
    // Boards that this batch has at hand, each as it was before: what its rows say.
    let mut before: BTreeMap<ParcoursId, (CellId, Board)> = BTreeMap::new();
    for submission in submissions {
        let asked = ask(
            &transaction,
            &submission.token,
            Some(submission.parcours),
            submission.at,
        )
        .await?;
        let Some((session, standing)) = asked else {
            done.push((Submitted::Denied(Refusal::SignedOut), None));
            continue;
        };
        let place = rows.get(&submission.parcours);
        let Some(place) = place.filter(|place| place.row.cell_id.0 == session.cell) else {
            done.push((Submitted::Denied(Refusal::NotFound), None));
            continue;
        };
        let row = &place.row;
        let known = boards.remove(&submission.parcours);
        // A head read at the start of the batch is behind what the batch itself wrote since.
        let is_last = |board: &Board| heads.get(&row.id.0.into()) == Some(&board.seq);
        let mut board = match known {
            Some(board) if before.contains_key(&board.parcours) || is_last(&board) => board,
            _ => boards::load(&transaction, row).await?,
        };
        before
            .entry(board.parcours)
            .or_insert_with(|| (session.cell, board.clone()));
        done.push(one(&transaction, (&session, standing), place, &mut board, submission).await?);
        boards.insert(board.parcours, board);
    }
    let mut changes = projections::Changes::default();
    for (id, (cell, before)) in &before {
        if let Some(after) = boards.get(id) {
            changes.add(*cell, before, after);
        }
    }
    changes.write(&transaction).await?;
    Ok((transaction, done))
}

async fn one(
    transaction: &DatabaseTransaction,
    (session, standing): (&SessionRow, Standing),
    place: &Place,
    board: &mut Board,
    submission: &Submission,
) -> Result<(Submitted, Option<BoardChange>), StoreError> {
    let denied = |refusal| Ok((Submitted::Denied(refusal), None));
    // Hidden and absent answer alike (`VW2`).
    let Some(who) = who(session, standing, board, submission.at) else {
        return denied(Refusal::NotFound);
    };
    let row = &place.row;
    let cell = session.cell;
    let client = clients::Entity::one_in_cell(cell, Id(submission.client))
        .filter(clients::Column::PersonId.eq(Id(session.person)))
        .filter(clients::Column::StreamId.eq(Id(StreamId::from(row.id.0))))
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
    let last = client.last_seq.0;
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
        verdict = verdict.unless_withdrawn(board, &since);
    }
    let (result, change) = match verdict {
        Verdict::Repeat => {
            let key = (Id(submission.client), Nth(submission.seq));
            let stored = commands::Entity::one_in_cell(cell, key).one(transaction).await?;
            // Number 0, which no page counts from.
            let Some(stored) = stored else {
                return Ok((Submitted::Gap { expected: last + 1 }, None));
            };
            return Ok((Submitted::Result(stored.result.0), None));
        }
        Verdict::Gap { expected } => return Ok((Submitted::Gap { expected }, None)),
        Verdict::Refused(refusal) => (CommandResult::Refused { refusal }, None),
        Verdict::Kept(events) => {
            let zero = Seq(0);
            let (first, last) = match (partner, events.first(), events.last()) {
                (false, Some(first), Some(last)) => (first.seq, last.seq),
                _ => (zero, zero),
            };
            let partners = apply(transaction, place, board, &events, submission.at).await?;
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
        client_id: Set(submission.client.into()),
        seq: Set(submission.seq.into()),
        cell_id: Set(cell.into()),
        stream_id: Set(StreamId::from(row.id.0).into()),
        result: Set(result.clone().into()),
    };
    add(transaction, stored).await?;
    clients::Entity::change_in_cell(cell)
        .col_expr(clients::Column::LastSeq, Nth(last + 1).into())
        .filter(clients::Column::Id.eq(client.id))
        .exec(transaction)
        .await?;
    Ok((Submitted::Result(result), change))
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

/// Applies events one by one; after each, the views of the partners concerned are made again, and those whose bytes
/// changed get the next number of their own sequence (`VW1`).
async fn apply(
    transaction: &DatabaseTransaction,
    Place { row, usager }: &Place,
    board: &mut Board,
    events: &[Event],
    now: Moment,
) -> Result<Vec<(OrganisationId, PartnerSeq, PartnerView)>, StoreError> {
    let mut changed = Vec::new();
    for event in events {
        let before = partners_of(board, &usager.first_name, now);
        evolve(board, event);
        let mut after = partners_of(board, &usager.first_name, now);
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
            let (seq, is_new) = keep_partner_view(transaction, row, organisation, &view).await?;
            if is_new {
                changed.push((organisation, seq, view));
            }
        }
    }
    boards::append(transaction, row.cell_id.0, board, events).await?;
    Ok(changed)
}
