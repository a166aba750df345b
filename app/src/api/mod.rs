//! Server functions, a few lines each: call the service, answer with a view. Their addresses are fixed under `/api/v1/`
//! (`EV3`).

#![allow(
    missing_docs,
    reason = "the structs that the macro makes of the arguments carry no documentation of their own"
)]

mod access;
mod display;
mod encoding;
mod error;
mod handing;
mod members;
#[cfg(feature = "ssr")]
mod paper;
mod parcours;
mod partner;
mod people;
mod referrals;
#[cfg(feature = "ssr")]
pub(crate) mod request;
mod session;
mod team;

#[cfg(feature = "ssr")]
pub(crate) use access::{access, is_asked_for_code};
pub use access::{
    ask_codes, begin_codes, change_password, end_codes, end_other_sessions, end_session, give_code,
};
#[cfg(feature = "ssr")]
pub(crate) use display::display;
pub use display::set_display;
use encoding::Answer;
pub use error::AppError;
pub use handing::{give_back, hand_over, take_up};
#[cfg(feature = "ssr")]
pub(crate) use handing::{handing_over, in_hands};
pub use members::{
    accept_invitation, add_organisation, end_member, invite, invite_again, resume_member, set_capabilities,
    set_up, suspend_member,
};
#[cfg(feature = "ssr")]
pub(crate) use members::{member, members, setting_up};
#[cfg(feature = "ssr")]
pub(crate) use paper::paper;
#[cfg(feature = "ssr")]
pub(crate) use parcours::search;
pub use parcours::{board, home, issue_client, look_for, my_board};
pub use partner::{partner_board, partner_home};
pub use people::{correct_identity, give_card, open_parcours};
#[cfg(feature = "ssr")]
pub(crate) use people::{giving_card, identity, opening};
pub use referrals::{Does, answer_question, ask_for_oneself, move_referral, report};
#[cfg(feature = "ssr")]
pub(crate) use referrals::{inbox, places, referral, reports};
#[cfg(feature = "ssr")]
pub use request::way_in_to;
pub use session::{
    ask_new_password, choose_membership, choose_new_password, me, memberships, prove_again, reset_card,
    sign_in, sign_in_with_card, sign_out, stay,
};
#[cfg(feature = "ssr")]
pub(crate) use session::{communes, sends_mail};
#[cfg(feature = "ssr")]
pub(crate) use team::team;
pub use team::{join, lead, leave};
