//! Who acts, and who may do what: [`actor`] says who acts, [`capability`] what a membership makes of someone, [`signin`] is
//! the only maker of a fresh proof, [`permission`] is the table.

pub mod actor;
pub mod capability;
pub mod permission;
pub mod signin;

pub use actor::{Actor, Role, Who};
pub use capability::{AssignmentKind, Capability, MembershipState, ThingState};
