//! What the service does, whoever asks and however: a server function, a socket, a command line. Who asks, may they, do
//! it; with the clock and the secrets that the rules do not have. It knows no page.
//!
//! Start at [`Service`]. Each use case is a method of it, in a file of what it is about; each begins at the gate, which
//! holds who asks against the permission table.

pub mod accounts;
pub mod clock;
pub mod cookie;
pub mod documents;
mod failure;
mod gate;
pub mod mail;
pub mod members;
mod parcours;
mod partners;
pub mod people;
pub mod referrals;
pub mod search;
pub mod team;
pub mod territory;
mod words;

use accounts::Secrets;
use clock::now;
pub use failure::Failure;
pub use gate::Visitor;
use itineraire_domain::access::Policy;
use itineraire_store::Store;
use itineraire_store::repositories::{Browsers, Sessions, Throttles};

/// How long a browser from which nobody signs in is known, in days: as long as it keeps the number by which it is.
pub const KNOWN_FOR: i64 = 400;

/// What the service holds. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Service {
    store: Store,
    secrets: Secrets,
    policy: Policy,
    house: words::House,
    post: mail::Post,
}

impl Service {
    /// The service on a store.
    pub fn new(store: Store, policy: Policy) -> Self {
        Self {
            store,
            secrets: Secrets::start(),
            policy,
            house: words::House::default(),
            post: mail::Post::default(),
        }
    }

    /// Sweeps away what counts for nothing any more: sessions whose time is over; tries, letters and browsers of
    /// long ago.
    /// Gives how many rows went.
    pub async fn sweep(&self) -> Result<u64, Failure> {
        let (transaction, now) = (self.store.begin().await?, now());
        let throttles = Throttles::on(&transaction).sweep(now).await?;
        let sessions = Sessions::on(&transaction).sweep(now).await?;
        let letters = Self::sweep_letters(&transaction, now).await?;
        let browsers = Browsers::on(&transaction)
            .sweep(now.plus_days(-KNOWN_FOR))
            .await?;
        transaction.commit().await?;
        Ok(throttles + sessions + letters + browsers)
    }

    /// What compares passwords and codes.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }
}
