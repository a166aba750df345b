//! What card *and* PIN prove, and for how long. Who gave them is found in `card`, which the service alone has.

use crate::kernel::calendar::Moment;
use crate::kernel::ids::PersonId;

/// How long after the PIN a *yes* counts as freshly proven, in seconds.
pub const FRESH_FOR: i64 = 10 * 60;

/// The proof that this usager gave card and PIN a short time ago (`AG1`). Only this module makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshProof {
    person: PersonId,
    given: Moment,
}

impl FreshProof {
    /// Whose it is, if it is still fresh at `now`.
    pub fn holds(&self, person: PersonId, now: Moment) -> bool {
        self.person == person && self.given <= now && now < self.given.plus_seconds(FRESH_FOR)
    }

    /// Until when it is fresh.
    pub fn until(&self) -> Moment {
        self.given.plus_seconds(FRESH_FOR)
    }
}

/// A usager's proof as their session keeps it: made by `CardAccount::prove` and `Proven::read` alone, which a
/// browser has not, and made use of with [`Proven::fresh`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proven {
    pub(super) person: PersonId,
    pub(super) at: Moment,
}

impl Proven {
    /// The proof, while it is fresh.
    pub fn fresh(self, now: Moment) -> Option<FreshProof> {
        let proof = FreshProof {
            person: self.person,
            given: self.at,
        };
        proof.holds(self.person, now).then_some(proof)
    }

    /// As a text, to be kept with the session.
    pub fn text(self) -> String {
        serde_json::json!({ "person": self.person, "at": self.at }).to_string()
    }

    /// When card and PIN were given.
    pub fn at(self) -> Moment {
        self.at
    }

    /// Whose they are.
    pub fn person(self) -> PersonId {
        self.person
    }
}
