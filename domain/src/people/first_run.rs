//! A cell begins: what whoever installs it writes first.

use super::member::email;
use super::newcomer::NAME;
use super::unclear::{Unclear, line};
use crate::views::pages::FullName;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The time zones that are offered: those of the French communes (IANA), in the order of their names on the screen.
pub const ZONES: [&str; 12] = [
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Cayenne",
    "Indian/Reunion",
    "America/Martinique",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "America/St_Barthelemy",
    "America/Marigot",
    "America/Miquelon",
    "Pacific/Wallis",
];

/// So many organisations may be named at once.
const ORGANISATIONS: usize = 100;

/// What is written to begin a cell. The first coordinator's password is not here: it is nothing to keep as it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Founding {
    /// *Le Trait*
    pub commune: String,
    /// *Cellule d’accompagnement globale*
    pub cell: String,
    /// One of [`ZONES`].
    pub zone: String,
    /// The organisations around the table, one a line.
    pub organisations: String,
    /// Of the first coordinator.
    pub first_name: String,
    /// Of the first coordinator.
    pub last_name: String,
    /// What the first coordinator does; may be empty.
    pub job: String,
    /// The address that the first coordinator will sign in with.
    pub email: String,
    /// *on*, where they accompany people too.
    pub accompanies: String,
}

/// A cell that begins, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCell {
    /// *Le Trait*
    pub commune: String,
    /// *Cellule d’accompagnement globale*
    pub cell: String,
    /// *Europe/Paris*
    pub zone: String,
    /// Each once, in the order in which they were written. People may share with them.
    pub organisations: Vec<String>,
    /// The first coordinator.
    pub coordinator: FullName,
    /// Theirs, in lower case.
    pub email: String,
    /// They accompany people too.
    pub accompanies: bool,
}

impl Founding {
    /// What is kept of it, or the first answer that is not clear.
    pub fn checked(&self) -> Result<NewCell, Unclear> {
        let commune = line(&self.commune, NAME, Unclear::Commune)?.ok_or(Unclear::Commune)?;
        let cell = line(&self.cell, NAME, Unclear::Cell)?.ok_or(Unclear::Cell)?;
        let zone = ZONES.into_iter().find(|zone| *zone == self.zone);
        let zone = zone.ok_or(Unclear::Zone)?.to_owned();
        let mut organisations = Vec::new();
        for written in self.organisations.lines() {
            organisations.extend(line(written, NAME, Unclear::Organisations)?);
        }
        let names: BTreeSet<_> = organisations.iter().map(|it| it.to_lowercase()).collect();
        if organisations.len() > ORGANISATIONS || names.len() < organisations.len() {
            return Err(Unclear::Organisations);
        }
        let first = line(&self.first_name, NAME, Unclear::FirstName)?.ok_or(Unclear::FirstName)?;
        let last = line(&self.last_name, NAME, Unclear::LastName)?.ok_or(Unclear::LastName)?;
        let job = line(&self.job, NAME, Unclear::Job)?.unwrap_or_default();
        Ok(NewCell {
            commune,
            cell,
            zone,
            organisations,
            coordinator: FullName { first, last, job },
            email: email(&self.email)?,
            accompanies: self.accompanies == "on",
        })
    }
}

/// The name of an organisation around the table.
pub fn organisation(written: &str) -> Result<String, Unclear> {
    line(written, NAME, Unclear::Organisations)?.ok_or(Unclear::Organisations)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn founding() -> Founding {
        let text = str::to_owned;
        Founding {
            commune: text("Saint-Pierre"),
            cell: text("Cellule d’accompagnement globale"),
            zone: text("Indian/Reunion"),
            organisations: text("Mission locale\r\n\r\n  France  Travail \nPMI"),
            first_name: text("Claire"),
            last_name: text("Hoarau"),
            job: String::new(),
            email: text("Claire@Ville.example"),
            accompanies: text("on"),
        }
    }

    #[test]
    fn a_cell_begins_as_it_is_written() {
        let kept = founding().checked().unwrap();
        assert_eq!(kept.organisations, ["Mission locale", "France Travail", "PMI"]);
        assert_eq!(
            (kept.email.as_str(), kept.accompanies),
            ("claire@ville.example", true)
        );
        let alone = Founding {
            organisations: String::new(),
            accompanies: String::new(),
            ..founding()
        };
        let kept = alone.checked().unwrap();
        assert!(kept.organisations.is_empty() && !kept.accompanies);
    }

    #[test]
    fn each_answer_that_is_not_clear_is_named() {
        type Change = fn(&mut Founding, &str);
        let long = "a".repeat(101);
        let many = (0..101).map(|number| format!("{number}\n")).collect::<String>();
        let cases: [(Unclear, Change, &[&str]); 8] = [
            (
                Unclear::Commune,
                |it, words| it.commune = words.into(),
                &["", &long],
            ),
            (Unclear::Cell, |it, words| it.cell = words.into(), &[" ", &long]),
            (
                Unclear::Zone,
                |it, words| it.zone = words.into(),
                &["", "Mars/Olympus", "europe/paris"],
            ),
            (
                Unclear::Organisations,
                |it, words| it.organisations = words.into(),
                &["PMI\npmi", &long, &many],
            ),
            (
                Unclear::FirstName,
                |it, words| it.first_name = words.into(),
                &["", &long],
            ),
            (
                Unclear::LastName,
                |it, words| it.last_name = words.into(),
                &["", &long],
            ),
            (Unclear::Job, |it, words| it.job = words.into(), &[&long]),
            (Unclear::Email, |it, words| it.email = words.into(), &["claire"]),
        ];
        for (unclear, write, all) in cases {
            for words in all {
                let mut written = founding();
                write(&mut written, words);
                assert_eq!(written.checked(), Err(unclear), "{words:?}");
            }
        }
    }
}
