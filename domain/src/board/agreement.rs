//! Agreements: each party's own answer to the exact words of a step (`AG1` to `AG4`).
//!
//! The types hold the rules. [`UsagerYes`] can be written only with a [`FreshProof`], which only the sign-in rules
//! make; [`Started`] can be made only from a [`Decided`], which exists only while the usager and a professional agree.

use crate::access::signin::FreshProof;
use crate::calendar::Moment;
use crate::ids::{PersonId, StepId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// The first 128 bits of a SHA-256: names the exact text that was shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of some bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&Sha256::digest(bytes)[..16]);
        Self(short)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let number = (text.len() == 32)
            .then(|| u128::from_str_radix(&text, 16).ok())
            .flatten();
        number
            .map(|number| Self(number.to_be_bytes()))
            .ok_or("a digest is 32 hexadecimal digits")
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

/// One party's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// *D'accord*, to these words.
    Agreed {
        /// The words agreed to.
        words: Digest,
        /// When.
        at: Moment,
    },
    /// The words changed since the *yes*: to be confirmed (`AG2`).
    ToConfirm {
        /// When they had agreed.
        agreed_at: Moment,
    },
    /// *On en parle.*
    Talk {
        /// When.
        at: Moment,
    },
    /// *Non.*
    Refused {
        /// When.
        at: Moment,
    },
    /// The usager agreed on paper, says this professional. It never shows as the usager's own and does not decide
    /// (`AG4`).
    OnPaper {
        /// The words agreed to.
        words: Digest,
        /// Who says so.
        recorded_by: PersonId,
        /// When.
        at: Moment,
    },
}

impl Agreement {
    /// What becomes of it when the words change (`AG2`).
    #[must_use]
    pub fn after_change(self) -> Self {
        match self {
            Self::Agreed { at, .. } | Self::OnPaper { at, .. } => Self::ToConfirm { agreed_at: at },
            other => other,
        }
    }
}

/// The usager's *yes* to the exact words of a step. Written only with a fresh proof (`AG1`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsagerYes {
    step: StepId,
    words: Digest,
}

impl UsagerYes {
    pub(super) fn given(_: &FreshProof, step: StepId, words: Digest) -> Self {
        Self { step, words }
    }

    /// Which step.
    pub fn step(&self) -> StepId {
        self.step
    }

    /// Which words.
    pub fn words(&self) -> Digest {
        self.words
    }
}

/// The proof that the usager and at least one professional agree at this moment (`AG3`).
#[derive(Debug)]
pub struct Decided(());

impl Decided {
    pub(super) fn find(usager: PersonId, agreements: &BTreeMap<PersonId, Agreement>) -> Option<Self> {
        let agreed = |answer: &Agreement| matches!(answer, Agreement::Agreed { .. });
        let own = agreements.get(&usager).is_some_and(agreed);
        let team = agreements
            .iter()
            .any(|(person, answer)| *person != usager && agreed(answer));
        (own && team).then_some(Self(()))
    }

    /// Starts a step.
    pub fn start(self, at: Moment) -> Started {
        Started { at }
    }
}

/// A step under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    at: Moment,
}

impl Started {
    /// Since when.
    pub fn at(&self) -> Moment {
        self.at
    }
}
