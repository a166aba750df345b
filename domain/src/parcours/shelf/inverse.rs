//! What takes back what happened on a shelf.

use super::fact::ShelfFact;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::ActionName;
use crate::parcours::item::Item;

pub(in crate::parcours) fn inverse(
    board: &Board,
    item: Item,
    fact: &ShelfFact,
) -> Option<(ActionName, Vec<Fact>)> {
    let shelved = board.shelved(item)?;
    let (name, back) = match fact {
        ShelfFact::ThemeSet { .. } => {
            let theme = shelved.theme();
            (ActionName::Theme, ShelfFact::ThemeSet { theme })
        }
        ShelfFact::Moved { .. } => {
            let key = shelved.rank().key.clone();
            (ActionName::Moved, ShelfFact::Moved { key })
        }
        ShelfFact::Removed => (ActionName::Bin, ShelfFact::Restored),
        ShelfFact::Restored => (ActionName::Bin, ShelfFact::Removed),
    };
    Some((name, vec![Fact::Shelf(item, back)]))
}
