//! The words on the screen. French is the first language; another one is another file with the same functions.

mod fr;

pub use fr::*;
