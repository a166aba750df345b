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

/// The one language that pages are written in so far.
const LANGUAGE: &str = "fr";

/// Some lists of a cell, in the language of the page.
pub(crate) const fn in_language(entries: &[Entry]) -> InLanguage<'_> {
    let language = LANGUAGE;
    InLanguage { entries, language }
}

impl Service {
    /// What a cell is, with its clocks as a page of this moment needs them.
    pub(crate) async fn cell(&self, cell: CellId, now: Moment) -> Result<(CellRow, Zone), Failure> {
        let row = Cells::on(self.store.reads()).get(cell).await?;
        // Whoever asks is a member of it.
        let row = row.ok_or(StoreError::Unreadable("cell"))?;
        let zone = zone(&row.zone, now);
        Ok((row, zone))
    }

    /// Some of a cell's lists.
    pub(crate) async fn lists(&self, cell: CellId, lists: &[List]) -> Result<Vec<Entry>, Failure> {
        Ok(Catalogue::on(self.store.reads()).lists(cell, lists).await?)
    }

    /// The themes of a cell.
    pub(crate) async fn themes(&self, cell: CellId) -> Result<Themes, Failure> {
        let entries = self.lists(cell, &[List::Theme]).await?;
        Ok(in_language(&entries).themes())
    }

    /// All the words that a board's page needs.
    pub(crate) async fn board_words(&self, cell: CellId, now: Moment) -> Result<BoardWords, Failure> {
        let (row, zone) = self.cell(cell, now).await?;
        let entries = self.lists(cell, &List::ALL).await?;
        Ok(in_language(&entries).board(row.share_days, zone))
    }
}
