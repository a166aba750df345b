//! Parcours. A usager may have one after another.

use super::{OfCell, identities, people};
use crate::columns::{At, Id, Word};
use itineraire_domain::ids::{CellId, ParcoursId, PersonId};
use itineraire_domain::parcours::CircleLevel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{FromQueryResult, JoinType, QuerySelect, QueryTrait, SelectModel, SelectTwo, Selector};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "parcours")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<ParcoursId>,
    pub cell_id: Id<CellId>,
    pub usager_id: Id<PersonId>,
    pub level: Word<CircleLevel>,
    pub opened: At,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "id", to = "id")]
    pub stream: BelongsTo<super::streams::Entity>,
    #[sea_orm(belongs_to, from = "usager_id", to = "id")]
    pub usager: BelongsTo<people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A parcours, as someone looks for it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Sought {
    pub id: Id<ParcoursId>,
    pub first_name: String,
    pub last_name: String,
    /// The first name of their papers, where they are called otherwise.
    pub other_name: Option<String>,
    pub phone: Option<String>,
}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The parcours of a cell, each with its stream.
    pub fn with_stream(cell: CellId) -> SelectTwo<Self, super::streams::Entity> {
        Self::in_cell(cell).find_also_related(super::streams::Entity)
    }

    /// The parcours of a cell that a query gives, as someone looks for them.
    pub fn sought(cell: CellId, held: SelectStatement) -> Selector<SelectModel<Sought>> {
        let of_usager = Expr::col((identities::Entity, identities::Column::PersonId))
            .equals((Entity, Column::UsagerId))
            .and(
                Expr::col((identities::Entity, identities::Column::CellId)).equals((Entity, Column::CellId)),
            );
        let mut sought = Self::in_cell(cell)
            .filter(Column::Id.in_subquery(held))
            .join(JoinType::InnerJoin, Relation::People.def())
            .select_only()
            .column(Column::Id)
            .columns([people::Column::FirstName, people::Column::LastName])
            .column_as(identities::Column::FirstName, "other_name")
            .column(identities::Column::Phone);
        QueryTrait::query(&mut sought).join(JoinType::LeftJoin, identities::Entity, of_usager);
        sought.into_model()
    }

    /// The parcours of a cell, each with its usager.
    pub fn with_usager(cell: CellId) -> SelectTwo<Self, people::Entity> {
        Self::in_cell(cell).find_also_related(people::Entity)
    }
}
