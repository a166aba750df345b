//! The last actions, each with the facts that take it back.

use crate::kernel::calendar::Moment;
use crate::kernel::ids::{PersonId, Seq};
use crate::parcours::fact::Fact;
use crate::parcours::item::Item;
use serde::{Deserialize, Serialize};

/// How many actions a board remembers for undo.
pub const ACTIONS_KEPT: usize = 30;

/// An action that can be undone by name (*Annuler « Rose : étape proposée »*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The last event of the action; names it.
    pub seq: Seq,
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
    /// What it was.
    pub name: ActionName,
    /// What it was done to; `None` is the goal or a share of it.
    pub item: Option<Item>,
    /// The events that take it back.
    pub inverse: Vec<Fact>,
    /// It was undone.
    pub undone: bool,
    /// It is itself the undoing of this action.
    pub undoes: Option<Seq>,
}

/// What an action is called. Two actions of the same name on the same item touch the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionName {
    /// Words were edited (title, details, goal…).
    Words,
    /// An item was added or proposed.
    Added,
    /// A level was said.
    Rated,
    /// A theme was chosen.
    Theme,
    /// Who does it.
    Doers,
    /// When.
    When,
    /// Where.
    Place,
    /// What to bring.
    Bring,
    /// Which barrier it lifts.
    Lifts,
    /// Which lever it leans on.
    LeansOn,
    /// The checklist.
    Checklist,
    /// Started, done, given up or reopened.
    Stage,
    /// Moved in its list.
    Moved,
    /// Put in the bin, or brought back.
    Bin,
}
