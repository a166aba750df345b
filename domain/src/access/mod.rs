//! Who may see and do what.
pub mod actor;
pub mod signin;

pub use actor::{Actor, Who};
