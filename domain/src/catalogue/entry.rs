//! The lists of a catalogue, and what stands in them.

use super::{Slug, Theme};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The icons that a theme may wear, by their Lucide names; a test holds them to what the page draws.
pub const ICONS: [&str; 10] = [
    "file-check",
    "tablet-smartphone",
    "bus",
    "briefcase-business",
    "graduation-cap",
    "stethoscope",
    "house",
    "wallet",
    "baby",
    "languages",
];

/// A list of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// What freins, leviers and steps are sorted by.
    Theme,
    /// How strong a frein is: a word for each level of the rules.
    BarrierLevel,
    /// How strong a levier is, likewise.
    LeverLevel,
    /// The levels of the accompaniment, likewise.
    CircleLevel,
    /// Freins that are often met, to be proposed to whoever writes one.
    Barrier,
    /// Leviers, likewise.
    Lever,
    /// Steps, likewise.
    Step,
    /// What a person shares their goal for.
    GoalPurpose,
    /// What a person shares a step for.
    StepPurpose,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 9] = [
        Self::Theme,
        Self::BarrierLevel,
        Self::LeverLevel,
        Self::CircleLevel,
        Self::Barrier,
        Self::Lever,
        Self::Step,
        Self::GoalPurpose,
        Self::StepPurpose,
    ];
}

/// One thing of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which list.
    pub list: List,
    /// What it is called by, for ever.
    pub slug: Slug,
    /// Its words, by language (`fr`); French is always there.
    pub words: BTreeMap<String, String>,
    /// How a theme looks.
    pub look: Option<Look>,
    /// Of which theme a frein, a levier or a step is.
    pub theme: Option<Theme>,
    /// Where it stands in its list, from 0.
    pub order: u16,
    /// Not to be chosen any more; what it named still shows.
    pub retired: bool,
}

/// How a theme looks, beside its word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// A tone of the style's palette: `teal`.
    pub colour: String,
    /// One of [`ICONS`].
    pub icon: String,
}

impl Entry {
    /// Its words in a language, or in French.
    pub fn in_language(&self, language: &str) -> &str {
        let words = self.words.get(language).or_else(|| self.words.get("fr"));
        words.map_or(self.slug.as_str(), String::as_str)
    }
}
