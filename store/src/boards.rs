//! A parcours' board from its stream, and its events into it.

use crate::error::StoreError;
use crate::log::{self, StreamKey};
use crate::tables::streams::StreamKind;
use crate::tables::{events, parcours, snapshots, streams};
use itineraire_domain::ids::{CellId, ParcoursId, StreamId};
use itineraire_domain::parcours::{
    BOARD_VERSION, Board, EVENT_VERSION, Event, Seq, Unreadable, evolve, upcast,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
use std::collections::BTreeMap;

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

/// Several boards as the log says, whosever they are: each given empty, each given back as it is now.
pub(crate) async fn load_all(
    connection: &impl ConnectionTrait,
    empty: Vec<Board>,
) -> Result<Vec<Board>, StoreError> {
    let mut boards: BTreeMap<StreamId, Board> =
        empty.into_iter().map(|it| (it.parcours.into(), it)).collect();
    if boards.is_empty() {
        return Ok(Vec::new());
    }
    let snapshots = snapshots::Entity::these(boards.keys().copied())
        .filter(snapshots::Column::Version.eq(i32::from(BOARD_VERSION)))
        .all(connection)
        .await?;
    for snapshot in snapshots {
        boards.insert(snapshot.stream_id.0, serde_json::from_str(&snapshot.body)?);
    }
    let known = boards.iter().map(|(stream, board)| (*stream, board.seq));
    for row in events::Entity::after_each(known).all(connection).await? {
        if let Some(board) = boards.get_mut(&row.stream_id.0) {
            evolve(board, &event_of(&row)?);
        }
    }
    Ok(boards.into_values().collect())
}

/// The events of several boards, each after a sequence, in order.
pub(crate) async fn after_each(
    connection: &impl ConnectionTrait,
    boards: &BTreeMap<ParcoursId, Seq>,
) -> Result<BTreeMap<ParcoursId, Vec<Event>>, StoreError> {
    let mut events: BTreeMap<ParcoursId, Vec<Event>> = BTreeMap::new();
    if !boards.is_empty() {
        let streams = boards.iter().map(|(board, seq)| ((*board).into(), *seq));
        for row in events::Entity::after_each(streams).all(connection).await? {
            events
                .entry(row.stream_id.0.into())
                .or_default()
                .push(event_of(&row)?);
        }
    }
    Ok(events)
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

/// What is appended to the log of several boards.
#[derive(Default)]
pub(crate) struct Appended {
    events: Vec<events::ActiveModel>,
    heads: Vec<streams::ActiveModel>,
    snapshots: Vec<snapshots::ActiveModel>,
}

impl Appended {
    /// Adds events of a board, and a snapshot when it is time for one. `board` is the board after them.
    pub fn add(&mut self, cell: CellId, board: &Board, new: &[Event]) -> Result<(), StoreError> {
        let (Some(first), Some(last)) = (new.first(), new.last()) else {
            return Ok(());
        };
        let stream = stream_of(cell, board.parcours);
        for event in new {
            self.events.push(events::ActiveModel {
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
        self.heads.push(streams::ActiveModel {
            id: Set(stream.id.into()),
            cell_id: Set(cell.into()),
            kind: Set(StreamKind::Parcours.into()),
            head: Set(last.seq.into()),
        });
        if last.seq.0 / SNAPSHOT_EVERY > (first.seq.0 - 1) / SNAPSHOT_EVERY {
            self.snapshots.push(snapshots::ActiveModel {
                stream_id: Set(stream.id.into()),
                seq: Set(board.seq.into()),
                cell_id: Set(cell.into()),
                version: Set(BOARD_VERSION.into()),
                body: Set(serde_json::to_string(board)?),
            });
        }
        Ok(())
    }

    /// Writes it: as many statements for many boards as for one.
    pub async fn write(self, connection: &impl ConnectionTrait) -> Result<(), StoreError> {
        log::append(connection, self.events, self.heads).await?;
        log::keep_snapshots(connection, self.snapshots).await
    }
}
