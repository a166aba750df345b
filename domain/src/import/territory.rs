//! A territory file: a commune, its cell, its themes, who works with it. One file is one cell.

use super::palette::{Palette, READABLE};
use super::reader::{At, Notes, Section, What, Wrongs};
use crate::access::Capability;
use crate::catalogue::{Entry, ICONS, NoSlug, Slug};
use crate::theme::Theme;
use crate::views::pages::FullName;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A commune and its cell, as its file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territory {
    /// *Le Trait*
    pub commune: String,
    /// *Cellule d’accompagnement globale*
    pub cell: String,
    /// Where its clocks stand: *Europe/Paris*.
    pub zone: String,
    /// What its boards are sorted by, in the order of the file.
    pub themes: Vec<Entry>,
    /// The organisations of its network.
    pub organisations: Vec<Organisation>,
    /// Its professionals, and those of its partners.
    pub members: Vec<Member>,
}

/// An organisation of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// *Mission locale*
    pub name: String,
    /// Whether the usagers may share with it.
    pub partner: bool,
}

/// Someone who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who they are, and what they do: for a partner, the name of their organisation.
    pub name: FullName,
    /// The address that they sign in with.
    pub email: String,
    /// What their membership lets them be.
    pub can: Vec<Capability>,
    /// For whom they act, if for an organisation: one of those above.
    pub organisation: Option<String>,
}

/// What a member's `can` lists. A usager is nobody's member: they come through the cell.
const CAN: [(&str, Capability); 6] = [
    ("professional", Capability::Professional),
    ("referent", Capability::Referent),
    ("coordinator", Capability::Coordinator),
    ("counter", Capability::Counter),
    ("partner", Capability::Partner),
    ("provider", Capability::Provider),
];

impl Territory {
    /// Reads a territory file whose colours are of a palette, or says all that is wrong with it.
    pub fn read(text: &str, palette: &Palette) -> Result<Self, Wrongs> {
        let notes = Notes::of(text);
        let read = notes
            .tables()
            .map(|tables| territory(&notes, &Section::new(&notes, tables.get_ref(), 0), palette));
        notes.end(read)
    }
}

fn territory(notes: &Notes<'_>, file: &Section<'_>, palette: &Palette) -> Territory {
    let commune = file.text("commune").value;
    let cell = file.text("cell").value;
    let zone = file.text("zone");
    // A zone that is missing is noted already.
    if !zone.value.is_empty() && TimeZone::get(&zone.value).is_err() {
        notes.wrong(zone.line, What::Zone(zone.value.clone()));
    }
    let themes = themes(notes, file, palette);
    let mut names = Names::new(notes);
    let sections = file.sections("organisation");
    let organisations = sections.iter().map(|section| {
        let name = section.text("name");
        names.take(&name);
        let partner = section.flag("partner");
        section.leave();
        Organisation {
            name: name.value,
            partner,
        }
    });
    let organisations: Vec<_> = organisations.collect();
    let mut addresses = Names::new(notes);
    let sections = file.sections("member");
    let members = sections.iter().map(|section| {
        let member = member(notes, section, &organisations, &mut addresses);
        section.leave();
        member
    });
    let members = members.collect();
    file.leave();
    Territory {
        commune,
        cell,
        zone: zone.value,
        themes,
        organisations,
        members,
    }
}

fn themes(notes: &Notes<'_>, file: &Section<'_>, palette: &Palette) -> Vec<Entry> {
    let mut slugs = Names::new(notes);
    let mut themes = Vec::new();
    let mut last = file.line;
    for section in file.sections("theme") {
        let slug = section.text("slug");
        slugs.take(&slug);
        let (words, colour, icon) = (
            section.words("words"),
            section.text("colour"),
            section.text("icon"),
        );
        let retired = section.flag("retired");
        section.leave();
        last = section.line;
        look_at_colour(notes, &colour, palette);
        if !icon.value.is_empty() && !ICONS.contains(&icon.value.as_str()) {
            notes.unknown_word(&icon, ICONS.map(String::from));
        }
        match Slug::try_from(slug.value) {
            Ok(slug) => themes.push(Entry {
                slug,
                words,
                colour: colour.value,
                icon: icon.value,
                order: themes.len(),
                retired,
            }),
            // One that is missing is noted already.
            Err(NoSlug(word)) if word.is_empty() => {}
            Err(NoSlug(word)) => notes.wrong(slug.line, What::Slug(word)),
        }
    }
    for theme in Theme::ALL {
        let slug = serde_json::to_value(theme).unwrap_or_default();
        let slug = slug.as_str().unwrap_or_default();
        if !slugs.taken.contains_key(slug) {
            notes.wrong(last, What::Theme(slug.into()));
        }
    }
    themes
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

fn member(
    notes: &Notes<'_>,
    section: &Section<'_>,
    organisations: &[Organisation],
    addresses: &mut Names<'_>,
) -> Member {
    let (first, last) = (section.text("first").value, section.text("last").value);
    let email = section.text("email");
    addresses.take(&email);
    let organisation = section.maybe_text("organisation");
    if let Some(name) = &organisation
        && !organisations.iter().any(|it| it.name == name.value)
    {
        let known = organisations.iter().map(|it| it.name.clone());
        notes.unknown_word(name, known);
    }
    let organisation = organisation.map(|name| name.value);
    // Who acts for an organisation is shown with its name.
    let job = match &organisation {
        Some(name) => section
            .maybe_text("job")
            .map_or_else(|| name.clone(), |job| job.value),
        None => section.text("job").value,
    };
    let can = section.texts("can").into_iter().filter_map(|word| {
        let known = CAN.iter().find(|(name, _)| *name == word.value);
        if known.is_none() {
            notes.unknown_word(&word, CAN.iter().map(|(name, _)| (*name).into()));
        }
        known.map(|(_, capability)| *capability)
    });
    Member {
        name: FullName::new(&first, &last, &job),
        email: email.value,
        can: can.collect(),
        organisation,
    }
}

/// Names of which each stands for one thing.
struct Names<'a> {
    notes: &'a Notes<'a>,
    taken: BTreeMap<String, usize>,
}

impl<'a> Names<'a> {
    fn new(notes: &'a Notes<'a>) -> Self {
        let taken = BTreeMap::new();
        Self { notes, taken }
    }

    fn take(&mut self, name: &At<String>) {
        if name.value.is_empty() {
            return;
        }
        if let Some(first) = self.taken.get(&name.value) {
            let (word, first) = (name.value.clone(), *first);
            self.notes.wrong(name.line, What::Twice { word, first });
        } else {
            self.taken.insert(name.value.clone(), name.line);
        }
    }
}

#[cfg(test)]
#[path = "territory_tests.rs"]
mod tests;
