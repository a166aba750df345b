//! Passwords and codes: argon2id, off the async threads, a few at once, and the same work whatever was wrong.

use crate::Failure;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use itineraire_domain::access::secret::{Matched, check};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// Hashes at once: each takes 19 MiB and a processor.
const AT_ONCE: usize = 4;

/// argon2id with 19 MiB, two passes: OWASP's figures for a small server.
fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash to keep of a password or a PIN.
pub fn hash_secret(secret: &str) -> Result<String, Failure> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = argon()
        .hash_password(secret.as_bytes(), &salt)
        .map_err(|_| Failure::Unavailable)?;
    Ok(hash.to_string())
}

/// Compares secrets with their hashes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Secrets(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The hash of someone whom the service does not know.
    nobody: String,
    turns: Semaphore,
    begun: AtomicU64,
}

impl Secrets {
    /// Makes nobody's hash now: the first wrong try would be told by the time it takes.
    pub fn start() -> Self {
        Self(Arc::new(Inner {
            nobody: hash_secret("nobody").unwrap_or_default(),
            turns: Semaphore::new(AT_ONCE),
            begun: AtomicU64::new(0),
        }))
    }

    /// How many comparisons were begun: a test holds every refused try to one.
    pub fn begun(&self) -> u64 {
        self.0.begun.load(Ordering::Relaxed)
    }

    /// The hash to keep of a secret.
    pub(crate) async fn hash(&self, secret: String) -> Result<String, Failure> {
        let _turn = self.0.turns.acquire().await.map_err(|_| Failure::Unavailable)?;
        let work = tokio::task::spawn_blocking(move || hash_secret(&secret));
        work.await.map_err(|_| Failure::Unavailable)?
    }

    /// Whether a secret matches a hash; without a hash the same work is done for nothing.
    pub(super) async fn matches(&self, secret: String, hash: Option<String>) -> Matched {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.0.nobody.clone());
        // Never closed.
        let Ok(_turn) = self.0.turns.acquire().await else {
            return Matched::NO;
        };
        self.0.begun.fetch_add(1, Ordering::Relaxed);
        let work = tokio::task::spawn_blocking(move || check(&secret, &hash));
        work.await.unwrap_or(Matched::NO).only_if(known)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use argon2::password_hash::PasswordHash;
    use std::pin::pin;
    use std::task::{Context, Waker};

    #[tokio::test]
    async fn no_more_than_so_many_hashes_are_under_way_at_once() {
        let secrets = Secrets::start();
        let mut tries: Vec<_> = (0..AT_ONCE + 3)
            .map(|_| Box::pin(secrets.matches("x".into(), None)))
            .collect();
        for attempt in &mut tries {
            let first = pin!(attempt).poll(&mut Context::from_waker(Waker::noop()));
            assert!(first.is_pending());
        }
        assert_eq!(secrets.begun(), AT_ONCE as u64);
        for attempt in tries {
            assert!(!attempt.await.is_yes());
        }
        assert_eq!(secrets.begun(), AT_ONCE as u64 + 3, "each has its turn");
    }

    #[tokio::test]
    async fn nobody_s_hash_is_as_much_work_as_any_and_matches_nothing() {
        let secrets = Secrets::start();
        let parts = |text: &str| {
            let hash = PasswordHash::new(text).unwrap();
            (hash.algorithm.to_string(), hash.params.to_string())
        };
        assert_eq!(parts(&secrets.0.nobody), parts(&hash_secret("402913").unwrap()));
        assert!(!secrets.matches("nobody".into(), None).await.is_yes());
        let known = hash_secret("402913").unwrap();
        assert!(secrets.matches("402913".into(), Some(known)).await.is_yes());
    }
}
