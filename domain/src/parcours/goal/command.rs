//! What can be asked of the goal.

use crate::kernel::words::WordsChange;
use serde::{Deserialize, Serialize};

/// The commands of the goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalCommand {
    /// Write in it.
    Write {
        /// What is typed and erased.
        changes: Vec<WordsChange>,
    },
}
