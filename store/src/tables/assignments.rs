//! Who is assigned to which parcours: as what, for which themes, since and until when, and why. An assignment that ends
//! keeps its row; the next is another.

use super::{OfCell, parcours, people};
use crate::columns::{At, Id, Word, Written};
use itineraire_domain::access::AssignmentKind;
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{AssignmentId, CellId, ParcoursId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, QuerySelect, QueryTrait};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Id<AssignmentId>,
    pub cell_id: Id<CellId>,
    pub parcours_id: Id<ParcoursId>,
    pub person_id: Id<PersonId>,
    pub kind: Word<AssignmentKind>,
    pub themes: Written<Vec<Theme>>,
    pub since: At,
    pub until: Option<At>,
    pub reason: String,
    #[sea_orm(belongs_to, from = "cell_id", to = "id")]
    pub cell: BelongsTo<super::cells::Entity>,
    #[sea_orm(belongs_to, from = "parcours_id", to = "id")]
    pub parcours: BelongsTo<parcours::Entity>,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<people::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl OfCell for Entity {
    const CELL: Column = Column::CellId;
}

impl Entity {
    /// The usager of a parcours and everyone who is or was assigned to it: nobody else's name belongs on its board.
    pub fn people_around(of: &parcours::Model) -> Select<people::Entity> {
        let assigned = Self::in_cell(of.cell_id.0)
            .filter(Column::ParcoursId.eq(of.id))
            .select_only()
            .column(Column::PersonId)
            .into_query();
        let around = Condition::any()
            .add(people::Column::Id.eq(of.usager_id))
            .add(people::Column::Id.in_subquery(assigned));
        people::Entity::in_cell(of.cell_id.0).filter(around)
    }

    /// The parcours of a cell that someone is assigned to at a moment.
    pub fn held(cell: CellId, person: PersonId, now: Moment) -> SelectStatement {
        Self::in_cell(cell)
            .filter(Column::PersonId.eq(Id(person)))
            .filter(Self::goes_on_at(now))
            .select_only()
            .column(Column::ParcoursId)
            .into_query()
    }

    /// Those that count at a moment.
    pub fn goes_on_at(now: Moment) -> Condition {
        let has_no_end_yet = Condition::any()
            .add(Column::Until.is_null())
            .add(Column::Until.gt(At(now)));
        Condition::all()
            .add(Column::Since.lte(At(now)))
            .add(has_no_end_yet)
    }
}
