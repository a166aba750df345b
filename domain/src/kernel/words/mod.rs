//! Words that several people write at once (`CF3`).
//!
//! Every character has a name that never changes: the client that typed it and a number. An edit says "after this
//! character" and "these characters", never "at position 12", so it means the same whatever else was written in
//! between; the server's order settles the rest. Nothing is transformed and no history is needed: a tablet that slept
//! for days can still send what it holds. Erased characters stay hidden in place for a while, as anchors and for undo,
//! until the board forgets them (`parcours/size`).
//! `docs/decisions/0002-words.md` says why this and not operational transformation.

mod changes;
mod weight;
mod written;

use super::ids::{ClientId, Seq};
use super::refusal::Refusal;
use serde::{Deserialize, Serialize};

pub use changes::{joined, typed};
pub use weight::RUN_WEIGHT;

/// A text and the names of its characters. How it is written down stands in `written.rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    writers: Vec<Writer>,
    runs: Vec<Run>,
    /// No client that was let go, since none of its characters is left, had given this number or a later one.
    let_go: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Writer {
    client: ClientId,
    /// The number of this client's next character.
    next: u32,
}

/// Characters typed one after the other by the same client.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    client: ClientId,
    first: u32,
    text: String,
    /// The event that erased them; 0 while they are read.
    erased: Seq,
}

impl Run {
    fn hidden(&self) -> bool {
        !self.erased.is_zero()
    }

    fn len(&self) -> u32 {
        u32::try_from(self.text.chars().count()).unwrap_or(u32::MAX)
    }

    fn last(&self) -> u32 {
        self.first + self.len() - 1
    }

    fn holds(&self, at: CharRef) -> bool {
        self.client == at.client && at.number >= self.first && at.number <= self.last()
    }

    fn first_ref(&self) -> CharRef {
        CharRef {
            client: self.client,
            number: self.first,
        }
    }
}

/// The name of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CharRef {
    /// Who typed it.
    #[serde(rename = "c")]
    pub client: ClientId,
    /// Which of their characters in this text, from 0.
    #[serde(rename = "n")]
    pub number: u32,
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordsChange {
    /// New characters, numbered from `first` for the client that sends the change.
    Insert {
        /// The character before, `None` at the start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<CharRef>,
        /// The character that the writer had next, hidden or not: what lies between is unknown to the writer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<CharRef>,
        /// The number of the first new character.
        first: u32,
        /// The new characters.
        text: String,
    },
    /// `count` characters of one client, from `from`, are erased.
    Hide {
        /// The first of them.
        from: CharRef,
        /// How many, by their numbers.
        count: u32,
    },
    /// The reverse of `Hide`; only undo makes it.
    Show {
        /// The first of them.
        from: CharRef,
        /// How many, by their numbers.
        count: u32,
    },
}

impl Words {
    /// A text written at once by `client`.
    pub fn written_by(client: ClientId, text: &str) -> Self {
        let mut words = Self::default();
        words.insert(client, None, None, 0, text);
        words
    }

    /// The text as it is read.
    pub fn text(&self) -> String {
        self.runs
            .iter()
            .filter(|run| !run.hidden())
            .map(|run| run.text.as_str())
            .collect()
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.runs
            .iter()
            .all(|run| run.hidden() || run.text.trim().is_empty())
    }

    /// Length in characters, as read.
    pub fn len(&self) -> usize {
        self.runs
            .iter()
            .filter(|run| !run.hidden())
            .map(|run| run.text.chars().count())
            .sum()
    }

    /// Whether there is no visible character.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Applies changes to a copy that is looked at and not kept.
    pub fn try_out(&mut self, client: ClientId, changes: &[WordsChange]) {
        self.apply(client, changes, Seq(u64::MAX));
    }

