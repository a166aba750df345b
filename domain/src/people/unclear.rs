//! What is not clear in a form about people: the answer to ask again, beside its field.

use serde::{Deserialize, Serialize};

/// The answer to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unclear {
    /// No first name, or too long a one.
    FirstName,
    /// No last name, or too long a one.
    LastName,
    /// Too long a name to be called by.
    Called,
    /// No year of four digits, or none that someone who lives was born in.
    Born,
    /// Too long a name of a commune, or none where one is needed.
    Commune,
    /// No telephone.
    Phone,
    /// None of the languages that are offered.
    Language,
    /// Too long.
    Reach,
    /// Nobody has told them yet what is kept of them.
    Told,
    /// Too long a name of what someone does.
    Job,
    /// No e-mail address.
    Email,
    /// What they may be is nothing, or does not go together.
    Can,
    /// None of the cell's network, or none that what they may be goes with.
    Organisation,
    /// Anyone would guess it.
    Password,
    /// Not the same a second time.
    Again,
    /// No name of a cell, or too long a one.
    Cell,
    /// None of the time zones that are offered.
    Zone,
    /// Too many organisations, two of one name, or too long a name.
    Organisations,
    /// No way to reach them at all.
    Nowhere,
    /// Nothing was noticed, or it is too long.
    Noticed,
    /// They do not know of it, or did not agree.
    Agrees,
    /// No words where some are needed, or too many.
    Words,
}

impl Unclear {
    /// Each, in the order in which it is asked.
    pub const ALL: [Self; 22] = [
        Self::FirstName,
        Self::LastName,
        Self::Called,
        Self::Born,
        Self::Commune,
        Self::Phone,
        Self::Language,
        Self::Reach,
        Self::Told,
        Self::Job,
        Self::Email,
        Self::Can,
        Self::Organisation,
        Self::Password,
        Self::Again,
        Self::Cell,
        Self::Zone,
        Self::Organisations,
        Self::Nowhere,
        Self::Noticed,
        Self::Agrees,
        Self::Words,
    ];

    /// Its word in an address, and the id of its field.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FirstName => "prenom",
            Self::LastName => "nom",
            Self::Called => "usage",
            Self::Born => "annee",
            Self::Commune => "commune",
            Self::Phone => "telephone",
            Self::Language => "langue",
            Self::Reach => "joindre",
            Self::Told => "information",
            Self::Job => "metier",
            Self::Email => "adresse",
            Self::Can => "roles",
            Self::Organisation => "structure",
            Self::Password => "motdepasse",
            Self::Again => "encore",
            Self::Cell => "cellule",
            Self::Zone => "fuseau",
            Self::Organisations => "structures",
            Self::Nowhere => "contact",
            Self::Noticed => "besoin",
            Self::Agrees => "accord",
            Self::Words => "mots",
        }
    }
}

/// Words that someone says in one line, of 200 characters at most; none, where there are none or too many.
pub fn said_in_a_line(words: &str) -> Option<String> {
    line(words, 200, Unclear::Words).ok().flatten()
}

/// One line of words, its blanks made one; none, where there are no words.
pub(crate) fn line(words: &str, limit: usize, unclear: Unclear) -> Result<Option<String>, Unclear> {
    let seen: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > limit {
        return Err(unclear);
    }
    Ok((!line.is_empty()).then_some(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_word_is_its_own() {
        let words: BTreeSet<_> = Unclear::ALL.map(Unclear::word).into();
        assert_eq!(words.len(), Unclear::ALL.len());
        let known: BTreeSet<_> = Unclear::ALL.iter().map(|it| format!("{it:?}")).collect();
        assert_eq!(known.len(), Unclear::ALL.len());
    }
}
