//! A page of a parcours as a tablet keeps it: enough to show the board and to go on writing without the service.

use super::parcours::Saved;
use crate::views::pages::BoardPage;
use serde::{Deserialize, Serialize};

/// The page as the service last wrote it, and the work that was done on it since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPage {
    /// For whom it is, names, the cell's words. Its board is the one it came with: that of `work` counts.
    pub page: BoardPage,
    /// What was confirmed since, and what waits.
    pub work: Saved,
}
