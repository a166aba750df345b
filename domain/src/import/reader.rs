//! Reading a TOML file that a person wrote, key by key: whatever is missing, of another kind, or unknown is noted with its
//! line, and the reading goes on, so that one reading finds all of it.

use crate::catalogue::Slug;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: What,
}

/// What is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// It is not TOML.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// A key that nothing here is called.
    #[error("unknown key “{key}”. Remove it, or write one of: {}", .known.join(", "))]
    UnknownKey {
        /// As it was written.
        key: String,
        /// Those that may stand there.
        known: Vec<&'static str>,
    },
    /// A key that must be there.
    #[error("“{0}” is missing here. Add it")]
    Missing(&'static str),
    /// A value of another kind.
    #[error("“{key}” must be {wanted}")]
    Kind {
        /// Whose value.
        key: &'static str,
        /// What it must be.
        wanted: &'static str,
    },
    /// What has a section each is written as something else.
    #[error("“{0}” must be one section each, under [[{0}]]")]
    Sections(&'static str),
    /// A word that is not among those that can stand there.
    #[error("“{word}” cannot stand here. Write one of: {}", choice(.known))]
    UnknownWord {
        /// As it was written.
        word: String,
        /// Those that can.
        known: Vec<String>,
    },
    /// A name that stands for two things.
    #[error("“{word}” is already the name of another on line {first}. Give one of them another")]
    Twice {
        /// The name.
        word: String,
        /// Where it stands first.
        first: usize,
    },
    /// A slug of another shape.
    #[error("“{0}” cannot name anything for ever. Write 1 to 24 small letters without accents, digits or _")]
    Slug(String),
    /// A theme that boards are sorted by, and that is not there.
    #[error(
        "the theme “{0}” is missing, and boards are sorted by it. Add it, with retired = true if nobody is to choose it"
    )]
    Theme(Slug),
    /// A level without its word.
    #[error("the level “{level}” has no word. Add one, under [[{list}]]")]
    Level {
        /// Of which list.
        list: &'static str,
        /// The level of the rules.
        level: String,
    },
    /// A list of which nothing can be chosen.
    #[error("nothing can be chosen here. Add one under [[{0}]], not retired")]
    Nothing(&'static str),
    /// A number that is none, or too small, or too large.
    #[error("“{key}” must be a whole number from {least} to {most}")]
    Number {
        /// Whose value.
        key: &'static str,
        /// The least that it can be.
        least: u16,
        /// The most.
        most: u16,
    },
    /// A colour that the palette does not hold.
    #[error("“{word}” is no colour of the palette. Write one of: {}", choice(.palette))]
    Colour {
        /// As it was written.
        word: String,
        /// Those of the palette.
        palette: Vec<String>,
    },
    /// A colour that is not read well enough on its ground.
    #[error("“{word}” has a contrast of {ratio} with its ground, and 4.5 is wanted. Write one of: {}", choice(.readable))]
    Contrast {
        /// The colour.
        word: String,
        /// To the tenth.
        ratio: String,
        /// Those that are read.
        readable: Vec<String>,
    },
    /// A time zone that is none.
    #[error("“{0}” is no time zone. Write a place of the IANA list, such as Europe/Paris or Indian/Reunion")]
    Zone(String),
}

fn choice(known: &[String]) -> String {
    if known.is_empty() {
        "nothing, there is none".into()
    } else {
        known.join(", ")
    }
}

/// All that is wrong with a file, in the order of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrongs(pub Vec<Wrong>);

impl std::error::Error for Wrongs {}

impl fmt::Display for Wrongs {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, Wrong { line, what }) in self.0.iter().enumerate() {
            let between = if nth == 0 { "" } else { "\n" };
            write!(to, "{between}line {line}: {what}")?;
        }
        Ok(())
    }
}

/// A value, and the line that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At<T> {
    pub value: T,
    pub line: usize,
}

/// The notes taken of one file.
pub(super) struct Notes<'a> {
    text: &'a str,
    wrongs: RefCell<Vec<Wrong>>,
}

impl<'a> Notes<'a> {
    pub fn of(text: &'a str) -> Self {
        let wrongs = RefCell::default();
        Self { text, wrongs }
    }

    pub fn wrong(&self, line: usize, what: What) {
        self.wrongs.borrow_mut().push(Wrong { line, what });
    }

    pub fn unknown_word(&self, word: &At<String>, known: impl IntoIterator<Item = String>) {
        let (line, word, known) = (word.line, word.value.clone(), known.into_iter().collect());
        self.wrong(line, What::UnknownWord { word, known });
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or(self.text);
        1 + before.matches('\n').count()
    }

    /// The file's tables; none when it is not TOML, which is noted.
    pub fn tables(&self) -> Option<Spanned<DeTable<'a>>> {
        DeTable::parse(self.text)
            .inspect_err(|error| {
                let line = self.line(error.span().map_or(0, |span| span.start));
                self.wrong(line, What::Syntax(error.message().into()));
            })
            .ok()
    }

    /// What was read, if nothing is wrong.
    pub fn end<T>(self, read: Option<T>) -> Result<T, Wrongs> {
        let mut wrongs = self.wrongs.into_inner();
        wrongs.sort_by_key(|wrong| wrong.line);
        match read {
            Some(read) if wrongs.is_empty() => Ok(read),
            _ => Err(Wrongs(wrongs)),
        }
    }
}

