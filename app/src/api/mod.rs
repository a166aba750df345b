//! Server functions, a few lines each: call the service, answer with a view. Their addresses are fixed under `/api/v1/`
//! (`EV3`).

#![allow(
    missing_docs,
    reason = "the structs that the macro makes of the arguments carry no documentation of their own"
)]

mod encoding;
mod error;
mod parcours;
mod partner;
#[cfg(feature = "ssr")]
pub(crate) mod request;
mod session;

use encoding::Answer;
pub use error::AppError;
pub use parcours::{board, home, issue_client, my_board};
pub use partner::{partner_board, partner_home};
pub use session::{
    choose_membership, me, memberships, prove_again, reset_card, sign_in, sign_in_with_card, sign_out,
};
