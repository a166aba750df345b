//! Giving writing hands out (`ID1`), and the number that is expected next of each.

use crate::columns::{Id, Nth};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, clients, commands};
use crate::transaction::Transaction;
use crate::who::SessionRow;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{ClientId, StreamId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, Set};

/// The clients.
pub struct Clients<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Clients<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The number expected next of a client; none if it is not this session's on this stream.
    pub async fn next(
        &self,
        session: &SessionRow,
        stream: impl Into<StreamId>,
        client: ClientId,
    ) -> Result<Option<u64>, StoreError> {
        let last = commands::Entity::last_of((clients::Entity, clients::Column::Id));
        let row: Option<Option<Nth<u64>>> = clients::Entity::one_in_cell(session.cell, Id(client))
            .filter(clients::Column::PersonId.eq(Id(session.person)))
            .filter(clients::Column::StreamId.eq(Id(stream.into())))
            .select_only()
            .expr_as(Expr::SubQuery(None, Box::new(last.into())), "last")
            .into_tuple()
            .one(self.0)
            .await?;
        Ok(row.map(|last| last.map_or(1, |last| last.0 + 1)))
    }
}

impl Clients<'_, Transaction> {
    /// Issues a client, bound to this person and this stream.
    pub async fn issue(
        &self,
        session: &SessionRow,
        stream: impl Into<StreamId>,
        client: ClientId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = clients::ActiveModel {
            id: Set(client.into()),
            cell_id: Set(session.cell.into()),
            person_id: Set(session.person.into()),
            stream_id: Set(stream.into().into()),
            issued: Set(now.into()),
        };
        add(self.0, row).await
    }
}
