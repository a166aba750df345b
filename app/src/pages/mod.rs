//! One folder or file per screen. What a page needs in the browser is an island; the rest is written by the server alone.

mod aloud;
mod board;
#[cfg(feature = "ssr")]
mod home;
mod partner;
mod signin;
mod usager;

pub use board::Board;
#[cfg(feature = "ssr")]
pub use home::Home;
pub use partner::Shared;
#[cfg(feature = "ssr")]
pub use partner::{SharedPage, Shares};
pub use signin::CardForm;
#[cfg(feature = "ssr")]
pub use signin::{CardPage, SignInPage};
pub use usager::Own;
