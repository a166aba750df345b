//! Accounts and cards: signing in and out, choosing a membership, and who is signed in.

mod access;
mod display;
mod entering;
mod first_run;
mod forgotten;
mod handing;
mod invited;
mod me;
mod memberships;
mod newcomers;
mod password;
mod second;
mod secret;
mod ways_in;

pub use access::{Access, OwnSession};
pub use first_run::SettingUp;
pub use handing::{HandingOver, InHands, Left};
pub use memberships::Around;
pub use newcomers::{WayIn, welcome};
pub use second::Codes;
pub use secret::{Secrets, hash_secret};
pub use ways_in::Opened;

/// A secret as it is kept, of what someone typed or a browser filled in: of a whole address what stands behind its `#`.
fn plain_secret(written: &str) -> String {
    let (_, secret) = written.rsplit_once('#').unwrap_or(("", written));
    let plain = secret.chars().filter(char::is_ascii_alphanumeric);
    plain.collect::<String>().to_lowercase()
}
