//! A territory comes into the database: its cell, what that is called, the organisations around it.

use crate::Failure;
use crate::words::in_language;
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::{List, Theme};
use itineraire_domain::ids::{CellId, OrganisationId};
use itineraire_domain::import::Wrongs;
use itineraire_domain::import::palette::Palette;
use itineraire_domain::import::territory::Territory;
use itineraire_domain::views::words::ThemeWords;
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

/// The words that a cell begins with: all of a territory but what is the commune's own.
const START_KIT: &str = include_str!("start_kit.toml");
/// The style's own values: a commune's colours are looked at where they are shown.
const TOKENS: &str = include_str!("../../style/tokens.css");

/// The start kit, as a territory without a commune.
pub(crate) fn start_kit() -> Result<Territory, Failure> {
    Territory::read(START_KIT, &Palette::of(TOKENS)).map_err(|wrongs| {
        tracing::error!(%wrongs, "start kit");
        Failure::Unavailable
    })
}

/// What the start kit says, to be read before a cell begins with it.
#[derive(Clone, Debug)]
pub struct Kit {
    /// The themes that boards are sorted by.
    pub themes: Vec<ThemeWords>,
    /// Freins, leviers and steps that are suggested, each list in its order.
    pub suggestions: [Vec<String>; 3],
}

/// The same, read.
pub(crate) fn kit() -> Result<Kit, Failure> {
    let catalogue = start_kit()?.catalogue;
    let words = in_language(&catalogue);
    let suggested = |list| {
        let of = catalogue.iter().filter(|entry| entry.list == list);
        of.map(|entry| entry.in_language(words.language).to_owned())
            .collect()
    };
    Ok(Kit {
        themes: words.themes().0,
        suggestions: [List::Barrier, List::Lever, List::Step].map(suggested),
    })
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use itineraire_domain::people::ZONES;
    use jiff::tz::TimeZone;

    #[test]
    fn the_start_kit_can_be_read_and_is_nobody_s() {
        let kit = start_kit().unwrap();
        assert!(kit.organisations.is_empty() && kit.members.is_empty());
        let said = super::kit().unwrap();
        assert_eq!(said.themes.len(), 10);
        assert!(said.suggestions.iter().all(|list| list.len() >= 5), "{said:?}");
    }

    #[test]
    fn every_zone_that_is_offered_is_one() {
        for zone in ZONES {
            assert!(TimeZone::get(zone).is_ok(), "{zone}");
        }
    }
}
