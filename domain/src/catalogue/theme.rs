//! The themes of insertion that freins, leviers and steps are sorted by. Which there are is each commune's own affair.

use super::slug::Slug;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A theme, by its slug. One that a cell's catalogue does not hold, or no longer offers, sorts and shows all the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Theme(pub Slug);

impl Theme {
    /// That of what nobody has sorted yet: a theme is never chosen for anyone.
    pub const UNSORTED: Self = crate::theme!("unsorted");
}

impl fmt::Debug for Theme {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, to)
    }
}

/// A theme that stands in the source: `theme!("work")`. What is no slug does not compile.
#[macro_export]
macro_rules! theme {
    ($word:literal) => {
        const {
            match $crate::catalogue::Slug::new($word) {
                Ok(slug) => $crate::catalogue::Theme(slug),
                Err(_) => panic!("no slug"),
            }
        }
    };
}
