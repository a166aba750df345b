//! What happened, in the order of each stream (`OR1`).

use crate::columns::{At, Id, Nth};
use itineraire_domain::ids::{CellId, ClientId, PersonId, Seq, StreamId};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream_id: Id<StreamId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: Nth<Seq>,
    pub cell_id: Id<CellId>,
    pub at: At,
    pub by: Id<PersonId>,
    pub client_id: Id<ClientId>,
    pub with_whom: Option<Id<PersonId>>,
    pub kind: String,
    pub version: i32,
    pub body: String,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "stream_id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
    #[sea_orm(belongs_to, from = "by", to = "id")]
    pub by_row: BelongsTo<super::people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// What follows in each of these streams after a sequence, whosever they are: a batch holds several cells'.
    pub fn after_each(streams: impl IntoIterator<Item = (StreamId, Seq)>) -> Select<Self> {
        let after = |(stream, seq): (StreamId, Seq)| {
            Condition::all()
                .add(Column::StreamId.eq(Id(stream)))
                .add(Column::Seq.gt(Nth(seq)))
        };
        let any = streams.into_iter().map(after);
        Self::find()
            .filter(any.fold(Condition::any(), Condition::add))
            .order_by_asc(Column::StreamId)
            .order_by_asc(Column::Seq)
    }
}
