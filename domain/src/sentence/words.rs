//! Lists of words. Each is one text, its words apart by a space: a page downloads neither an address and a length for each
//! word, nor code that compares them one after the other.

/// Whether a word is in a list.
#[inline(never)]
pub(super) fn among(word: &str, list: &str) -> bool {
    place(word, list).is_some()
}

/// Where a word stands in a list, from 0.
#[inline(never)]
pub(super) fn place(word: &str, list: &str) -> Option<usize> {
    list.split(' ').position(|it| it == word)
}

/// Whether a word begins as one of a list does. A short one is whole: `va`, `vas`.
#[inline(never)]
pub(super) fn begins(word: &str, list: &str) -> bool {
    list.split(' ')
        .any(|it| word == it || (it.len() > 3 && word.starts_with(it)))
}
