//! What a commune calls the things that its boards are sorted by. Shapes only: which entries there are is a commune's own
//! affair, and comes from its territory file.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The icons that an entry may wear, by their Lucide names; a test holds them to what the page draws.
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

/// One thing of a list of the commune: a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What the boards name it by, for ever.
    pub slug: Slug,
    /// Its word, by language (`fr`); French is always there.
    pub words: BTreeMap<String, String>,
    /// A tone of the style's palette: `teal`.
    pub colour: String,
    /// One of [`ICONS`].
    pub icon: String,
    /// Where it stands in lists, from 0.
    pub order: usize,
    /// Not to be chosen any more; what it sorted still shows.
    pub retired: bool,
}

/// A name that never changes: small ASCII letters, digits and `_`, 1 to [`Slug::LONGEST`] of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// A word that is no slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no slug")]
pub struct NoSlug(pub String);

impl Slug {
    /// In characters.
    pub const LONGEST: usize = 24;

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = NoSlug;

    fn try_from(word: String) -> Result<Self, NoSlug> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if (1..=Self::LONGEST).contains(&word.len()) && word.bytes().all(fits) {
            Ok(Self(word))
        } else {
            Err(NoSlug(word))
        }
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}
