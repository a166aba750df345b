//! What identifies a person beyond their name: kept apart from it, and erased without it.

use super::referrals::Referrals;
use crate::columns::{Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, identities, parcours, people, people_corrected, people_told};
use crate::transaction::Transaction;
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::ids::{CellId, ParcoursId, PersonId};
use itineraire_domain::people::{Told, Unclear};
use itineraire_domain::views::pages::{FullName, PersonName};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, Set};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What identifies a person beyond their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The first name of their papers, where they are called otherwise.
    pub first_name: Option<String>,
    /// Their day of birth.
    pub born: Option<Day>,
    /// The year of it, where that alone is known.
    pub birth_year: Option<i16>,
    /// Where they live.
    pub commune: Option<String>,
    /// Where they are called.
    pub phone: Option<String>,
    /// Where they are written to; no way to sign in.
    pub email: Option<String>,
    /// The language to speak in (BCP 47: `fr`, `ar`).
    pub language: String,
    /// When and how they are best reached, in words.
    pub reach: Option<String>,
}

/// What identifies people beyond their names.
pub struct Identities<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Identities<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// How and when a person was told what is kept of them, the first time first.
    pub async fn told(&self, cell: CellId, person: PersonId) -> Result<Vec<(Told, Moment)>, StoreError> {
        let rows = people_told::Entity::in_cell(cell)
            .filter(people_told::Column::PersonId.eq(Id(person)))
            .order_by_asc(people_told::Column::At)
            .all(self.0)
            .await?;
        Ok(rows.into_iter().map(|row| (row.how.0, row.at.0)).collect())
    }

    /// What identifies a person, if that is known and was not erased.
    pub async fn of(&self, cell: CellId, person: PersonId) -> Result<Option<Identity>, StoreError> {
        let row = identities::Entity::one_in_cell(cell, Id(person));
        let Some(row) = row.one(self.0).await? else {
            return Ok(None);
        };
        Ok(Some(Identity {
            first_name: row.first_name,
            born: row.born.map(|it| it.0),
            birth_year: row.birth_year,
            commune: row.commune,
            phone: row.phone,
            email: row.email,
            language: row.language,
            reach: row.reach,
        }))
    }
}

/// What was corrected of what is kept of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Which answer.
    pub what: Unclear,
    /// What it was; empty, where there was none.
    pub before: String,
    /// Who corrected it.
    pub by: PersonName,
    /// When.
    pub at: Moment,
}

impl<C: ConnectionTrait> Identities<'_, C> {
    /// What was corrected of what is kept of a person, the last first.
    pub async fn corrections(&self, cell: CellId, person: PersonId) -> Result<Vec<Correction>, StoreError> {
        let rows = people_corrected::Entity::in_cell(cell)
            .filter(people_corrected::Column::PersonId.eq(Id(person)))
            .order_by_desc(people_corrected::Column::At)
            .order_by_asc(people_corrected::Column::What)
            .find_also_related(people::Entity)
            .all(self.0)
            .await?;
        let known = rows.into_iter().filter_map(|(row, by)| {
            Some(Correction {
                what: row.what.0,
                before: row.before,
                by: by?.shown(),
                at: row.at.0,
            })
        });
        Ok(known.collect())
    }
}

/// Someone who is accompanied, as those who accompany them know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accompanied {
    /// Their parcours.
    pub parcours: ParcoursId,
    /// Their name.
    pub name: FullName,
    /// The first name of their papers, where that is another.
    pub other_name: Option<String>,
    /// Where they are called.
    pub phone: Option<String>,
}

impl<C: ConnectionTrait> Identities<'_, C> {
    /// Those whose parcours these are, with what of their identity tells whether someone else is they.
    pub async fn of_parcours(
        &self,
        cell: CellId,
        parcours: impl IntoIterator<Item = ParcoursId>,
    ) -> Result<Vec<Accompanied>, StoreError> {
        let rows = parcours::Entity::with_usager(cell)
            .filter(parcours::Column::Id.is_in(parcours.into_iter().map(Id)))
            .all(self.0)
            .await?;
        let people = rows.iter().map(|(row, _)| row.usager_id);
        let identities = identities::Entity::in_cell(cell)
            .filter(identities::Column::PersonId.is_in(people))
            .all(self.0)
            .await?;
        let mut identities: BTreeMap<_, _> = identities.into_iter().map(|row| (row.person_id, row)).collect();
        let known = rows.into_iter().filter_map(|(row, person)| {
            let person = person?;
            let identity = identities.remove(&row.usager_id);
            let (other_name, phone) = identity.map_or((None, None), |it| (it.first_name, it.phone));
            Some(Accompanied {
                parcours: row.id.0,
                name: FullName::new(&person.first_name, &person.last_name, ""),
                other_name,
                phone,
            })
        });
        Ok(known.collect())
    }
}

impl Identities<'_, Transaction> {
    /// Keeps that an answer was corrected: what it was, and what it is.
    pub async fn note_corrected(
        &self,
        (cell, person): (CellId, PersonId),
        by: PersonId,
        (what, before, after): (Unclear, &str, &str),
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = people_corrected::ActiveModel {
            id: Set(Uuid::new_v4().into()),
            cell_id: Set(cell.into()),
            person_id: Set(person.into()),
            by_id: Set(by.into()),
            what: Set(Word(what)),
            before: Set(before.into()),
            after: Set(after.into()),
            at: Set(now.into()),
        };
        add(self.0, row).await
    }

    /// Keeps what identifies a person, in place of what was known before.
    pub async fn keep(&self, cell: CellId, person: PersonId, identity: &Identity) -> Result<(), StoreError> {
        let row = identities::ActiveModel {
            person_id: Set(person.into()),
            cell_id: Set(cell.into()),
            first_name: Set(identity.first_name.clone()),
            born: Set(identity.born.map(Into::into)),
            birth_year: Set(identity.birth_year),
            commune: Set(identity.commune.clone()),
            phone: Set(identity.phone.clone()),
            email: Set(identity.email.clone()),
            language: Set(identity.language.clone()),
            reach: Set(identity.reach.clone()),
        };
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(Id(person)))
            .exec(self.0)
            .await?;
        add(self.0, row).await
    }

    /// Notes that someone told a person what is kept of them, and how. Each time it is said is a line.
    pub async fn note_told(
        &self,
        (cell, person): (CellId, PersonId),
        by: PersonId,
        how: Told,
        now: Moment,
    ) -> Result<(), StoreError> {
        let row = people_told::ActiveModel {
            id: Set(Id(Uuid::new_v4())),
            cell_id: Set(cell.into()),
            person_id: Set(person.into()),
            by_id: Set(by.into()),
            how: Set(how.into()),
            at: Set(now.into()),
        };
        add(self.0, row).await
    }

    /// Erases what identifies a person, what it was before it was corrected, and the needs that brought them. Their name and
    /// their parcours stay.
    pub async fn erase(&self, cell: CellId, person: PersonId) -> Result<(), StoreError> {
        people_corrected::Entity::remove_in_cell(cell)
            .filter(people_corrected::Column::PersonId.eq(Id(person)))
            .exec(self.0)
            .await?;
        Referrals::on(self.0).erase(cell, person).await?;
        identities::Entity::remove_in_cell(cell)
            .filter(identities::Column::PersonId.eq(Id(person)))
            .exec(self.0)
            .await?;
        Ok(())
    }
}
