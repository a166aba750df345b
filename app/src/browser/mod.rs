//! What only a browser has: the keyboard's place, a voice, an address, a pointer, a window, a thread of its own.
//!
//! The server writes the same views, and nothing of this happens there: what is done in an effect or for an event is never
//! run. Only what a view does while it is made has two forms, [`clock`] and [`local`], and each says there what the server
//! does instead: no `#[cfg]` stands anywhere else in what a page is made of (`docs/decisions/0028-browser.md`).

pub(crate) mod address;
pub(crate) mod clock;
pub(crate) mod focus;
pub(crate) mod kept;
pub(crate) mod keys;
pub(crate) mod local;
pub(crate) mod pointer;
pub(crate) mod taps;
pub(crate) mod voice;
pub(crate) mod window;
