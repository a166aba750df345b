//! What a parcours is, and what may happen to it.
//!
//! This crate is the product's rule book in code: the same functions run in the browser, in the server, in the
//! replay of the log and in the simulator. It holds no I/O, no clock and no randomness: the time and the ids come in
//! as arguments. It knows nothing of Leptos or of the database.
//!
//! Start reading at [`board`]: `decide` says what a command leads to, `evolve` applies it. [`access`] says who may do
//! and see what. [`sync`] is the live link's protocol, as pure step machines for both ends.

pub mod access;
pub mod board;
pub mod calendar;
pub mod ids;
pub mod refusal;
pub mod sync;
pub mod theme;
pub mod trouble;

pub use refusal::Refusal;
pub use trouble::Trouble;
