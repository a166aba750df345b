//! What many commands ask of the words they carry, and of how many there may be.

use crate::kernel::refusal::Refusal;

/// The longest title, place, line.
pub const SHORT: usize = 200;

/// The longest comment.
pub const LONG: usize = 2_000;

/// Words that must be there, trimmed.
pub fn said(words: &str, limit: usize) -> Result<String, Refusal> {
    // First what cannot be seen goes: words of nothing else are none.
    let seen: String = words.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let words = seen.trim();
    if words.is_empty() {
        return Err(Refusal::Empty);
    }
    if words.chars().count() > limit {
        return Err(Refusal::TooLong { limit });
    }
    Ok(words.to_owned())
}

/// Words that may be absent.
pub fn maybe_said(words: &str) -> Result<String, Refusal> {
    match said(words, SHORT) {
        Err(Refusal::Empty) => Ok(String::new()),
        said => said,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_nothing_that_can_be_seen_are_none() {
        for none in ["", "  ", "\u{7}", " \u{7} \u{1b}\n"] {
            assert_eq!(said(none, SHORT), Err(Refusal::Empty), "{none:?}");
            assert_eq!(maybe_said(none), Ok(String::new()), "{none:?}");
        }
        assert_eq!(said("\u{7} le \u{7}CV ", SHORT), Ok("le CV".to_owned()));
        assert_eq!(
            said(&"a".repeat(201), SHORT),
            Err(Refusal::TooLong { limit: 200 })
        );
    }
}
