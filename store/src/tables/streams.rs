//! What is written on live, with the head of each.

use crate::columns::{Id, Nth, Word};
use itineraire_domain::ids::{CellId, Seq, StreamId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a stream is the story of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamKind {
    Parcours,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "streams")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<StreamId>,
    pub cell_id: Id<CellId>,
    pub kind: Word<StreamKind>,
    pub head: Nth<Seq>,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// These streams, whosever: a batch holds several cells'. In the order of their ids, so that two that hold several never
    /// wait for each other.
    pub fn these(ids: impl IntoIterator<Item = StreamId>) -> Select<Self> {
        Self::find()
            .filter(Column::Id.is_in(ids.into_iter().map(Id)))
            .order_by_asc(Column::Id)
    }
}
