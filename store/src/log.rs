//! Streams and their log: what is written on live, whatever it is. A stream has an id, a cell, a kind and a head; its events
//! follow one another without a hole (`OR1`), and its last snapshot saves reading them all again.

use crate::columns::{Id, Nth};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::streams::StreamKind;
use crate::tables::{OfCell, events, snapshots, streams};
use itineraire_domain::ids::{CellId, Seq, StreamId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::BTreeMap;

/// A stream: its cell, and its id, which is that of what it tells the story of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StreamKey {
    pub cell: CellId,
    pub id: StreamId,
}

/// A new stream, with nothing in it.
pub(crate) async fn create(
    connection: &impl ConnectionTrait,
    stream: StreamKey,
    kind: StreamKind,
) -> Result<(), StoreError> {
    let row = streams::ActiveModel {
        id: Set(stream.id.into()),
        cell_id: Set(stream.cell.into()),
        kind: Set(kind.into()),
        head: Set(Seq(0).into()),
    };
    add(connection, row).await
}

/// The heads of these streams, whose rows are held until the transaction ends (`OR1`).
pub(crate) async fn hold(
    transaction: &impl ConnectionTrait,
    streams: impl IntoIterator<Item = StreamId>,
) -> Result<BTreeMap<StreamId, Seq>, StoreError> {
    let held = streams::Entity::these(streams)
        .lock_exclusive()
        .all(transaction)
        .await?;
    Ok(held.into_iter().map(|row| (row.id.0, row.head.0)).collect())
}

/// The rows of a stream's events after a sequence, in order.
pub(crate) async fn after(
    connection: &impl ConnectionTrait,
    stream: StreamKey,
    seq: Seq,
) -> Result<Vec<events::Model>, StoreError> {
    let rows = events::Entity::in_cell(stream.cell)
        .filter(events::Column::StreamId.eq(Id(stream.id)))
        .filter(events::Column::Seq.gt(Nth(seq)))
        .order_by_asc(events::Column::Seq)
        .all(connection)
        .await?;
    Ok(rows)
}

/// Appends rows to several streams, whose heads are then these.
pub(crate) async fn append(
    transaction: &impl ConnectionTrait,
    rows: Vec<events::ActiveModel>,
    heads: Vec<streams::ActiveModel>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    events::Entity::insert_many(rows)
        .exec_without_returning(transaction)
        .await?;
    // Each is there, and held: nothing is inserted. One statement changes them all, each to its own.
    let known = OnConflict::column(streams::Column::Id)
        .update_column(streams::Column::Head)
        .to_owned();
    streams::Entity::insert_many(heads)
        .on_conflict(known)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// The last snapshot of a stream that `version` wrote; any other is not read, and the events tell it again.
pub(crate) async fn snapshot(
    connection: &impl ConnectionTrait,
    stream: StreamKey,
    version: u16,
) -> Result<Option<String>, StoreError> {
    let row = snapshots::Entity::in_cell(stream.cell)
        .filter(snapshots::Column::StreamId.eq(Id(stream.id)))
        .filter(snapshots::Column::Version.eq(i32::from(version)))
        .one(connection)
        .await?;
    Ok(row.map(|row| row.body))
}

/// Keeps snapshots, each in place of the one before it.
pub(crate) async fn keep_snapshots(
    transaction: &impl ConnectionTrait,
    rows: Vec<snapshots::ActiveModel>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let before = OnConflict::column(snapshots::Column::StreamId)
        .update_columns([
            snapshots::Column::Seq,
            snapshots::Column::Version,
            snapshots::Column::Body,
        ])
        .to_owned();
    snapshots::Entity::insert_many(rows)
        .on_conflict(before)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}
