//! A board's log: reading it back, appending to it, snapshots.

use crate::connections::add;
use crate::entities::{events, parcours, snapshots};
use crate::error::StoreError;
use itineraire_domain::ids::{CellId, ParcoursId, PersonId};
use itineraire_domain::parcours::{Board, EVENT_VERSION, Event, Seq, evolve};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

/// A snapshot is kept each time a board has grown by so many events.
const SNAPSHOT_EVERY: u64 = 100;

pub(crate) fn number_of(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

/// The board as the log says: the last snapshot, and what followed.
pub(crate) async fn load(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
) -> Result<Board, StoreError> {
    let snapshot = snapshots::Entity::find()
        .filter(snapshots::Column::CellId.eq(row.cell_id))
        .filter(snapshots::Column::ParcoursId.eq(row.id))
        .order_by_desc(snapshots::Column::Seq)
        .one(connection)
        .await?;
    let mut board = match snapshot {
        Some(snapshot) => serde_json::from_str(&snapshot.body)?,
        None => Board::empty(ParcoursId(row.id), PersonId(row.usager_id)),
    };
    for event in after(connection, CellId(row.cell_id), ParcoursId(row.id), board.seq).await? {
        evolve(&mut board, &event);
    }
    Ok(board)
}

/// The board from its first event on, without snapshots.
pub(crate) async fn replay(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
) -> Result<Board, StoreError> {
    let mut board = Board::empty(ParcoursId(row.id), PersonId(row.usager_id));
    for event in after(connection, CellId(row.cell_id), ParcoursId(row.id), Seq(0)).await? {
        evolve(&mut board, &event);
    }
    Ok(board)
}

/// The events of a board after a sequence, in order.
pub(crate) async fn after(
    connection: &impl ConnectionTrait,
    cell: CellId,
    parcours: ParcoursId,
    seq: Seq,
) -> Result<Vec<Event>, StoreError> {
    let rows = events::Entity::find()
        .filter(events::Column::CellId.eq(cell.0))
        .filter(events::Column::ParcoursId.eq(parcours.0))
        .filter(events::Column::Seq.gt(number_of(seq)))
        .order_by_asc(events::Column::Seq)
        .all(connection)
        .await?;
    rows.iter()
        .map(|row| Ok(serde_json::from_str(&row.body)?))
        .collect()
}

/// Appends events, and a snapshot when it is time for one. `board` is the board after them.
pub(crate) async fn append(
    connection: &impl ConnectionTrait,
    cell: CellId,
    board: &Board,
    new: &[Event],
) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (new.first(), new.last()) else {
        return Ok(());
    };
    let mut rows = Vec::with_capacity(new.len());
    for event in new {
        rows.push(events::ActiveModel {
            parcours_id: Set(board.parcours.0),
            seq: Set(number_of(event.seq)),
            cell_id: Set(cell.0),
            version: Set(EVENT_VERSION.into()),
            body: Set(serde_json::to_string(event)?),
        });
    }
    events::Entity::insert_many(rows)
        .exec_without_returning(connection)
        .await?;
    let head = parcours::ActiveModel {
        id: Set(board.parcours.0),
        head_seq: Set(number_of(last.seq)),
        ..Default::default()
    };
    parcours::Entity::update(head)
        .validate()?
        .filter(parcours::Column::CellId.eq(cell.0))
        .exec(connection)
        .await?;
    if last.seq.0 / SNAPSHOT_EVERY > (first.seq.0 - 1) / SNAPSHOT_EVERY {
        let snapshot = snapshots::ActiveModel {
            parcours_id: Set(board.parcours.0),
            seq: Set(number_of(board.seq)),
            cell_id: Set(cell.0),
            version: Set(EVENT_VERSION.into()),
            body: Set(serde_json::to_string(board)?),
        };
        add(connection, snapshot).await?;
    }
    Ok(())
}
