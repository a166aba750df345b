//! A territory comes into the database: its cell, what that is called, the organisations around it.

use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::{List, Theme};
use itineraire_domain::ids::{CellId, OrganisationId};
use itineraire_domain::import::Wrongs;
use itineraire_domain::import::territory::Territory;
use itineraire_store::repositories::{Catalogue, CellRow, Cells, Organisations};
use itineraire_store::{StoreError, Transaction};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A territory that is in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Its cell.
    pub cell: CellId,
    /// The cell was not there before.
    pub new: bool,
    /// The organisations of its file, by their names.
    pub organisations: BTreeMap<String, OrganisationId>,
}

/// Why a territory file is not loaded. Nothing of it is.
#[derive(Debug, thiserror::Error)]
pub enum NotLoaded {
    /// It leaves out what its cell has already.
    #[error("{0}")]
    Wrong(#[from] Wrongs),
    /// The database cannot be used.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// Loads a territory without its members, who come by being invited: a cell that is called so is changed, or else a new one
/// is made.
pub async fn load(
    transaction: &Transaction,
    territory: &Territory,
    now: Moment,
) -> Result<Loaded, NotLoaded> {
    let cells = Cells::on(transaction);
    let row = CellRow {
        commune: territory.commune.clone(),
        name: territory.cell.clone(),
        zone: territory.zone.clone(),
        share_days: territory.share_days,
    };
    let known = cells.named(&row.commune, &row.name).await?;
    let cell = known.unwrap_or_else(|| CellId(Uuid::new_v4()));
    if known.is_some() {
        let themes = Catalogue::on(transaction).lists(cell, &[List::Theme]).await?;
        territory.keeps(themes.into_iter().map(|entry| Theme(entry.slug)))?;
        cells.change(cell, &row).await?;
    } else {
        cells.create(cell, &row).await?;
    }
    Catalogue::on(transaction)
        .replace(cell, &territory.catalogue, None, now)
        .await?;
    let all = Organisations::on(transaction);
    let standing = all.by_name(cell).await?;
    let mut organisations = BTreeMap::new();
    for organisation in &territory.organisations {
        let (name, partner) = (&organisation.name, organisation.partner);
        let known = standing.get(name).copied();
        let id = known.unwrap_or_else(|| OrganisationId(Uuid::new_v4()));
        if known.is_some() {
            all.change(cell, id, partner).await?;
        } else {
            all.create(cell, id, name, partner).await?;
        }
        organisations.insert(name.clone(), id);
    }
    Ok(Loaded {
        cell,
        new: known.is_none(),
        organisations,
    })
}
