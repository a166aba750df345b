//! Card and PIN, given: through the check itself, which nothing goes around, with a hash at the least cost.

use itineraire_domain::access::Policy;
use itineraire_domain::access::card::{CardAccount, Tries};
use itineraire_domain::access::secret::{Matched, check};
use itineraire_domain::access::signin::Proven;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::PersonId;

/// A code, and its hash.
const PIN: &str = "240613";
const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$aXRpbmVyYWlyZQ$KSJ45l0+0su/i0KxkNz9RQZcRLKAIWQLX40QFI3BDjM";

/// What the check finds of a right code.
pub fn right_pin() -> Matched {
    check(PIN, HASH)
}

/// Someone's card and PIN, given at a moment.
///
/// # Panics
/// When the check does not know the code: a test that cannot go on has failed.
pub fn proven(person: PersonId, now: Moment) -> Proven {
    let tries = Tries::default();
    let (_, proven) = CardAccount { person, tries }.prove(right_pin(), Policy::default().pin, now);
    #[allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
    proven.expect("the right code")
}
