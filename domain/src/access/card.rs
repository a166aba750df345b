//! Signing in as a usager: card *and* PIN, with tries that are counted. The only maker of a [`Proven`], and so of a fresh
//! proof: for the service alone (feature `hash-check`).

use super::policy::PinTries;
use super::secret::Matched;
use super::signin::Proven;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::PersonId;
use serde::{Deserialize, Serialize};

/// Wrong tries so far, counted on an account; survives a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// Wrong tries since the last right one.
    pub wrong: u32,
    /// No try is looked at before this moment.
    pub wait_until: Moment,
}

/// A card as the sign-in rules see it.
#[derive(Clone, Copy, Debug)]
pub struct CardAccount {
    /// Whose card.
    pub person: PersonId,
    /// The tries so far.
    pub tries: Tries,
}

impl CardAccount {
    /// Judges one try: `matched` says whether the PIN was right. Gives the tries to keep, and the proof when the try
    /// counts. While it waits or is blocked a right PIN counts for nothing, and the answer is the same as for a wrong
    /// one.
    pub fn prove(self, matched: Matched, policy: PinTries, now: Moment) -> (Tries, Option<Proven>) {
        if self.tries.wrong >= policy.blocked_at || now < self.tries.wait_until {
            return (self.tries, None);
        }
        if matched.is_yes() {
            return (
                Tries::default(),
                Some(Proven {
                    person: self.person,
                    at: now,
                }),
            );
        }
        let wrong = self.tries.wrong + 1;
        let minutes = match wrong.checked_sub(policy.free) {
            None => 0,
            Some(waits) => 1_i64 << waits.min(10),
        };
        (
            Tries {
                wrong,
                wait_until: now.plus_seconds(minutes * 60),
            },
            None,
        )
    }
}

impl Proven {
    /// Back from the text of a session that the service keeps; it is for the store alone, and a test holds it to that.
    pub fn read(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Kept {
            person: PersonId,
            at: Moment,
        }
        let Kept { person, at } = serde_json::from_str(text).ok()?;
        Some(Self { person, at })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::access::Policy;
    use crate::access::secret::check;
    use crate::access::signin::FRESH_FOR;
    use uuid::Uuid;

    /// A code, and a hash of it at the least cost.
    pub const PIN: &str = "240613";
    pub const CHEAP: &str =
        "$argon2id$v=19$m=8,t=1,p=1$aXRpbmVyYWlyZQ$KSJ45l0+0su/i0KxkNz9RQZcRLKAIWQLX40QFI3BDjM";

    /// What the check finds of the right code.
    pub fn right() -> Matched {
        check(PIN, CHEAP)
    }

    #[test]
    fn five_wrong_tries_then_waits_that_double_then_blocked() {
        let person = PersonId(Uuid::from_u128(1));
        let mut tries = Tries::default();
        let mut now = Moment(0);
        let mut waits = Vec::new();
        for _ in 0..10 {
            now = now.max(tries.wait_until);
            (tries, _) = CardAccount { person, tries }.prove(Matched::NO, Policy::default().pin, now);
            waits.push((tries.wait_until.0 - now.0) / 60_000);
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32]);
        let (after, proof) = CardAccount { person, tries }.prove(
            right(),
            Policy::default().pin,
            tries.wait_until.plus_days(1),
        );
        assert_eq!(
            (after, proof),
            (tries, None),
            "a blocked card stays blocked, even with the right PIN"
        );
    }

    #[test]
    fn a_right_pin_during_a_wait_counts_for_nothing() {
        let person = PersonId(Uuid::from_u128(1));
        let tries = Tries {
            wrong: 5,
            wait_until: Moment(60_000),
        };
        assert_eq!(
            CardAccount { person, tries }
                .prove(right(), Policy::default().pin, Moment(59_999))
                .1,
            None
        );
        assert!(
            CardAccount { person, tries }
                .prove(right(), Policy::default().pin, Moment(60_000))
                .1
                .is_some()
        );
    }

    #[test]
    fn a_proof_is_fresh_for_ten_minutes_and_for_its_person_only() {
        let person = PersonId(Uuid::from_u128(1));
        let (_, proven) = CardAccount {
            person,
            tries: Tries::default(),
        }
        .prove(right(), Policy::default().pin, Moment(0));
        let proven = proven.expect("a right PIN");
        let proof = proven.fresh(Moment(0)).expect("fresh");
        assert!(proof.holds(person, Moment(FRESH_FOR * 1000 - 1)));
        assert!(!proof.holds(PersonId(Uuid::from_u128(2)), Moment(1)));
        assert_eq!(proven.fresh(Moment(FRESH_FOR * 1000)), None);
    }
}
