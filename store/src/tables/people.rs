//! People: the faces that events name. What identifies someone beyond a name is apart (`identities`).

use super::{OfCell, assignments, parcours};
use crate::columns::Id;
use itineraire_domain::ids::{CellId, PersonId};
use itineraire_domain::views::pages::{FullName, PersonName};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "people")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<PersonId>,
    pub cell_id: Id<CellId>,
    pub first_name: String,
    pub last_name: String,
    pub job: String,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The usager and everyone who is or was assigned: nobody else's name belongs on a board.
    pub fn on_board(of: &parcours::Model) -> Select<Self> {
        let assigned = assignments::Entity::in_cell(of.cell_id.0)
            .filter(assignments::Column::ParcoursId.eq(of.id))
            .select_only()
            .column(assignments::Column::PersonId)
            .into_query();
        let around = Condition::any()
            .add(Column::Id.eq(of.usager_id))
            .add(Column::Id.in_subquery(assigned));
        Self::in_cell(of.cell_id.0).filter(around)
    }
}

impl Model {
    /// The name as a board shows it.
    pub fn shown(&self) -> PersonName {
        FullName::new(&self.first_name, &self.last_name, &self.job).shown()
    }
}
