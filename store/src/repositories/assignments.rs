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
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};
use std::collections::{BTreeMap, BTreeSet};
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

/// Someone who is assigned to a parcours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Who.
    pub person: PersonId,
    /// As what: the referent, if that is one of several.
    pub kind: AssignmentKind,
    /// For which themes; none means all of it.
    pub themes: Vec<Theme>,
    /// Since when.
    pub since: Moment,
    /// Until when, if that is known.
    pub until: Option<Moment>,
    /// Why, in words for the person.
    pub reason: String,
}

/// Who is assigned to which parcours. What that opens is read where it is asked who asks (`Sessions::who_asks`).
pub struct Assignments<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Assignments<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// Those who are assigned to a parcours at a moment, the referent first, then since when they are; each once.
    pub async fn of(
        &self,
        (cell, parcours): (CellId, ParcoursId),
        now: Moment,
    ) -> Result<Vec<Assigned>, StoreError> {
        let rows = assignments::Entity::in_cell(cell)
            .filter(assignments::Column::ParcoursId.eq(Id(parcours)))
            .filter(assignments::Entity::goes_on_at(now))
            .all(self.0)
            .await?;
        let mut all: Vec<_> = rows.into_iter().map(assigned).collect();
        all.sort_by_key(|it| (it.kind, it.since, it.person));
        let mut seen = BTreeSet::new();
        all.retain(|it| seen.insert(it.person));
        Ok(all)
    }

    /// The parcours that someone is assigned to at a moment, each once, and as what: the referent, if that is one of several.
    pub async fn held_by(
        &self,
        (cell, person): (CellId, PersonId),
        now: Moment,
    ) -> Result<BTreeMap<ParcoursId, Assigned>, StoreError> {
        let rows = assignments::Entity::in_cell(cell)
            .filter(assignments::Column::PersonId.eq(Id(person)))
            .filter(assignments::Entity::goes_on_at(now))
            .all(self.0)
            .await?;
        let mut held: BTreeMap<ParcoursId, Assigned> = BTreeMap::new();
        for row in rows {
            let (parcours, row) = (row.parcours_id.0, assigned(row));
            let known = held.entry(parcours).or_insert_with(|| row.clone());
            if row.kind < known.kind {
                *known = row;
            }
        }
        Ok(held)
    }
}

impl Assignments<'_, Transaction> {
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

fn assigned(row: assignments::Model) -> Assigned {
    Assigned {
        person: row.person_id.0,
        kind: row.kind.0,
        themes: row.themes.0,
        since: row.since.0,
        until: row.until.map(|it| it.0),
        reason: row.reason,
    }
}
