//! What a cell calls things, in the language of who reads: what pages receive of its catalogue.

#![allow(missing_docs, reason = "the fields are named after what they say")]

use crate::catalogue::{Entry, List, Theme};
use crate::kernel::zone::Zone;
use crate::parcours::{CircleLevel, Level};
use serde::{Deserialize, Serialize};

/// A theme, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeWords {
    pub theme: Theme,
    pub word: String,
    /// A tone of the style's palette.
    pub colour: String,
    /// An icon, by its Lucide name.
    pub icon: String,
    /// Not to be chosen any more.
    pub retired: bool,
}

/// The themes of a cell, in the order of its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Themes(pub Vec<ThemeWords>);

/// The tone of what has none.
pub const NO_TONE: &str = "teal";

impl Themes {
    /// A theme as it shows. One that the cell does not know shows under its slug.
    pub fn shown(&self, theme: Theme) -> ThemeWords {
        let known = self.0.iter().find(|known| known.theme == theme);
        known.cloned().unwrap_or_else(|| ThemeWords {
            theme,
            word: theme.0.as_str().replace('_', " "),
            colour: NO_TONE.into(),
            icon: String::new(),
            retired: true,
        })
    }

    /// Where a theme stands among the others; after them, if the cell does not know it.
    pub fn rank(&self, theme: Theme) -> usize {
        let at = self.0.iter().position(|known| known.theme == theme);
        at.unwrap_or(self.0.len())
    }
}

/// A word for each level of the accompaniment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CircleWords([String; CircleLevel::ALL.len()]);

impl CircleWords {
    /// The word for a level.
    pub fn of(&self, level: CircleLevel) -> &str {
        &self.0[level as usize]
    }
}

/// A word for each level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LevelWords([String; Level::ALL.len()]);

impl LevelWords {
    /// The word for a level.
    pub fn of(&self, level: Level) -> &str {
        &self.0[level as usize]
    }
}

/// Words that are often said in a cell, to be proposed to whoever writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub words: String,
    pub theme: Option<Theme>,
}

/// What a board's page receives of its cell's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardWords {
    pub themes: Themes,
    pub barrier_levels: LevelWords,
    pub lever_levels: LevelWords,
    pub circle_levels: CircleWords,
    /// What a goal and a step are shared for, when the person says nothing else.
    pub goal_purpose: String,
    pub step_purpose: String,
    /// What is often said of freins, of leviers and of steps, in the order of the cell's lists.
    pub barriers: Vec<Suggestion>,
    pub levers: Vec<Suggestion>,
    pub steps: Vec<Suggestion>,
    /// How many days a share lasts, when the person says nothing else.
    pub share_days: u16,
    /// The clocks of the commune.
    pub zone: Zone,
}

/// The entries of a cell, read in one language.
#[derive(Clone, Copy, Debug)]
pub struct InLanguage<'a> {
    /// In the order of their lists.
    pub entries: &'a [Entry],
    /// `fr`
    pub language: &'a str,
}

