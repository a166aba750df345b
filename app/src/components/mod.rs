//! What several screens use.

#[cfg(feature = "ssr")]
mod at_density;
mod badge;
mod dialog;
pub mod field;
#[cfg(feature = "ssr")]
mod footer;
mod icon;
mod list;
mod listen;
#[cfg(feature = "ssr")]
mod other_spaces;
#[cfg(feature = "ssr")]
mod problem;
#[cfg(feature = "ssr")]
mod search_field;
mod segments;
mod sign_out;
#[cfg(feature = "ssr")]
mod styled;
#[cfg(feature = "ssr")]
mod top;
#[cfg(feature = "ssr")]
mod wakes;

#[cfg(feature = "ssr")]
pub use at_density::AtDensity;
pub use badge::{Avatar, Badge, ThemeIcon};
pub use dialog::Dialog;
#[cfg(feature = "ssr")]
pub use footer::Footer;
pub use icon::Icon;
pub use list::keyed;
pub use listen::Listen;
#[cfg(feature = "ssr")]
pub use other_spaces::OtherSpaces;
#[cfg(feature = "ssr")]
pub use problem::Problem;
#[cfg(feature = "ssr")]
pub use search_field::{SearchField, SearchKey, SearchLink};
pub use segments::Segments;
pub use sign_out::SignOut;
#[cfg(feature = "ssr")]
pub use styled::Styled;
#[cfg(feature = "ssr")]
pub use top::{Here, Top};
#[cfg(feature = "ssr")]
pub use wakes::Wakes;
