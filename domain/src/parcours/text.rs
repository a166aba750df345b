//! What many commands ask of the words they carry, and of how many there may be.

use crate::kernel::refusal::Refusal;

/// The longest title, place, line.
pub const SHORT: usize = 200;

/// The longest comment.
pub const LONG: usize = 2_000;

/// Words that must be there, trimmed.
pub fn said(words: &str, limit: usize) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::Empty);
    }
    if words.chars().count() > limit {
        return Err(Refusal::TooLong { limit });
    }
    Ok(words.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

/// Words that may be absent.
pub fn maybe_said(words: &str) -> Result<String, Refusal> {
    if words.trim().is_empty() {
        Ok(String::new())
    } else {
        said(words, SHORT)
    }
}

/// Whether there is room for one more.
pub fn room(count: usize, limit: usize) -> Result<(), Refusal> {
    if count < limit {
        Ok(())
    } else {
        Err(Refusal::TooMany { limit })
    }
}

/// Whether an id names nothing yet.
pub fn fresh(new: bool) -> Result<(), Refusal> {
    if new { Ok(()) } else { Err(Refusal::AlreadyThere) }
}
