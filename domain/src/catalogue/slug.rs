//! A name that never changes.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A name that never changes: small ASCII letters, digits and `_`, 1 to [`Slug::LONGEST`] of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug([u8; Slug::LONGEST]);

/// A word that is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no slug: small letters without accents, digits and _, {} of them at most",
    Slug::LONGEST
)]
pub struct NoSlug;

impl Slug {
    /// In characters.
    pub const LONGEST: usize = 24;

    /// The slug that a word is.
    pub const fn new(word: &str) -> Result<Self, NoSlug> {
        let (from, mut bytes, mut at) = (word.as_bytes(), [0; Self::LONGEST], 0);
        if from.is_empty() || from.len() > Self::LONGEST {
            return Err(NoSlug);
        }
        while at < from.len() {
            match from[at] {
                byte @ (b'a'..=b'z' | b'0'..=b'9' | b'_') => bytes[at] = byte,
                _ => return Err(NoSlug),
            }
            at += 1;
        }
        Ok(Self(bytes))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0);
        // ASCII, by its only door.
        std::str::from_utf8(&self.0[..end.unwrap_or(Self::LONGEST)]).unwrap_or_default()
    }
}

impl FromStr for Slug {
    type Err = NoSlug;

    fn from_str(word: &str) -> Result<Self, NoSlug> {
        Self::new(word)
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.as_str())
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.as_str())
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = String::deserialize(from)?;
        Self::new(&word).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_small_letters_digits_and_underscores() {
        for word in ["a", "very_strong", "abcdefghijklmnopqrstuvwx", "2_roues"] {
            let slug = Slug::new(word).expect(word);
            assert_eq!(slug.as_str(), word);
            let written = serde_json::to_string(&slug).expect(word);
            assert_eq!(written, format!("\"{word}\""));
            assert_eq!(serde_json::from_str::<Slug>(&written).expect(word), slug);
        }
        for word in [
            "",
            "abcdefghijklmnopqrstuvwxy",
            "Rights",
            "santé",
            "a b",
            "a-b",
            "a\0",
        ] {
            assert_eq!(Slug::new(word), Err(NoSlug), "{word:?}");
            let written = serde_json::to_string(word).expect("a text");
            assert!(serde_json::from_str::<Slug>(&written).is_err(), "{word:?}");
        }
    }

    #[test]
    fn slugs_follow_one_another_as_their_texts_do() {
        let words = ["a", "a_b", "aa", "b", "work", "work2"];
        for (one, other) in words.iter().zip(&words[1..]) {
            let slug = |word| Slug::new(word).expect("a slug");
            assert!(slug(one) < slug(other) && one < other, "{one} {other}");
        }
    }
}
