//! Fields and forms. A text and a short value are of the board, and several write in them at once; a line and a choice are
//! of one person, until they are given.

mod act;
#[cfg(feature = "ssr")]
mod asked;
mod choice;
mod form;
#[cfg(feature = "ssr")]
mod kept;
mod line;
mod short;
#[cfg(feature = "ssr")]
mod six_digits;
mod words;

pub use act::{ActButton, ActForm};
#[cfg(feature = "ssr")]
pub use asked::{AskedLine, Asking};
pub use choice::Choice;
pub use form::Form;
#[cfg(feature = "ssr")]
pub use kept::{KeepsForms, KeptForm};
pub use line::{Line, LineForm};
pub use short::ShortField;
#[cfg(feature = "ssr")]
pub use six_digits::{Digits, SixDigits};
pub use words::WordsField;
