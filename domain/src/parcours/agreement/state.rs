//! Each party's own answer to the exact words of a step (`AG1` to `AG6`).
//!
//! The types hold the rules. [`UsagerYes`] can be written only with a [`FreshProof`], which only the sign-in rules
//! make; [`Started`] can be made only from a [`Decided`], which exists only while the usager and a professional agree.

use crate::access::signin::FreshProof;
use crate::access::{Actor, Who};
use crate::kernel::calendar::Moment;
use crate::kernel::digest::Digest;
use crate::kernel::ids::PersonId;
use crate::parcours::steps::terms::{Term, Terms};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// The words changed since the *yes* (`AG2`), or it was given without proof (`AG5`): to be confirmed.
    ToConfirm {
        /// When they had agreed.
        agreed_at: Moment,
        /// To what. None where there was no *yes* that could hold again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Arc<AgreedTo>>,
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

/// What a *yes* was to, before the words changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedTo {
    /// The name of the whole text.
    words: Digest,
    /// The text, without its details: to say what changed.
    terms: Terms,
    /// Who said that the usager agreed on paper, if that was how (`AG4`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recorded_by: Option<PersonId>,
}

impl AgreedTo {
    fn new(words: Digest, before: &Terms, recorded_by: Option<PersonId>) -> Arc<Self> {
        let terms = Terms {
            details: String::new(),
            ..before.clone()
        };
        Arc::new(Self {
            words,
            terms,
            recorded_by,
        })
    }

    /// The text as it was, its details as they are in `now`.
    pub fn terms(&self, now: &Terms) -> Terms {
        Terms {
            details: now.details.clone(),
            ..self.terms.clone()
        }
    }

    /// What says something else now.
    pub fn changes(&self, now: &Terms) -> Vec<Term> {
        let before = self.terms(now);
        let mut changed = now.changed_since(&before);
        // The details are not kept: they are another text if the rest does not account for the name of the whole.
        if before.digest() != self.words {
            changed.push(Term::Details);
        }
        changed
    }

    /// How many bytes its texts take.
    pub(in crate::parcours) fn weight(&self) -> usize {
        self.terms.weight()
    }
}

impl Agreement {
    /// Whether it is what a professional says of the usager: to these words, or to others before (`AG4`).
    pub fn is_on_paper(&self) -> bool {
        match self {
            Self::OnPaper { .. } => true,
            Self::ToConfirm { was: Some(was), .. } => was.recorded_by.is_some(),
            _ => false,
        }
    }

    /// What becomes of it when the text changes (`AG2`), also when it is again what was agreed to (`AG6`).
    #[must_use]
    pub(in crate::parcours) fn after_change(&self, before: &Terms, now: Digest) -> Self {
        match self {
            Self::Agreed { words, at } => Self::ToConfirm {
                agreed_at: *at,
                was: Some(AgreedTo::new(*words, before, None)),
            },
            Self::OnPaper {
                words,
                recorded_by,
                at,
            } => Self::ToConfirm {
                agreed_at: *at,
                was: Some(AgreedTo::new(*words, before, Some(*recorded_by))),
            },
            Self::ToConfirm {
                agreed_at: at,
                was: Some(was),
            } if was.words == now => match was.recorded_by {
                None => Self::Agreed { words: now, at: *at },
                Some(recorded_by) => Self::OnPaper {
                    words: now,
                    recorded_by,
                    at: *at,
                },
            },
            other => other.clone(),
        }
    }
}

/// The *yes* of whoever proposes a step, to exactly the words proposed (`AG5`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposerYes {
    /// A professional's.
    Professional,
    /// The usager's, freshly proven (`AG1`).
    Usager(UsagerYes),
    /// The usager's, without a proof: they will confirm it.
    Unproven,
}

impl ProposerYes {
    /// What someone says by proposing these words; a partner proposes nothing.
    pub(in crate::parcours) fn of(actor: &Actor, words: Digest) -> Option<Self> {
        match &actor.who {
            Who::Professional { .. } => Some(Self::Professional),
            Who::Usager {
                person,
                proof: Some(proof),
            } if proof.holds(*person, actor.at) => Some(Self::Usager(UsagerYes::given(proof, words))),
            Who::Usager { .. } => Some(Self::Unproven),
            Who::Partner { .. } => None,
        }
    }

    /// The answer that it leaves, by the usager or by another. The usager's takes their own kind, and theirs alone (`AG1`).
    pub(in crate::parcours) fn answer(
        &self,
        by_usager: bool,
        words: Digest,
        at: Moment,
    ) -> Option<Agreement> {
        match self {
            Self::Professional if !by_usager => Some(Agreement::Agreed { words, at }),
            Self::Usager(yes) if by_usager && yes.words == words => Some(Agreement::Agreed { words, at }),
            Self::Unproven if by_usager => Some(Agreement::ToConfirm {
                agreed_at: at,
                was: None,
            }),
            Self::Professional | Self::Usager(_) | Self::Unproven => None,
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
