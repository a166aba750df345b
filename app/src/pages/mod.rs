//! One folder or file per screen. What a page needs in the browser is an island; the rest is written by the server alone.

#[cfg(feature = "ssr")]
mod about;
#[cfg(feature = "ssr")]
mod access;
mod aloud;
mod board;
#[cfg(feature = "ssr")]
mod display;
#[cfg(feature = "ssr")]
mod first_run;
#[cfg(feature = "ssr")]
mod forgotten;
#[cfg(feature = "ssr")]
mod give_card;
mod goal;
#[cfg(feature = "ssr")]
mod handing;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod inbox;
#[cfg(feature = "ssr")]
mod invitation;
#[cfg(feature = "ssr")]
mod member;
#[cfg(feature = "ssr")]
mod members;
#[cfg(feature = "ssr")]
mod memberships;
#[cfg(feature = "ssr")]
mod newcomer;
#[cfg(feature = "ssr")]
mod paper;
mod partner;
#[cfg(feature = "ssr")]
mod propose;
#[cfg(feature = "ssr")]
mod report;
#[cfg(feature = "ssr")]
mod search;
#[cfg(feature = "ssr")]
mod signin;
mod still_here;
#[cfg(feature = "ssr")]
mod team;
mod usager;

#[cfg(feature = "ssr")]
pub use about::AboutPage;
#[cfg(feature = "ssr")]
pub use access::{AccessPage, CodePage};
pub use board::{Board, mount_kept};
#[cfg(feature = "ssr")]
pub use display::DisplayPage;
#[cfg(feature = "ssr")]
pub use first_run::{FirstRunDone, FirstRunPage};
#[cfg(feature = "ssr")]
pub use forgotten::{ForgottenPage, NewPasswordPage};
#[cfg(feature = "ssr")]
pub use give_card::{GiveCardPage, Given};
#[cfg(feature = "ssr")]
pub use handing::{GiveBack, HandOverPage, TakeUpPage};
#[cfg(feature = "ssr")]
pub use home::Home;
#[cfg(feature = "ssr")]
pub use inbox::{InboxPage, OneReferral};
#[cfg(feature = "ssr")]
pub use invitation::InvitationPage;
#[cfg(feature = "ssr")]
pub use member::{Link, OneMember};
#[cfg(feature = "ssr")]
pub use members::MembersList;
#[cfg(feature = "ssr")]
pub use memberships::Memberships;
#[cfg(feature = "ssr")]
pub use newcomer::{CorrectPage, NewParcoursPage};
#[cfg(feature = "ssr")]
pub use paper::Paper;
pub use partner::Shared;
#[cfg(feature = "ssr")]
pub use partner::{SharedPage, Shares};
#[cfg(feature = "ssr")]
pub use propose::{ProposePage, Proposed};
#[cfg(feature = "ssr")]
pub use report::{AskPage, ReportNeed};
#[cfg(feature = "ssr")]
pub use search::SearchResults;
#[cfg(feature = "ssr")]
pub use signin::{CardPage, SignInPage};
#[cfg(feature = "ssr")]
pub use team::TeamList;
pub use usager::Own;
