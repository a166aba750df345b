//! What the page knows of the board and of its cell, folded once and not at each letter typed.

use super::What;
use super::cues;
use super::line::{Bound, Kind, Line, stem};
use crate::catalogue::Theme;
use crate::kernel::calendar::Day;
use crate::kernel::ids::{FindingId, OrganisationId, PersonId};
use crate::parcours::Doer;
use std::ops::Range;

/// What a sentence may speak of.
#[derive(Clone, Debug)]
pub struct Known {
    pub(super) today: Day,
    pub(super) speaker: Option<PersonId>,
    phrases: Vec<Phrase>,
    findings: Vec<(FindingId, Vec<String>)>,
}

/// Words, and what they name.
#[derive(Clone, Debug)]
struct Phrase {
    words: Vec<String>,
    what: What,
}

/// Words of the sentence that name something known.
pub(super) struct Mention<'a> {
    pub tokens: Range<usize>,
    pub what: &'a What,
}

impl Known {
    /// Nothing yet but the day, as the clocks of the commune show it, and who writes.
    pub fn on(today: Day, speaker: Option<PersonId>) -> Self {
        Self {
            today,
            speaker,
            phrases: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// A person, by each name that they go by: `Rose`, `Rose Martin`.
    pub fn person(&mut self, id: PersonId, names: &[&str]) {
        for name in names {
            self.phrase(name, What::Doer(Doer::Person(id)));
        }
    }

    /// An organisation, by its name.
    pub fn organisation(&mut self, id: OrganisationId, name: &str) {
        self.phrase(name, What::Doer(Doer::Organisation(id)));
    }

    /// A place where steps were before.
    pub fn place(&mut self, name: &str) {
        self.phrase(name, What::Place(name.to_owned()));
    }

    /// A theme that is offered, by its word in the catalogue and by those that this crate knows for its slug.
    pub fn theme(&mut self, theme: Theme, word: &str) {
        self.cue(theme, word);
        for cue in cues::of(theme) {
            self.cue(theme, cue);
        }
    }

    /// Another word for a theme, such as a step's of the catalogue.
    pub fn cue(&mut self, theme: Theme, word: &str) {
        self.phrase(word, What::Theme(theme));
    }

    /// A frein of the board.
    pub fn barrier(&mut self, id: FindingId, words: &str) {
        let words = words_of(words).into_iter().filter(|word| !cues::is_small(word));
        let words: Vec<String> = words.map(|word| stem(&word).to_owned()).collect();
        if !words.is_empty() {
            self.findings.push((id, words));
        }
    }

    fn phrase(&mut self, words: &str, what: What) {
        let words = words_of(words);
        if !words.is_empty() {
            self.phrases.push(Phrase { words, what });
        }
    }

    /// What is named here, of one kind: whatever has the longest name, and everything that has that very name.
    pub(super) fn named(&self, line: &Line, at: usize, is_kind: fn(&What) -> bool) -> Vec<Mention<'_>> {
        let mut longest: Vec<Mention> = Vec::new();
        for Phrase { words, what } in &self.phrases {
            let length = longest.first().map_or(1, |other| other.tokens.len());
            if !is_kind(what)
                || words.len() < length
                || !stands(line, at, words, matches!(what, What::Theme(_)))
            {
                continue;
            }
            if words.len() > length {
                longest.clear();
            }
            if longest.iter().all(|other| other.what != what) {
                longest.push(Mention {
                    tokens: at..at + words.len(),
                    what,
                });
            }
        }
        longest
    }

    /// The freins of which every word that says something is in some of these tokens; each with how many those are, and
    /// where the longest of them stands.
    pub(super) fn barriers(
        &self,
        line: &Line,
        is_free: &dyn Fn(usize) -> bool,
    ) -> Vec<(FindingId, usize, usize)> {
        let stands = |word: &str| {
            let mut tokens = line.tokens.iter().enumerate();
            tokens.position(|(at, token)| stem(&token.word) == word && is_free(at))
        };
        let mut found = Vec::new();
        for (id, words) in &self.findings {
            let Some(places) = words.iter().map(|word| stands(word)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let longest = places.iter().max_by_key(|at| line.word(**at).len());
            found.extend(longest.map(|at| (*id, words.len(), *at)));
        }
        found
    }
}

/// The words of a name.
fn words_of(text: &str) -> Vec<String> {
    let tokens = Line::of(text).tokens.into_iter();
    tokens
        .filter(|it| it.kind != Kind::Mark)
        .map(|it| it.word)
        .collect()
}

/// `Jean` does not stand in `Jean-Paul`.
fn stands(line: &Line, at: usize, words: &[String], plurals: bool) -> bool {
    let same = |place: usize, word: &String| {
        let typed = line.word(at + place);
        typed == word || (plurals && stem(typed) == stem(word))
    };
    let end = at + words.len();
    words.iter().enumerate().all(|(place, word)| same(place, word))
        && (plurals || (!line.is_bound(end, Bound::Hyphen) && !line.is_bound(at, Bound::Hyphen)))
}
