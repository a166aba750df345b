//! What each partner organisation sees of a parcours, as it was last numbered (`VW1`).

use crate::columns::{Id, Nth};
use itineraire_domain::ids::{CellId, OrganisationId, ParcoursId};
use itineraire_domain::views::pages::PartnerSeq;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, ValueTuple};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_views")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub parcours_id: Id<ParcoursId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Id<OrganisationId>,
    pub cell_id: Id<CellId>,
    pub seq: Nth<PartnerSeq>,
    pub body: String,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "parcours_id", to = "id")]
    pub parcours: BelongsTo<super::parcours::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl super::OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// These views, whosever: a batch holds several cells'.
    pub fn these(keys: impl IntoIterator<Item = (ParcoursId, OrganisationId)>) -> Select<Self> {
        let key = [Expr::col(Column::ParcoursId), Expr::col(Column::OrganisationId)];
        let keys = keys
            .into_iter()
            .map(|(parcours, of)| ValueTuple::Many(vec![Id(parcours).into(), Id(of).into()]));
        Self::find().filter(Expr::tuple(key).in_tuples(keys))
    }
}