    /// Checks a change by `client` against this text: its anchors exist, its numbers are new, the result is at most
    /// `limit` characters long.
    pub fn check(&self, client: ClientId, changes: &[WordsChange], limit: usize) -> Result<(), Refusal> {
        // A client that was let go, or that never wrote here, may have numbered its letters before it knew: they are its own.
        let mut next = self.next_of(client).unwrap_or(0);
        let mut fresh: Vec<(u32, u32)> = Vec::new();
        let known = |at: CharRef, fresh: &[(u32, u32)]| {
            self.find(at).is_some()
                || (at.client == client && fresh.iter().any(|(from, to)| (*from..*to).contains(&at.number)))
        };
        for change in changes {
            match change {
                WordsChange::Insert {
                    after, first, text, ..
                } => {
                    if text.is_empty() {
                        return Err(Refusal::Empty);
                    }
                    if text.chars().any(|c| c.is_control() && c != '\n') {
                        return Err(Refusal::WordsGone);
                    }
                    let count = text.chars().count();
                    let Some(end) = u32::try_from(count)
                        .ok()
                        .and_then(|count| first.checked_add(count))
                    else {
                        return Err(Refusal::TooLong { limit });
                    };
                    if count > limit {
                        return Err(Refusal::TooLong { limit });
                    }
                    if *first < next || !after.is_none_or(|at| known(at, &fresh)) {
                        return Err(Refusal::WordsGone);
                    }
                    fresh.push((*first, end));
                    next = end;
                }
                WordsChange::Hide { from, .. } => {
                    if !known(*from, &fresh) {
                        return Err(Refusal::WordsGone);
                    }
                }
                WordsChange::Show { .. } => return Err(Refusal::NotAllowed),
            }
        }
        let mut after = self.clone();
        after.try_out(client, changes);
        // A text may already be longer than the limit by a merge of two edits; erasing must stay possible.
        if after.len() > limit.max(self.len()) {
            Err(Refusal::TooLong { limit })
        } else {
            Ok(())
        }
    }

    /// Applies changes that `client` makes in the event `at`. An insert whose anchor is gone goes to the end: words are never
    /// dropped.
    pub fn apply(&mut self, client: ClientId, changes: &[WordsChange], at: Seq) {
        for change in changes {
            match change {
                WordsChange::Insert {
                    after,
                    before,
                    first,
                    text,
                } => {
                    self.insert(client, *after, *before, *first, text);
                }
                WordsChange::Hide { from, count } => self.set_erased(*from, *count, at),
                WordsChange::Show { from, count } => self.set_erased(*from, *count, Seq(0)),
            }
        }
        self.join();
    }

    /// The character that stands at `place` (counted in characters as read); an anchor for a cursor.
    pub fn char_at(&self, place: usize) -> Option<CharRef> {
        self.visible().nth(place).map(|(_, at)| at)
    }

    /// How many characters are read up to and including `at`; hidden ones count as nothing.
    pub fn place_after(&self, at: CharRef) -> Option<usize> {
        let mut place = 0;
        for run in &self.runs {
            if run.holds(at) {
                return Some(
                    place
                        + if run.hidden() {
                            0
                        } else {
                            (at.number - run.first + 1) as usize
                        },
                );
            }
            if !run.hidden() {
                place += run.len() as usize;
            }
        }
        None
    }

    fn visible(&self) -> impl Iterator<Item = (char, CharRef)> {
        self.runs.iter().filter(|run| !run.hidden()).flat_map(|run| {
            run.text.chars().zip(run.first..).map(|(c, number)| {
                (
                    c,
                    CharRef {
                        client: run.client,
                        number,
                    },
                )
            })
        })
    }

    /// The number of this client's next character here: beyond all that it may have given before, also if it was let go, or
    /// an edit of its old characters that is still on its way would change the new ones.
    fn next_number(&self, client: ClientId) -> u32 {
        self.next_of(client).unwrap_or(self.let_go)
    }

    fn next_of(&self, client: ClientId) -> Option<u32> {
        let writer = self.writers.iter().find(|writer| writer.client == client)?;
        Some(writer.next)
    }

