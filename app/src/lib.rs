//! What people see: the pages, their parts, and the browser's side of the live board.
//!
//! Start at `routes`: each address, and what it loads before it answers. The server writes every page whole; what lives
//! on in the browser are the islands of [`pages`], and only they are in the WASM (`docs/decisions/0014-islands.md`).
//! [`api`] holds the server functions, [`live`] the link to the board.

#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
mod address;
pub mod api;
mod browser;
mod components;
pub mod live;
mod locales;
pub mod pages;
#[cfg(feature = "ssr")]
mod routes;

#[cfg(feature = "ssr")]
pub use address::Address;
#[cfg(feature = "ssr")]
pub use locales::{letter, paper};
#[cfg(feature = "ssr")]
pub use routes::{App, shell};
