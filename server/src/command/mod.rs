//! What the binary does beside serving.

mod territory;

pub use territory::{check, load};