    fn find(&self, at: CharRef) -> Option<usize> {
        self.runs.iter().position(|run| run.holds(at))
    }

    /// The character that physically follows, hidden or not.
    fn next_after(&self, at: Option<CharRef>) -> Option<CharRef> {
        let Some(at) = at else {
            return self.runs.first().map(Run::first_ref);
        };
        let place = self.find(at)?;
        let run = &self.runs[place];
        if at.number < run.last() {
            Some(CharRef {
                number: at.number + 1,
                ..at
            })
        } else {
            self.runs.get(place + 1).map(Run::first_ref)
        }
    }

    fn insert(
        &mut self,
        client: ClientId,
        after: Option<CharRef>,
        before: Option<CharRef>,
        first: u32,
        text: &str,
    ) {
        if text.is_empty() {
            return;
        }
        let mut place = match after {
            None => 0,
            Some(at) => match self.find(at) {
                Some(run) => {
                    self.split(run, at.number + 1);
                    run + 1
                }
                None => self.runs.len(),
            },
        };
        // Whoever typed the character before may have gone on typing, unseen by this writer: stay out of their word.
        if let Some(at) = after {
            while let Some(run) = self.runs.get(place) {
                let unseen = before.is_none_or(|next| !run.holds(next));
                if run.client == at.client && run.client != client && run.first > at.number && unseen {
                    place += 1;
                } else {
                    break;
                }
            }
        }
        self.runs.insert(
            place,
            Run {
                client,
                first,
                text: text.to_owned(),
                erased: Seq(0),
            },
        );
        self.reserve(
            client,
            first.saturating_add(u32::try_from(text.chars().count()).unwrap_or(0)),
        );
    }

    /// Keeps the numbers below `next` from being given again: a page may hold an edit that it cannot show yet.
    pub(crate) fn reserve(&mut self, client: ClientId, next: u32) {
        match self.writers.iter_mut().find(|writer| writer.client == client) {
            Some(writer) => writer.next = writer.next.max(next),
            None => self.writers.push(Writer { client, next }),
        }
    }

    /// Erases characters in an event, or shows them again, when it is 0. What was erased before stays erased as of then.
    fn set_erased(&mut self, from: CharRef, count: u32, erased: Seq) {
        let end = from.number.saturating_add(count);
        let mut place = 0;
        while place < self.runs.len() {
            let run = &self.runs[place];
            if run.client == from.client && run.first < end && run.last() >= from.number {
                if run.first < from.number {
                    self.split(place, from.number);
                } else {
                    if run.last() >= end {
                        self.split(place, end);
                    }
                    let known = &mut self.runs[place].erased;
                    if erased.is_zero() || known.is_zero() {
                        *known = erased;
                    }
                }
            }
            place += 1;
        }
    }

    /// Cuts a run so that the second part starts at `number`; nothing if the cut falls on an end.
    fn split(&mut self, place: usize, number: u32) {
        let run = &mut self.runs[place];
        if number <= run.first || number > run.last() {
            return;
        }
        let at = run
            .text
            .char_indices()
            .nth((number - run.first) as usize)
            .map_or(run.text.len(), |(at, _)| at);
        let rest = Run {
            client: run.client,
            first: number,
            text: run.text.split_off(at),
            erased: run.erased,
        };
        self.runs.insert(place + 1, rest);
    }

    /// Joins neighbours that belong together. Letters that were erased one by one count as erased by the last of those events.
    fn join(&mut self) {
        let mut joined: Vec<Run> = Vec::with_capacity(self.runs.len());
        for run in self.runs.drain(..) {
            match joined.last_mut() {
                Some(last)
                    if last.client == run.client
                        && last.hidden() == run.hidden()
                        && last.last() + 1 == run.first =>
                {
                    last.text.push_str(&run.text);
                    last.erased = last.erased.max(run.erased);
                }
                _ => joined.push(run),
            }
        }
        self.runs = joined;
    }
}

#[cfg(test)]
mod tests;
