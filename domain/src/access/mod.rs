//! Who may see and do what.
//!
//! [`actor`] says who acts; [`signin`] is the only maker of a fresh proof; [`pages`] holds what each kind of viewer
//! receives; [`partner`] makes a partner's view from the shared items alone.

pub mod actor;
pub mod pages;
pub mod partner;
pub mod permission;
pub mod signin;

pub use actor::{Actor, Who};
