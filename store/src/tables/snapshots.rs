//! The last snapshot of each stream: one, which the next takes the place of.

use crate::columns::{Id, Nth};
use itineraire_domain::ids::{CellId, Seq, StreamId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "snapshots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream_id: Id<StreamId>,
    pub seq: Nth<Seq>,
    pub cell_id: Id<CellId>,
    pub version: i32,
    pub body: String,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "stream_id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// Those of these streams, whosever: a batch holds several cells'.
    pub fn these(streams: impl IntoIterator<Item = StreamId>) -> Select<Self> {
        Self::find().filter(Column::StreamId.is_in(streams.into_iter().map(Id)))
    }
}
