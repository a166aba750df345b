//! The live link: its messages, and both ends as pure step machines. `judge` is the service's, `client` the page's,
//! `partner` the partner's page's, `draft` what a text field holds before it is given. The simulator in `tests/` drives
//! them over a network that cuts, delays and repeats.

pub mod client;
pub mod draft;
pub mod judge;
pub mod message;
pub mod partner;
