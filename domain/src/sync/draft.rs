//! What stands in a text field, between the person who types and the board: what they typed and did not give yet is
//! never overwritten (`CF3`, `RB1`). No browser in it: the page tells what the field says, and shows what it is told.

use crate::kernel::ids::ClientId;
use crate::parcours::{Words, WordsChange};

/// One field.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The words that the field was last in step with: what differs from them was typed, by this person, since.
    base: Words,
    /// The keyboard composes a letter or a word (accents, most keyboards of phones): the field may be read, not changed.
    composing: bool,
}

/// What a field must show now, and where its selection stands, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The text.
    pub text: String,
    /// The selection's two ends; a cursor when they are equal.
    pub selection: (usize, usize),
}

impl Draft {
    /// A field that shows `base`, or that was typed in since.
    pub fn new(base: Words) -> Self {
        Self {
            base,
            composing: false,
        }
    }

    /// The keyboard begins to compose, or ends.
    pub fn composes(&mut self, now: bool) {
        self.composing = now;
    }

    /// Whether the field says something that was not given yet.
    pub fn holds(&self, value: &str) -> bool {
        value != self.base.text()
    }

    /// What was typed since, as the changes to give. `cursor` is where it stands now, in characters.
    pub fn unwritten(&self, client: ClientId, value: &str, cursor: Option<usize>) -> Vec<WordsChange> {
        let cursor = cursor.map(|at| plain(&value.chars().take(at).collect::<String>()).chars().count());
        self.base.diff(client, &plain(value), cursor)
    }

    /// They were given, and taken.
    pub fn written(&mut self, client: ClientId, changes: &[WordsChange]) {
        self.base.try_out(client, changes);
    }

    /// The board says `now`. Gives what the field must show, if that is not what it shows: the new words with what was
    /// typed since among them, the cursor behind the character that it stood behind. None while the keyboard composes;
    /// what comes meanwhile is shown afterwards.
    pub fn follow(
        &mut self,
        client: ClientId,
        now: &Words,
        value: &str,
        selection: (usize, usize),
    ) -> Option<Shown> {
        if self.composing {
            return None;
        }
        let typed = self.unwritten(client, value, Some(selection.1));
        let (mut seen, mut both) = (self.base.clone(), now.clone());
        seen.try_out(client, &typed);
        both.try_out(client, &typed);
        self.base = now.clone();
        let text = both.text();
        if text == value {
            return None;
        }
        let place = |at: usize| {
            let anchor = at.checked_sub(1).and_then(|at| seen.char_at(at));
            anchor.map_or(0, |anchor| both.place_after(anchor).unwrap_or(both.len()))
        };
        Some(Shown {
            selection: (place(selection.0), place(selection.1)),
            text,
        })
    }
}

/// A text as the board takes it: what is pasted from a table or a terminal holds characters that nobody reads.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| !c.is_control() || *c == '\n')
        .collect()
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
