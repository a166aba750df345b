//! What is written on live, with the head of each.

use crate::columns::{Id, Nth};
use itineraire_domain::ids::CellId;
use itineraire_domain::parcours::Seq;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "streams")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cell_id: Id<CellId>,
    pub kind: String,
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
    pub fn these(ids: impl IntoIterator<Item = Uuid>) -> Select<Self> {
        Self::find()
            .filter(Column::Id.is_in(ids))
            .order_by_asc(Column::Id)
    }
}
