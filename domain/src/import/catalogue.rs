//! The lists of a territory's catalogue.

use super::palette::{Palette, READABLE};
use super::reader::{At, Names, Notes, Section, What};
use crate::catalogue::{Entry, ICONS, List, Look, Slug, Theme};
use crate::parcours::{CircleLevel, Level};
use serde::Serialize;
use std::collections::BTreeSet;

/// Reads every list of a file; gives the line that the last theme begins on too.
pub(super) fn catalogue(notes: &Notes<'_>, file: &Section<'_>, palette: &Palette) -> (Vec<Entry>, usize) {
    let reading = Reading { notes, file };
    let (themes, last_theme) = reading.list(List::Theme, "theme", None, |section| Of {
        look: Some(look(notes, section, palette)),
        ..Of::default()
    });
    reading.offers(&themes, "theme", last_theme);
    let there: BTreeSet<_> = themes.iter().map(|entry| Theme(entry.slug)).collect();
    let mut all = themes;
    all.extend(reading.levels(List::BarrierLevel, "barrier_level", Level::ALL));
    all.extend(reading.levels(List::LeverLevel, "lever_level", Level::ALL));
    all.extend(reading.levels(List::CircleLevel, "circle_level", CircleLevel::ALL));
    for (list, key) in [
        (List::GoalPurpose, "goal_purpose"),
        (List::StepPurpose, "step_purpose"),
    ] {
        let (purposes, after) = reading.list(list, key, None, |_| Of::default());
        reading.offers(&purposes, key, after);
        all.extend(purposes);
    }
    // What is proposed may well be nothing.
    for (list, key) in [
        (List::Barrier, "barrier"),
        (List::Lever, "lever"),
        (List::Step, "step"),
    ] {
        let (proposed, _) = reading.list(list, key, None, |section| Of {
            theme: theme(notes, section, &there),
            ..Of::default()
        });
        all.extend(proposed);
    }
    (all, last_theme)
}

/// What an entry of some lists has beside its words.
#[derive(Default)]
struct Of {
    look: Option<Look>,
    theme: Option<Theme>,
}

struct Reading<'a> {
    notes: &'a Notes<'a>,
    file: &'a Section<'a>,
}

impl Reading<'_> {
    /// A list, and the line that its last entry begins on. Where the rules know its slugs, there are no others.
    fn list(
        &self,
        list: List,
        key: &'static str,
        known: Option<&[String]>,
        of: impl Fn(&Section<'_>) -> Of,
    ) -> (Vec<Entry>, usize) {
        let mut slugs = Names::new(self.notes);
        let (mut entries, mut last) = (Vec::new(), self.file.line);
        for section in self.file.sections(key) {
            let slug = section.text("slug");
            slugs.take(&slug);
            let words = section.words("words");
            let Of { look, theme } = of(&section);
            let retired = section.flag("retired");
            section.leave();
            last = section.line;
            let order = u16::try_from(entries.len()).unwrap_or(u16::MAX);
            // One that is missing is noted already.
            if slug.value.is_empty() {
                continue;
            }
            if let Some(known) = known.filter(|known| !known.contains(&slug.value)) {
                self.notes.unknown_word(&slug, known.iter().cloned());
            } else if let Ok(slug) = Slug::new(&slug.value) {
                entries.push(Entry {
                    list,
                    slug,
                    words,
                    look,
                    theme,
                    order,
                    retired,
                });
            } else {
                self.notes.wrong(slug.line, What::Slug(slug.value));
            }
        }
        (entries, last)
    }

    /// A list that says a word for each level of the rules.
    fn levels<T: Serialize>(
        &self,
        list: List,
        key: &'static str,
        levels: impl IntoIterator<Item = T>,
    ) -> Vec<Entry> {
        let levels = levels.into_iter().map(|level| {
            let word = serde_json::to_value(level).unwrap_or_default();
            word.as_str().unwrap_or_default().to_owned()
        });
        let levels: Vec<_> = levels.collect();
        let (entries, after) = self.list(list, key, Some(&levels), |_| Of::default());
        for level in levels {
            if !entries.iter().any(|entry| entry.slug.as_str() == level) {
                self.notes.wrong(after, What::Level { list: key, level });
            }
        }
        entries
    }

    /// Something of a list can be chosen.
    fn offers(&self, entries: &[Entry], key: &'static str, after: usize) {
        if entries.iter().all(|entry| entry.retired) {
            self.notes.wrong(after, What::Nothing(key));
        }
    }
}

fn theme(notes: &Notes<'_>, section: &Section<'_>, there: &BTreeSet<Theme>) -> Option<Theme> {
    let word = section.text("theme");
    let theme = Slug::new(&word.value).ok().map(Theme);
    let theme = theme.filter(|theme| there.contains(theme));
    // One that is missing is noted already.
    if theme.is_none() && !word.value.is_empty() {
        notes.unknown_word(&word, there.iter().map(|theme| theme.0.to_string()));
    }
    theme
}

fn look(notes: &Notes<'_>, section: &Section<'_>, palette: &Palette) -> Look {
    let (colour, icon) = (section.text("colour"), section.text("icon"));
    look_at_colour(notes, &colour, palette);
    if !icon.value.is_empty() && !ICONS.contains(&icon.value.as_str()) {
        notes.unknown_word(&icon, ICONS.map(String::from));
    }
    Look {
        colour: colour.value,
        icon: icon.value,
    }
}

fn look_at_colour(notes: &Notes<'_>, colour: &At<String>, palette: &Palette) {
    let (line, word) = (colour.line, colour.value.clone());
    // One that is missing is noted already.
    if word.is_empty() {
        return;
    }
    let named = |wanted: f64| {
        let fits = |name: &&str| palette.contrast(name).is_some_and(|it| it >= wanted);
        palette.names().filter(fits).map(str::to_owned).collect()
    };
    match palette.contrast(&word) {
        None => {
            let palette = named(0.0);
            notes.wrong(line, What::Colour { word, palette });
        }
        Some(ratio) if ratio < READABLE => {
            // Rounded down: 4.48 is not 4.5.
            let ratio = format!("{:.1}", (ratio * 10.0).floor() / 10.0);
            let readable = named(READABLE);
            notes.wrong(
                line,
                What::Contrast {
                    word,
                    ratio,
                    readable,
                },
            );
        }
        Some(_) => {}
    }
}
