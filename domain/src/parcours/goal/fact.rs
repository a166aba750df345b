//! What happens to the goal.

use crate::kernel::words::WordsChange;
use serde::{Deserialize, Serialize};

/// The facts of the goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalFact {
    /// It was written in.
    Written {
        /// What was typed and erased.
        changes: Vec<WordsChange>,
    },
}
