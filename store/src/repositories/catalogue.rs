//! What a cell calls things.

use crate::columns::{Id, Word};
use crate::connections::add;
use crate::error::StoreError;
use crate::tables::{OfCell, catalogue_entries as entries};
use crate::transaction::Transaction;
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::{Entry, List, Look};
use itineraire_domain::ids::{CellId, MembershipId};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Set};

/// What a cell calls things.
pub struct Catalogue<'c, C>(&'c C);

impl<'c, C: ConnectionTrait> Catalogue<'c, C> {
    /// On a connection, or in a transaction.
    pub const fn on(connection: &'c C) -> Self {
        Self(connection)
    }

    /// The entries of some lists, each list in its order: one query.
    pub async fn lists(&self, cell: CellId, lists: &[List]) -> Result<Vec<Entry>, StoreError> {
        let rows = entries::Entity::of_lists(cell, lists).all(self.0).await?;
        Ok(rows.into_iter().map(entry).collect())
    }
}

impl Catalogue<'_, Transaction> {
    /// Makes the whole catalogue of a cell what these entries say; by whom, or by a file. Those that stay as they are keep
    /// the moment of their last change.
    pub async fn replace(
        &self,
        cell: CellId,
        wanted: &[Entry],
        by: Option<MembershipId>,
        now: Moment,
    ) -> Result<(), StoreError> {
        self.0.changes_the_house();
        let standing = self.lists(cell, &List::ALL).await?;
        for gone in standing.iter().filter(|entry| !wanted.contains(entry)) {
            entries::Entity::remove_in_cell(cell)
                .filter(entries::Column::List.eq(Word(gone.list)))
                .filter(entries::Column::Slug.eq(Word(gone.slug)))
                .exec(self.0)
                .await?;
        }
        for new in wanted.iter().filter(|entry| !standing.contains(entry)) {
            let look = new.look.as_ref();
            let row = entries::ActiveModel {
                cell_id: Set(cell.into()),
                list: Set(new.list.into()),
                slug: Set(new.slug.into()),
                words: Set(new.words.clone().into()),
                colour: Set(look.map(|look| look.colour.clone())),
                icon: Set(look.map(|look| look.icon.clone())),
                theme: Set(new.theme.map(Word)),
                rank: Set(i16::try_from(new.order).unwrap_or(i16::MAX)),
                retired: Set(new.retired),
                changed: Set(now.into()),
                changed_by: Set(by.map(Id)),
            };
            add(self.0, row).await?;
        }
        Ok(())
    }
}

fn entry(row: entries::Model) -> Entry {
    let look = row.colour.zip(row.icon);
    Entry {
        list: row.list.0,
        slug: row.slug.0,
        words: row.words.0,
        look: look.map(|(colour, icon)| Look { colour, icon }),
        theme: row.theme.map(|theme| theme.0),
        order: u16::try_from(row.rank).unwrap_or_default(),
        retired: row.retired,
    }
}
