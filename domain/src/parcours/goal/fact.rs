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
    /// The usager said that its words are their own.
    SaidOwn,
}

impl GoalFact {
    /// Its part and its name, as the log's column has it.
    pub(in crate::parcours) fn kind(&self) -> &'static str {
        match self {
            Self::Written { .. } => "goal.written",
            Self::SaidOwn => "goal.said_own",
        }
    }
}
