//! Files that are made for someone: what they hold is given in words, in their language; how they are laid out is here. Nothing of
//! them is ever kept.

pub mod paper;
pub mod qr;
mod typeface;