/// A table being read. What no one asked it for when it is left is unknown.
pub(super) struct Section<'a> {
    pub line: usize,
    notes: &'a Notes<'a>,
    table: &'a DeTable<'a>,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Section<'a> {
    pub fn new(notes: &'a Notes<'a>, table: &'a DeTable<'a>, offset: usize) -> Self {
        Self {
            line: notes.line(offset),
            notes,
            table,
            known: RefCell::default(),
        }
    }

    fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.borrow_mut().push(key);
        self.table.get(key)
    }

    fn wrong_kind(&self, key: &'static str, value: &Spanned<DeValue<'_>>, wanted: &'static str) {
        let line = self.notes.line(value.span().start);
        self.notes.wrong(line, What::Kind { key, wanted });
    }

    /// A text that may be absent.
    pub fn maybe_text(&self, key: &'static str) -> Option<At<String>> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Some(At {
                value: text.trim().into(),
                line: self.notes.line(value.span().start),
            }),
            _ => {
                self.wrong_kind(key, value, "a text with something in it");
                None
            }
        }
    }

    /// A text that must be there. Where it is not, that is noted, and an empty one stands for it.
    pub fn text(&self, key: &'static str) -> At<String> {
        let text = self.maybe_text(key);
        if text.is_none() && self.table.get(key).is_none() {
            self.notes.wrong(self.line, What::Missing(key));
        }
        text.unwrap_or(At {
            value: String::new(),
            line: self.line,
        })
    }

    /// A word by language, which must be there, in French at least.
    pub fn words(&self, key: &'static str) -> BTreeMap<String, String> {
        let Some(value) = self.value(key) else {
            self.notes.wrong(self.line, What::Missing(key));
            return BTreeMap::new();
        };
        let word = |(language, word): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let language: &Cow<'_, str> = language.get_ref();
            let word = word.get_ref().as_str()?.trim();
            (!word.is_empty()).then(|| (language.to_string(), word.to_owned()))
        };
        let words = value.get_ref().as_table();
        let words: Option<BTreeMap<_, _>> = words.and_then(|words| words.iter().map(word).collect());
        words.filter(|words| words.contains_key("fr")).unwrap_or_else(|| {
            self.wrong_kind(
                key,
                value,
                "a word by language, in French at least: { fr = \"Emploi\" }",
            );
            BTreeMap::new()
        })
    }

    /// `true` or `false`; absent is `false`.
    pub fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.value(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_kind(key, value, "true or false");
            false
        })
    }

    /// A whole number that must be there. Where it is not, that is noted, and the least stands for it.
    pub fn number(&self, key: &'static str, from: RangeInclusive<u16>) -> u16 {
        let Some(value) = self.value(key) else {
            self.notes.wrong(self.line, What::Missing(key));
            return *from.start();
        };
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| number.as_str().parse().ok());
        number.filter(|number| from.contains(number)).unwrap_or_else(|| {
            let (least, most) = (*from.start(), *from.end());
            let line = self.notes.line(value.span().start);
            self.notes.wrong(line, What::Number { key, least, most });
            least
        })
    }

    /// A list of texts that must be there.
    pub fn texts(&self, key: &'static str) -> Vec<At<String>> {
        let Some(value) = self.value(key) else {
            self.notes.wrong(self.line, What::Missing(key));
            return Vec::new();
        };
        let items = value.get_ref().as_array();
        let text = |item: &Spanned<DeValue<'_>>| {
            let line = self.notes.line(item.span().start);
            let value = item.get_ref().as_str()?.to_owned();
            Some(At { value, line })
        };
        let texts = items.and_then(|items| items.iter().map(text).collect());
        texts.unwrap_or_else(|| {
            self.wrong_kind(key, value, "a list of texts: [\"one\", \"another\"]");
            Vec::new()
        })
    }

    /// The tables `[[key]]`.
    pub fn sections(&self, key: &'static str) -> Vec<Section<'a>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let section = |item: &'a Spanned<DeValue<'a>>| {
            let table = item.get_ref().as_table()?;
            Some(Section::new(self.notes, table, item.span().start))
        };
        let items = value.get_ref().as_array();
        let sections = items.and_then(|items| items.iter().map(section).collect());
        sections.unwrap_or_else(|| {
            let line = self.notes.line(value.span().start);
            self.notes.wrong(line, What::Sections(key));
            Vec::new()
        })
    }

    /// Everything that may stand here was asked for: whatever else does is unknown.
    pub fn leave(&self) {
        let known = self.known.borrow();
        for key in self.table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                let line = self.notes.line(key.span().start);
                let (key, known) = (key.get_ref().to_string(), known.clone());
                self.notes.wrong(line, What::UnknownKey { key, known });
            }
        }
    }
}

/// Names of which each stands for one thing.
pub(super) struct Names<'a> {
    notes: &'a Notes<'a>,
    taken: BTreeMap<String, usize>,
}

impl<'a> Names<'a> {
    pub fn new(notes: &'a Notes<'a>) -> Self {
        let taken = BTreeMap::new();
        Self { notes, taken }
    }

    pub fn take(&mut self, name: &At<String>) {
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
