//! Who is assigned to which parcours.

use crate::closing::Closing;
use crate::columns::{At, Id};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, assignments};
use crate::transaction::Transaction;
use itineraire_domain::access::AssignmentKind;
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{AssignmentId, CellId, ParcoursId, PersonId};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use uuid::Uuid;

/// What assigns someone to a parcours.
#[derive(Clone, Copy, Debug)]
pub struct Assignment<'a> {
    /// Whom.
    pub person: PersonId,
    /// As what.
    pub kind: AssignmentKind,
    /// For which themes; none means all of it.
    pub themes: &'a [Theme],
    /// Until when, if that is known.
    pub until: Option<Moment>,
    /// Why, in words for the person.
    pub reason: &'a str,
}

impl Assignment<'_> {
    /// Without themes, end or reason.
    pub const fn of(person: PersonId, kind: AssignmentKind) -> Self {
        Self {
            person,
            kind,
            themes: &[],
            until: None,
            reason: "",
        }
    }
}

/// Who is assigned to which parcours. Who asks reads it (`Sessions::who_asks`); here it is written.
pub struct Assignments<'c>(&'c Transaction);

impl<'c> Assignments<'c> {
    /// In a transaction.
    pub const fn on(transaction: &'c Transaction) -> Self {
        Self(transaction)
    }

    /// Assigns someone to a parcours, from now on. Assigning again adds a line: what was stays.
    pub async fn begin(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        assignment: Assignment<'_>,
        now: Moment,
    ) -> Result<AssignmentId, StoreError> {
        let id = AssignmentId(Uuid::new_v4());
        let row = assignments::ActiveModel {
            id: Set(id.into()),
            cell_id: Set(cell.into()),
            parcours_id: Set(parcours.into()),
            person_id: Set(assignment.person.into()),
            kind: Set(assignment.kind.into()),
            themes: Set(assignment.themes.to_vec().into()),
            since: Set(now.into()),
            until: Set(assignment.until.map(Into::into)),
            reason: Set(assignment.reason.into()),
        };
        add(self.0, row).await?;
        Ok(id)
    }

    /// Ends what assigns someone to a parcours: from now on it is nothing to them.
    pub async fn end(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        person: PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        assignments::Entity::change_in_cell(cell)
            .col_expr(assignments::Column::Until, At(now).into())
            .filter(assignments::Column::ParcoursId.eq(Id(parcours)))
            .filter(assignments::Column::PersonId.eq(Id(person)))
            .filter(assignments::Entity::goes_on_at(now))
            .exec(self.0)
            .await?;
        self.0.closes(Closing::Person(cell, person));
        Ok(())
    }
}
