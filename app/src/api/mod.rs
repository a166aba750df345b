//! Server functions: thin. Who asks, may they, ask the store, answer with a projection. Their addresses are fixed under
//! `/api/v1/` (`EV3`).

#![allow(
    missing_docs,
    reason = "the structs that the macro makes of the arguments carry no documentation of their own"
)]

mod encoding;
mod error;
mod parcours;
mod partner;
#[cfg(feature = "ssr")]
mod secret;
mod session;
#[cfg(feature = "ssr")]
pub(crate) mod signin;
#[cfg(feature = "ssr")]
pub mod visit;

use encoding::Answer;
pub use error::AppError;
pub use parcours::{board, home, issue_client, my_board};
pub use partner::{partner_board, partner_home};
#[cfg(feature = "ssr")]
pub use secret::{Secrets, hash_secret};
pub use session::{
    choose_membership, me, memberships, prove_again, reset_card, sign_in, sign_in_with_card, sign_out,
};
