//! How someone's pages are shown: a choice of theirs, which every page of theirs keeps.

use serde::{Deserialize, Serialize};

/// How much stands on a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// More at once, for a desk.
    Dense,
    /// Neither.
    #[default]
    Middle,
    /// Less at once and larger, for whoever reads with difficulty.
    Large,
}

impl Density {
    /// Each, from what shows most.
    pub const ALL: [Self; 3] = [Self::Dense, Self::Middle, Self::Large];

    /// Its word in a form and in a style sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Middle => "middle",
            Self::Large => "large",
        }
    }
}

/// How someone's pages are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Display {
    /// How much stands on a screen.
    pub density: Density,
    /// Whether a letter does something by itself, on a board (WCAG 2.1.4).
    pub letters: bool,
}

impl Default for Display {
    fn default() -> Self {
        Self {
            density: Density::Middle,
            letters: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_is_written_as_it_is_called() {
        for density in Density::ALL {
            let written = serde_json::to_value(density).ok();
            assert_eq!(written, Some(density.word().into()));
        }
    }
}
