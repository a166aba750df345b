//! The words on the screen. Each sentence stands in `app/locales`, a file per language that whoever translates opens and
//! edits; before the crate is compiled it becomes a constant of [`say`], or a function of what it speaks of. What a table
//! cannot say is here: the name of each thing of the domain, the language's grammar, and what stands on paper.

mod fr;
#[cfg(feature = "ssr")]
mod letter;
mod names;
#[cfg(feature = "ssr")]
mod paper;

pub use fr::*;
#[cfg(feature = "ssr")]
pub use letter::letter;
pub use names::*;
#[cfg(feature = "ssr")]
pub use paper::paper;

/// The language's file, a module per section.
#[allow(
    dead_code,
    reason = "the server and the browser each say their own part; a test finds what neither says"
)]
pub mod say {
    include!(concat!(env!("OUT_DIR"), "/say.rs"));
}
