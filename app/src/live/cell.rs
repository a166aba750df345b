//! What the cell calls things, and its clocks: as they came with the page.

use super::LiveBoard;
use crate::locales;
use itineraire_domain::calendar::{Day, Moment};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::parcours::{Level, Side};
use itineraire_domain::views::pages::BoardPage;
use itineraire_domain::views::words::{BoardWords, NO_TONE, ThemeWords};
use leptos::prelude::*;
use std::sync::Arc;

impl LiveBoard {
    /// Reads the cell's words.
    pub fn of_cell<T>(self, read: impl FnOnce(&BoardWords) -> T) -> T {
        self.page.with_value(|page| read(&page.words))
    }

    /// A theme as it shows.
    pub fn theme(self, theme: Theme) -> ThemeWords {
        self.of_cell(|words| locales::theme(&words.themes, theme))
    }

    /// The class that carries a theme's colours; that of no theme, where there is none.
    pub fn tone(self, theme: Option<Theme>) -> String {
        theme.map_or_else(|| NO_TONE.into(), |theme| self.theme(theme).colour)
    }

    /// The themes that can be chosen.
    pub fn offered_themes(self) -> Vec<ThemeWords> {
        self.of_cell(|words| words.themes.0.iter().filter(|it| !it.retired).cloned().collect())
    }

    /// How strong a frein or a levier is.
    pub fn level_word(self, side: Side, level: Level) -> String {
        let word = |words: &BoardWords| {
            let levels = match side {
                Side::Barrier => &words.barrier_levels,
                Side::Lever => &words.lever_levels,
            };
            levels.of(level).to_owned()
        };
        self.of_cell(word)
    }

    /// The level of the accompaniment.
    pub fn level(self) -> String {
        let word = |page: &Arc<BoardPage>| page.words.circle_levels.of(page.level).to_owned();
        self.page.with_value(word)
    }

    /// The day in the commune at a moment.
    pub fn day(self, at: Moment) -> Day {
        self.of_cell(|words| words.zone.day(at))
    }
}
