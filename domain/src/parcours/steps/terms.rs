//! The text of a step that a *yes* is about: words, date, place and parties (`AG1`, `AG2`).

use crate::kernel::calendar::{Day, Hour};
use crate::kernel::digest::Digest;
use crate::kernel::ids::{OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

/// The exact text that an agreement is about. Another one turns the agreements back to *to be confirmed* (`AG2`); the same
/// one again gives them back (`AG6`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// What is to be done, in a few words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// More words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub details: String,
    /// Who does it: the parties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doers: Vec<Doer>,
    /// When, on the commune's clocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What to bring.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bring: String,
}

/// One of the terms of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// Its few words.
    Title,
    /// More words.
    Details,
    /// Who does it.
    Doers,
    /// When.
    When,
    /// Where.
    Place,
    /// What to bring.
    Bring,
}

impl Terms {
    /// The name of this text. The same for the same text, for ever: agreements in the log name it.
    pub fn digest(&self) -> Digest {
        let text = (
            &self.title,
            &self.details,
            &self.doers,
            self.when,
            &self.place,
            &self.bring,
        );
        Digest::of_state(&text)
    }

    /// The terms that say something else than in `before`.
    pub fn changed_since(&self, before: &Self) -> Vec<Term> {
        let all = [
            (Term::Title, self.title != before.title),
            (Term::Details, self.details != before.details),
            (Term::Doers, self.doers != before.doers),
            (Term::When, self.when != before.when),
            (Term::Place, self.place != before.place),
            (Term::Bring, self.bring != before.bring),
        ];
        all.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }

    /// How many bytes its texts take.
    pub(in crate::parcours) fn weight(&self) -> usize {
        self.title.len() + self.details.len() + self.place.len() + self.bring.len()
    }
}

/// Who does a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doer {
    /// The usager or a professional.
    Person(PersonId),
    /// An organisation.
    Organisation(OrganisationId),
    /// Someone without an account, by name.
    Named(String),
}

/// When a step is to happen, as a calendar and a clock in Paris show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The day.
    pub day: Day,
    /// The hour, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<Hour>,
    /// *Avant le* rather than *le*.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
}
