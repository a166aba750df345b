//! One folder or file per screen. What a page needs in the browser is an island; the rest is written by the server alone.

mod aloud;
mod board;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod memberships;
mod partner;
#[cfg(feature = "ssr")]
mod signin;
mod usager;

pub use board::{Board, mount_kept};
#[cfg(feature = "ssr")]
pub use home::Home;
#[cfg(feature = "ssr")]
pub use memberships::Memberships;
pub use partner::Shared;
#[cfg(feature = "ssr")]
pub use partner::{SharedPage, Shares};
#[cfg(feature = "ssr")]
pub use signin::{CardPage, SignInPage};
pub use usager::Own;
