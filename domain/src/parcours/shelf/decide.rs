//! What a command about an item on a shelf leads to.

use super::command::ShelfCommand;
use super::fact::ShelfFact;
use super::state::Shelved;
use crate::kernel::calendar::Moment;
use crate::kernel::order::OrderKey;
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::item::Item;

pub(in crate::parcours) fn decide(
    board: &Board,
    item: Item,
    command: &ShelfCommand,
) -> Result<Option<Fact>, Refusal> {
    let shelved = board.shelved(item).ok_or(Refusal::NotFound)?;
    let fact = match command {
        ShelfCommand::SetTheme { theme } => {
            kept(board, item)?;
            (shelved.theme() != *theme).then_some(ShelfFact::ThemeSet { theme: *theme })
        }
        ShelfCommand::Move { before } => return moved(board, item, *before),
        ShelfCommand::Remove => shelved.removed().is_none().then_some(ShelfFact::Removed),
        ShelfCommand::Restore => shelved.removed().is_some().then_some(ShelfFact::Restored),
    };
    Ok(fact.map(|fact| Fact::Shelf(item, fact)))
}

/// Whether a fact may happen to the board as it is: for whoever gives a command, and for whoever undoes one.
pub(in crate::parcours) fn may(
    board: &Board,
    at: Moment,
    item: Item,
    fact: &ShelfFact,
) -> Result<(), Refusal> {
    match fact {
        ShelfFact::ThemeSet { .. } | ShelfFact::Moved { .. } => kept(board, item),
        ShelfFact::Removed => board.shelved(item).map(drop).ok_or(Refusal::NotFound),
        ShelfFact::Restored => {
            let shelved = board.shelved(item).ok_or(Refusal::NotFound)?;
            if shelved.removed().is_some_and(|removed| removed.is_over(at)) {
                return Err(Refusal::NotFound);
            }
            Ok(())
        }
    }
}

/// An item that is there, and not in the bin.
pub(in crate::parcours) fn kept(board: &Board, item: Item) -> Result<(), Refusal> {
    match board.removed(item) {
        None => Err(Refusal::NotFound),
        Some(Some(_)) => Err(Refusal::InBin),
        Some(None) => Ok(()),
    }
}

/// How many there are, without those that nothing brings back any more.
pub(in crate::parcours) fn there<'a, T: Shelved + 'a>(all: impl Iterator<Item = &'a T>, at: Moment) -> usize {
    all.filter(|it| !it.removed().is_some_and(|removed| removed.is_over(at)))
        .count()
}

/// A key between the neighbours of the new rank; when keys grow too long the list is dealt anew (`CF4`).
fn moved(board: &Board, item: Item, before: Option<Item>) -> Result<Option<Fact>, Refusal> {
    kept(board, item)?;
    let list = board.list_of(item);
    let index = |wanted: Item| list.iter().position(|(known, _)| *known == wanted);
    let from = index(item).ok_or(Refusal::NotFound)?;
    // Someone may have moved the neighbour away: then the end of the list it is.
    let to = before.and_then(index).unwrap_or(list.len());
    if to == from || to == from + 1 {
        return Ok(None);
    }
    let others: Vec<_> = list.iter().filter(|(known, _)| *known != item).collect();
    let at = if to > from { to - 1 } else { to };
    let previous = at.checked_sub(1).map(|at| &others[at].1.key);
    let next = others.get(at).map(|(_, rank)| &rank.key);
    let key = OrderKey::between(previous, next);
    // An undo may have put two items on one key: nothing fits between them.
    let fits = previous.is_none_or(|previous| *previous < key) && next.is_none_or(|next| key < *next);
    if fits && !key.is_too_long() {
        return Ok(Some(Fact::Shelf(item, ShelfFact::Moved { key })));
    }
    let mut order: Vec<Item> = others.iter().map(|(known, _)| *known).collect();
    order.insert(at, item);
    let keys = OrderKey::spread(order.len());
    Ok(Some(Fact::Dealt {
        keys: order.into_iter().zip(keys).collect(),
    }))
}
