//! Rank, bin, and what has them.

use crate::catalogue::Theme;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{PersonId, Seq};
use crate::kernel::order::OrderKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rank in a list: the key, and the event that gave it, which tells equal keys apart (`CF4`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rank {
    /// Compares as text.
    pub key: OrderKey,
    /// The event that gave it.
    pub given: Seq,
}

/// In the bin for 30 days (`CF5`). Words typed afterwards still reach the item, so both texts are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: PersonId,
    /// What it said when it was removed: a step's title, or a finding's words.
    pub words: String,
    /// A step's details then.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub details: String,
}

impl Removed {
    /// Whether the days in the bin are over: nothing brings it back any more (`CF5`).
    pub fn is_over(&self, at: Moment) -> bool {
        self.at.plus_days(BIN_DAYS) <= at
    }
}

/// How many days a removed item can be brought back (`CF5`).
pub const BIN_DAYS: i64 = 30;

/// What lies on a shelf.
pub trait Shelved {
    /// What it is about.
    fn theme(&self) -> Theme;
    /// The same, to be changed.
    fn theme_mut(&mut self) -> &mut Theme;
    /// Where it stands among its like.
    fn rank(&self) -> &Rank;
    /// The same, to be changed.
    fn rank_mut(&mut self) -> &mut Rank;
    /// In the bin, since when and by whom.
    fn removed(&self) -> Option<&Removed>;
    /// The same, to be changed.
    fn removed_mut(&mut self) -> &mut Option<Removed>;
    /// What it says: in short, and at length.
    fn says(&self) -> (String, String);
}

/// What is not in the bin, in order.
pub fn in_order<K: Copy + Ord, T: Shelved>(
    shelf: &BTreeMap<K, Arc<T>>,
    wanted: impl Fn(&T) -> bool,
) -> Vec<(K, &T)> {
    let there = shelf.iter().map(|(id, it)| (*id, &**it));
    let mut all: Vec<_> = there
        .filter(|(_, it)| it.removed().is_none() && wanted(it))
        .collect();
    all.sort_by(|(a_id, a), (b_id, b)| (a.rank(), a_id).cmp(&(b.rank(), b_id)));
    all
}
