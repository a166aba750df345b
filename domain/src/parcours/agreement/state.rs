//! Each party's own answer to the exact words of a step (`AG1` to `AG4`).
//!
//! The types hold the rules. [`UsagerYes`] can be written only with a [`FreshProof`], which only the sign-in rules
//! make; [`Started`] can be made only from a [`Decided`], which exists only while the usager and a professional agree.

use crate::access::signin::FreshProof;
use crate::kernel::calendar::Moment;
use crate::kernel::digest::Digest;
use crate::kernel::ids::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    words: Digest,
}

impl UsagerYes {
    pub(in crate::parcours) fn given(_: &FreshProof, words: Digest) -> Self {
        Self { words }
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
    pub(in crate::parcours) fn find(
        usager: PersonId,
        agreements: &BTreeMap<PersonId, Agreement>,
    ) -> Option<Self> {
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
