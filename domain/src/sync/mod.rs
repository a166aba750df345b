//! The live link: its messages, and both ends as pure step machines. `judge` is the service's, `client` the page's; the
//! simulator in `tests/` drives the two over a network that cuts, delays and repeats.

pub mod client;
pub mod draft;
pub mod judge;
pub mod message;
pub mod partner;
