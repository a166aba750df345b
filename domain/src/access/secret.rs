//! The one check of a secret against its hash. What it finds is a [`Matched`], which nothing else makes: without it there is
//! no proof (`AG1`). It is for the service alone (feature `hash-check`): a browser can make none.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordVerifier};

/// Whether a secret was the one of a hash. Only [`check`] says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched(bool);

impl Matched {
    /// It was not; or nobody looked.
    pub const NO: Self = Self(false);

    /// Whether it was.
    pub const fn is_yes(self) -> bool {
        self.0
    }

    /// The same, unless the hash was nobody's.
    #[must_use]
    pub const fn only_if(self, known: bool) -> Self {
        Self(self.0 && known)
    }
}

/// Compares a secret with a hash (a PHC string, argon2id with the costs that it names). What is no hash matches nothing.
pub fn check(secret: &str, hash: &str) -> Matched {
    let hash = PasswordHash::new(hash);
    Matched(hash.is_ok_and(|hash| {
        Argon2::default()
            .verify_password(secret.as_bytes(), &hash)
            .is_ok()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::card::tests::{CHEAP, PIN};

    #[test]
    fn only_the_secret_of_the_hash_matches() {
        assert!(check(PIN, CHEAP).is_yes());
        for (secret, hash) in [("000000", CHEAP), (PIN, ""), (PIN, "no hash"), ("", CHEAP)] {
            assert!(!check(secret, hash).is_yes(), "{secret} {hash}");
        }
        assert!(!check(PIN, CHEAP).only_if(false).is_yes());
        assert!(!Matched::NO.only_if(true).is_yes());
    }
}
