//! Accounts and cards: signing in and out, choosing a membership, and who is signed in.

mod display;
mod handing;
mod me;
mod memberships;
mod newcomers;
mod secret;
mod ways_in;

pub use handing::{HandingOver, InHands, Left};
pub use newcomers::{WayIn, welcome};
pub use secret::{Secrets, hash_secret};
pub use ways_in::Opened;
