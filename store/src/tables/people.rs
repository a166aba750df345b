//! People: the faces that events name. What identifies someone beyond a name is apart (`identities`).

use super::OfCell;
use crate::columns::{Id, Word};
use itineraire_domain::access::Density;
use itineraire_domain::ids::{CellId, PersonId};
use itineraire_domain::views::pages::{FullName, PersonName};
use sea_orm::UpdateMany;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;

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
    pub density: Word<Density>,
    /// Whether letters do something by themselves.
    pub letters: bool,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// A change of those that a query gives, who may be of several cells: one account's are one person's.
    pub fn change_of(people: SelectStatement) -> UpdateMany<Self> {
        Self::update_many().filter(Column::Id.in_subquery(people))
    }
}

impl Model {
    /// The name as a board shows it.
    pub fn shown(&self) -> PersonName {
        FullName::new(&self.first_name, &self.last_name, &self.job).shown()
    }
}
