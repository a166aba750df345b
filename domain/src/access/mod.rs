//! Who acts, and who may do what: [`actor`] says who acts, [`signin`] is the only maker of a fresh proof, [`permission`] is
//! the table.

pub mod actor;
pub mod permission;
pub mod signin;

pub use actor::{Actor, Role, Who};
