//! Who acts, and who may do what: [`actor`] says who acts, [`capability`] what a membership makes of someone, [`signin`] what a
//! usager's card and PIN prove, [`permission`] is the table. Only the service has `card` and `secret`, which make a proof.

pub mod actor;
mod browser;
pub mod capability;
#[cfg(feature = "hash-check")]
pub mod card;
pub mod code;
pub mod display;
pub mod permission;
pub mod policy;
#[cfg(feature = "hash-check")]
pub mod secret;
pub mod signin;
pub mod table;

pub use actor::{Actor, Role, Who};
pub use browser::browser;
pub use capability::{AssignmentKind, Capability, MembershipState, ThingState};
pub use display::{Density, Display};
pub use policy::{Lasts, Policy};
