//! What is typed on a board before it is a command.

mod short;
mod words;

pub(crate) use short::ShortTyping;
pub(crate) use words::WordsTyping;
