//! A parcours' board from its stream, and its events into it.

use crate::error::StoreError;
use crate::log::{self, StreamKey};
use crate::tables::{events, parcours};
use itineraire_domain::ids::{CellId, ParcoursId};
use itineraire_domain::parcours::{
    BOARD_VERSION, Board, EVENT_VERSION, Event, Seq, Unreadable, evolve, upcast,
};
use sea_orm::{ConnectionTrait, Set};

/// A snapshot is kept each time a board has grown by so many events.
const SNAPSHOT_EVERY: u64 = 100;

/// The stream of a parcours.
pub(crate) fn stream_of(cell: CellId, parcours: ParcoursId) -> StreamKey {
    let id = parcours.into();
    StreamKey { cell, id }
}

/// The board as the log says: the last snapshot that this version wrote, and what followed; or every event.
pub(crate) async fn load(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
) -> Result<Board, StoreError> {
    let (cell, parcours) = (row.cell_id.0, row.id.0);
    let board = match log::snapshot(connection, stream_of(cell, parcours), BOARD_VERSION).await? {
        Some(body) => serde_json::from_str(&body)?,
        None => Board::empty(parcours, row.usager_id.0),
    };
    follow(connection, cell, board).await
}

/// The board from its first event on, without snapshots.
pub(crate) async fn replay(
    connection: &impl ConnectionTrait,
    row: &parcours::Model,
) -> Result<Board, StoreError> {
    let board = Board::empty(row.id.0, row.usager_id.0);
    follow(connection, row.cell_id.0, board).await
}

async fn follow(
    connection: &impl ConnectionTrait,
    cell: CellId,
    mut board: Board,
) -> Result<Board, StoreError> {
    for event in after(connection, cell, board.parcours, board.seq).await? {
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
    let rows = log::after(connection, stream_of(cell, parcours), seq).await?;
    rows.iter().map(event_of).collect()
}

fn event_of(row: &events::Model) -> Result<Event, StoreError> {
    let version = u16::try_from(row.version).unwrap_or(u16::MAX);
    let fact = upcast(version, serde_json::from_str(&row.body)?).map_err(|why| match why {
        Unreadable::Newer => StoreError::OtherVersion,
        Unreadable::Damaged => StoreError::Unreadable("event"),
    })?;
    Ok(Event {
        seq: row.seq.0,
        at: row.at.0,
        by: row.by.0,
        client: row.client_id.0,
        with: row.with_whom.map(|it| it.0),
        fact,
    })
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
    let stream = stream_of(cell, board.parcours);
    let mut rows = Vec::with_capacity(new.len());
    for event in new {
        rows.push(events::ActiveModel {
            stream_id: Set(stream.id.into()),
            seq: Set(event.seq.into()),
            cell_id: Set(cell.into()),
            at: Set(event.at.into()),
            by: Set(event.by.into()),
            client_id: Set(event.client.into()),
            with_whom: Set(event.with.map(Into::into)),
            kind: Set(event.fact.kind().into()),
            version: Set(EVENT_VERSION.into()),
            body: Set(serde_json::to_string(&event.fact)?),
        });
    }
    log::append(connection, stream, rows, last.seq).await?;
    if last.seq.0 / SNAPSHOT_EVERY > (first.seq.0 - 1) / SNAPSHOT_EVERY {
        let body = serde_json::to_string(board)?;
        log::keep_snapshot(connection, stream, board.seq, BOARD_VERSION, body).await?;
    }
    Ok(())
}
