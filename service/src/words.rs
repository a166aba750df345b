//! What a cell calls things, for its pages.

use crate::clock::zone;
use crate::{Failure, Service};
use itineraire_domain::calendar::Moment;
use itineraire_domain::catalogue::{Entry, List};
use itineraire_domain::ids::CellId;
use itineraire_domain::views::words::{BoardWords, InLanguage, Themes};
use itineraire_domain::zone::Zone;
use itineraire_store::StoreError;
use itineraire_store::repositories::{Catalogue, CellRow, Cells};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The one language that pages are written in so far.
const LANGUAGE: &str = "fr";

/// Some lists of a cell, in the language of the page.
pub(crate) const fn in_language(entries: &[Entry]) -> InLanguage<'_> {
    let language = LANGUAGE;
    InLanguage { entries, language }
}

/// What cells are and say, remembered from one page to the next. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct House {
    cells: Arc<Mutex<HashMap<CellId, Remembered>>>,
    communes: Arc<Mutex<Option<Communes>>>,
}

#[derive(Clone, Debug)]
struct Communes {
    /// The store's count of changes when they were read.
    at: u64,
    names: Arc<BTreeSet<String>>,
}

#[derive(Clone, Debug)]
struct Remembered {
    /// The store's count of changes when it was read.
    at: u64,
    row: Arc<CellRow>,
    entries: Arc<Vec<Entry>>,
}

impl Service {
    async fn house(&self, cell: CellId) -> Result<Remembered, Failure> {
        // Before it is read: what changes meanwhile is read again.
        let at = self.store.house();
        let known = self.house.all().get(&cell).cloned();
        if let Some(known) = known.filter(|known| known.at == at) {
            return Ok(known);
        }
        let row = Cells::on(self.store.reads()).get(cell).await?;
        // Whoever asks is a member of it.
        let row = Arc::new(row.ok_or(StoreError::Unreadable("cell"))?);
        let entries = Catalogue::on(self.store.reads()).lists(cell, &List::ALL).await?;
        let entries = Arc::new(entries);
        let read = Remembered { at, row, entries };
        self.house.all().insert(cell, read.clone());
        Ok(read)
    }

    /// The communes that are worked for here, in their order, for whoever has not signed in.
    pub async fn communes(&self) -> Result<Arc<BTreeSet<String>>, Failure> {
        let at = self.store.house();
        let remembered = || self.house.communes.lock().unwrap_or_else(PoisonError::into_inner);
        let known = remembered().clone();
        if let Some(known) = known.filter(|known| known.at == at) {
            return Ok(known.names);
        }
        let names = Arc::new(Cells::on(self.store.reads()).communes().await?);
        *remembered() = Some(Communes {
            at,
            names: names.clone(),
        });
        Ok(names)
    }

    /// What a cell is, with its clocks as a page of this moment needs them.
    pub(crate) async fn cell(&self, cell: CellId, now: Moment) -> Result<(Arc<CellRow>, Zone), Failure> {
        let row = self.house(cell).await?.row;
        let zone = zone(&row.zone, now);
        Ok((row, zone))
    }

    /// Some of a cell's lists, each in its order.
    pub(crate) async fn lists(&self, cell: CellId, lists: &[List]) -> Result<Vec<Entry>, Failure> {
        let entries = self.house(cell).await?.entries;
        let wanted = entries.iter().filter(|entry| lists.contains(&entry.list));
        Ok(wanted.cloned().collect())
    }

    /// The themes of a cell.
    pub(crate) async fn themes(&self, cell: CellId) -> Result<Themes, Failure> {
        let entries = self.lists(cell, &[List::Theme]).await?;
        Ok(in_language(&entries).themes())
    }

    /// All the words that a board's page needs.
    pub(crate) async fn board_words(&self, cell: CellId, now: Moment) -> Result<BoardWords, Failure> {
        let house = self.house(cell).await?;
        let zone = zone(&house.row.zone, now);
        Ok(in_language(&house.entries).board(house.row.share_days, zone))
    }
}

impl House {
    fn all(&self) -> MutexGuard<'_, HashMap<CellId, Remembered>> {
        // A panic while the map was held leaves it usable: each entry stands alone.
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
