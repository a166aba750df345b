//! A need is noticed, at a counter, by a partner or by the person themselves, and comes to the cell (*repérage*): what is written
//! of it, what may become of it, and who may be the same person. A small state machine, without a log: each move is kept
//! with who and when.

mod alike;
mod state;
mod written;

pub use alike::{Known, is_alike};
pub use state::{Move, ReferralState};
pub use written::{NOTICED, NewReferral, WrittenReferral};
