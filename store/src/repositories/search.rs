//! What someone may look through: those whom they accompany, and their steps.

use super::Accompanied;
use crate::error::StoreError;
use crate::tables::step_rows::Stands;
use crate::tables::{OfCell, assignments, parcours, step_rows};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, ParcoursId, PersonId, StepId};
use itineraire_domain::views::pages::FullName;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};

/// A step, as someone looks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoughtStep {
    /// Of which parcours.
    pub parcours: ParcoursId,
    /// Which.
    pub step: StepId,
    /// Its title.
    pub title: String,
    /// It is done, or given up.
    pub is_over: bool,
}

/// What someone may look through. Each in one query, however much it is.
pub struct Search<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Search<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// Those whom someone accompanies at a moment.
    pub async fn people(
        &self,
        (cell, person): (CellId, PersonId),
        now: Moment,
    ) -> Result<Vec<Accompanied>, StoreError> {
        let held = assignments::Entity::held(cell, person, now);
        let rows = parcours::Entity::sought(cell, held).all(self.0).await?;
        let known = rows.into_iter().map(|row| Accompanied {
            parcours: row.id.0,
            name: FullName::new(&row.first_name, &row.last_name, ""),
            other_name: row.other_name,
            phone: row.phone,
        });
        Ok(known.collect())
    }

    /// The steps of their parcours.
    pub async fn steps(
        &self,
        (cell, person): (CellId, PersonId),
        now: Moment,
    ) -> Result<Vec<SoughtStep>, StoreError> {
        let held = assignments::Entity::held(cell, person, now);
        let rows = step_rows::Entity::in_cell(cell)
            .filter(step_rows::Column::ParcoursId.in_subquery(held))
            .all(self.0)
            .await?;
        let known = rows.into_iter().map(|row| SoughtStep {
            parcours: row.parcours_id.0,
            step: row.id.0,
            title: row.title,
            is_over: Stands::OVER.contains(&row.stage),
        });
        Ok(known.collect())
    }
}
