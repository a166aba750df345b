//! The first result of each command, for ever (`ID3`).

use crate::columns::{Id, Nth, Written};
use itineraire_domain::ids::{CellId, ClientId, StreamId};
use itineraire_domain::sync::message::CommandResult;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, IntoColumnRef, Query, SelectStatement, ValueTuple};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "commands")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Id<ClientId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: Nth<u64>,
    pub cell_id: Id<CellId>,
    pub stream_id: Id<StreamId>,
    pub result: Written<CommandResult>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "client_id", to = "id")]
    pub client: BelongsTo<super::clients::Entity>,
    #[sea_orm(belongs_to, from = "stream_id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// These results, whosever: a batch holds several cells'. Each is given only to the session whose client it is of.
    pub fn these(keys: impl IntoIterator<Item = (ClientId, u64)>) -> Select<Self> {
        let key = [Expr::col(Column::ClientId), Expr::col(Column::Seq)];
        let keys = keys
            .into_iter()
            .map(|(client, seq)| ValueTuple::Many(vec![Id(client).into(), Nth(seq).into()]));
        Self::find().filter(Expr::tuple(key).in_tuples(keys))
    }

    /// The number of the last command of a client, as part of a query that names it.
    pub fn last_of(client: impl IntoColumnRef) -> SelectStatement {
        Query::select()
            .expr(Func::max(Expr::col((Entity, Column::Seq))))
            .from(Entity)
            .and_where(Expr::col((Entity, Column::ClientId)).equals(client))
            .to_owned()
    }
}
