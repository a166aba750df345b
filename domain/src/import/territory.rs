//! A territory file: a commune, its cell, its words, who works with it. One file is one cell.

use super::catalogue::catalogue;
use super::palette::Palette;
use super::reader::{Names, Notes, Section, What, Wrong, Wrongs};
use crate::access::Capability;
use crate::catalogue::{Entry, List, Theme};
use crate::parcours::SHARE_DAYS;
use crate::views::pages::FullName;
use jiff::tz::TimeZone;

/// A commune and its cell, as its file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territory {
    /// *Le Trait*
    pub commune: String,
    /// *Cellule d’accompagnement globale*
    pub cell: String,
    /// Where its clocks stand: *Europe/Paris*.
    pub zone: String,
    /// How many days a share lasts there, when the person says nothing else.
    pub share_days: u16,
    /// Its words: every list, each in the order of the file.
    pub catalogue: Vec<Entry>,
    /// The organisations of its network.
    pub organisations: Vec<Organisation>,
    /// Its professionals, and those of its partners.
    pub members: Vec<Member>,
    /// The line that the last theme begins on.
    last_theme: usize,
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

    /// Whether the themes that the boards of its cell are sorted by already are among its own.
    pub fn keeps(&self, themes: impl IntoIterator<Item = Theme>) -> Result<(), Wrongs> {
        let is_there = |theme: &Theme| {
            let mut entries = self.catalogue.iter();
            entries.any(|entry| entry.list == List::Theme && entry.slug == theme.0)
        };
        let missing = themes.into_iter().filter(|theme| !is_there(theme));
        let missing: Vec<_> = missing
            .map(|Theme(slug)| Wrong {
                line: self.last_theme,
                what: What::Theme(slug),
            })
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Wrongs(missing))
        }
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
    let share_days = file.number("share_days", 1..=SHARE_DAYS);
    let (catalogue, last_theme) = catalogue(notes, file, palette);
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
        share_days,
        catalogue,
        organisations,
        members,
        last_theme,
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

#[cfg(test)]
#[path = "territory_tests.rs"]
mod tests;
