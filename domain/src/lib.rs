//! What a parcours is, and what may happen to it.
//!
//! This crate is the product's rule book in code: the same functions run in the browser, in the server, in the
//! replay of the log and in the simulator. It holds no I/O, no clock and no randomness: the time and the ids come in
//! as arguments. It knows nothing of Leptos or of the database.
//!
//! Arrows between its folders go one way: [`kernel`] ← [`access`], [`catalogue`] ← [`parcours`] ← [`views`] ← [`sync`],
//! and [`parcours`] ← [`sentence`], which only pages ask.
//!
//! Start reading at [`parcours`]: `decide` says what a command leads to, `evolve` applies it. [`access`] says who may do
//! what, [`views`] what each viewer receives. [`sync`] is the live link's protocol, as pure step machines for both ends.
//! [`people`] is what is asked of someone who comes to a cell, and [`referral`] how a need is noticed and reaches it.
//! [`search`] says how well something is what someone looks for. [`sentence`] reads a line that someone types as a step. `import`, for the server alone, reads the files that people write.

pub mod access;
pub mod catalogue;
#[cfg(feature = "import")]
pub mod import;
pub mod kernel;
pub mod parcours;
pub mod people;
pub mod referral;
pub mod search;
pub mod sentence;
pub mod sync;
pub mod views;

pub use kernel::denial::Denial;
pub use kernel::refusal::Refusal;
pub use kernel::trouble::Trouble;
pub use kernel::{calendar, ids, zone};