impl InLanguage<'_> {
    /// The themes, retired ones too: what they sorted still shows.
    pub fn themes(&self) -> Themes {
        let themes = self.list(List::Theme).map(|entry| {
            let (colour, icon) = match &entry.look {
                Some(look) => (look.colour.clone(), look.icon.clone()),
                None => Default::default(),
            };
            ThemeWords {
                theme: Theme(entry.slug),
                word: self.word(entry),
                colour,
                icon,
                retired: entry.retired,
            }
        });
        Themes(themes.collect())
    }

    /// The words for the levels of the accompaniment.
    pub fn circle_levels(&self) -> CircleWords {
        CircleWords(CircleLevel::ALL.map(|level| self.level(List::CircleLevel, level)))
    }

    /// All that a board's page receives.
    pub fn board(&self, share_days: u16, zone: Zone) -> BoardWords {
        let levels = |list| LevelWords(Level::ALL.map(|level| self.level(list, level)));
        BoardWords {
            themes: self.themes(),
            barrier_levels: levels(List::BarrierLevel),
            lever_levels: levels(List::LeverLevel),
            circle_levels: self.circle_levels(),
            goal_purpose: self.first(List::GoalPurpose),
            step_purpose: self.first(List::StepPurpose),
            barriers: self.often_said(List::Barrier),
            levers: self.often_said(List::Lever),
            steps: self.often_said(List::Step),
            share_days,
            zone,
        }
    }

    fn often_said(&self, list: List) -> Vec<Suggestion> {
        let offered = self.list(list).filter(|entry| !entry.retired);
        let suggestion = |entry: &Entry| Suggestion {
            words: self.word(entry),
            theme: entry.theme,
        };
        offered.map(suggestion).collect()
    }

    fn list(&self, list: List) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.list == list)
    }

    fn word(&self, entry: &Entry) -> String {
        entry.in_language(self.language).to_owned()
    }

    /// The word for a level of the rules; its slug, where the cell has none.
    fn level(&self, list: List, level: impl Serialize) -> String {
        let slug = serde_json::to_value(level).unwrap_or_default();
        let slug = slug.as_str().unwrap_or_default();
        let entry = self.list(list).find(|entry| entry.slug.as_str() == slug);
        entry.map_or_else(|| slug.replace('_', " "), |entry| self.word(entry))
    }

    /// The first that can be chosen.
    fn first(&self, list: List) -> String {
        let entry = self.list(list).find(|entry| !entry.retired);
        entry.map(|entry| self.word(entry)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Look, Slug};
    use crate::theme;

    fn entry(list: List, slug: &str, words: &[(&str, &str)]) -> Entry {
        let own = |(language, word): &(&str, &str)| ((*language).to_owned(), (*word).to_owned());
        Entry {
            list,
            slug: Slug::new(slug).expect("a slug"),
            words: words.iter().map(own).collect(),
            look: None,
            theme: None,
            order: 0,
            retired: false,
        }
    }

    fn in_french(entries: &[Entry]) -> InLanguage<'_> {
        let language = "fr";
        InLanguage { entries, language }
    }

    #[test]
    fn a_theme_that_is_retired_or_unknown_still_shows() {
        let mut work = entry(List::Theme, "work", &[("fr", "Emploi")]);
        work.retired = true;
        work.look = Some(Look {
            colour: "violet".into(),
            icon: "bus".into(),
        });
        let themes = in_french(&[work]).themes();
        let shown = themes.shown(theme!("work"));
        let look = (shown.word.as_str(), shown.colour.as_str(), shown.icon.as_str());
        assert_eq!(look, ("Emploi", "violet", "bus"));
        assert!(shown.retired);
        let unknown = themes.shown(theme!("petite_enfance"));
        assert_eq!(
            (unknown.word.as_str(), unknown.colour.as_str()),
            ("petite enfance", "teal")
        );
        assert!(unknown.retired, "what the cell does not know cannot be chosen");
        assert!(themes.rank(theme!("work")) < themes.rank(theme!("petite_enfance")));
    }

    #[test]
    fn a_word_is_that_of_the_language_or_french() {
        let words = [("fr", "Fort"), ("en", "Strong")];
        let entries = [
            entry(List::BarrierLevel, "strong", &words),
            entry(List::BarrierLevel, "gone", &words[..1]),
        ];
        let language = "en";
        let levels = InLanguage {
            entries: &entries,
            language,
        }
        .board(60, Zone::default())
        .barrier_levels;
        assert_eq!(levels.of(Level::Strong), "Strong");
        assert_eq!(levels.of(Level::Gone), "Fort");
        assert_eq!(levels.of(Level::VeryStrong), "very strong", "no word: its slug");
    }

    #[test]
    fn what_is_retired_is_proposed_to_nobody() {
        let mut old = entry(List::GoalPurpose, "old", &[("fr", "Jadis")]);
        old.retired = true;
        let goal = entry(List::GoalPurpose, "goal", &[("fr", "Connaître mon cap")]);
        let mut fax = entry(List::Barrier, "fax", &[("fr", "Pas de fax")]);
        fax.retired = true;
        let mut bus = entry(List::Barrier, "bus", &[("fr", "Pas de bus")]);
        bus.theme = Some(theme!("mobility"));
        let board = in_french(&[old, goal, fax, bus]).board(60, Zone::default());
        assert_eq!(board.goal_purpose, "Connaître mon cap");
        let bus = Suggestion {
            words: "Pas de bus".into(),
            theme: Some(theme!("mobility")),
        };
        assert_eq!(board.barriers, [bus]);
        assert_eq!((board.levers, board.steps), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_level_stands_in_the_rules_order() {
        for (at, level) in Level::ALL.into_iter().enumerate() {
            assert_eq!(level as usize, at);
        }
        for (at, level) in CircleLevel::ALL.into_iter().enumerate() {
            assert_eq!(level as usize, at);
        }
    }
}
