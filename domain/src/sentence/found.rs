//! What is found in a sentence as it is read, and in which of its tokens.

use super::known::Known;
use super::line::{Kind, Line};
use super::{Doubt, Part, What, Why};
use std::ops::Range;

pub(super) struct Found<'a> {
    pub line: &'a Line<'a>,
    pub known: &'a Known,
    /// By token: read as a day, an hour, a place or what to bring.
    pub claimed: Vec<bool>,
    pub parts: Vec<Part>,
    pub doubts: Vec<Doubt>,
}

impl<'a> Found<'a> {
    pub fn nothing(line: &'a Line<'a>, known: &'a Known) -> Self {
        let claimed = vec![false; line.tokens.len()];
        Self {
            line,
            known,
            claimed,
            parts: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// Whether a word stands here that is nothing yet.
    #[inline(never)]
    pub fn is_free(&self, at: usize) -> bool {
        self.claimed.get(at) == Some(&false) && !self.line.is(at, Kind::Mark)
    }

    #[inline(never)]
    pub fn is_claimed(&self, at: usize) -> bool {
        self.claimed.get(at) == Some(&true)
    }

    #[inline(never)]
    pub fn part(&self, tokens: Range<usize>, what: What, stays: bool) -> Part {
        Part {
            span: self.line.span(tokens),
            what,
            stays,
        }
    }

    #[inline(never)]
    pub fn claim(&mut self, tokens: Range<usize>) {
        if let Some(claimed) = self.claimed.get_mut(tokens) {
            claimed.fill(true);
        }
    }

    #[inline(never)]
    pub fn add(&mut self, part: Part) {
        put(&mut self.parts, part);
    }

    pub fn has(&self, what: &What) -> bool {
        self.parts.iter().any(|part| part.what == *what)
    }

    #[inline(never)]
    pub fn doubt(&mut self, why: Why, choices: Vec<Part>, span: Range<usize>) {
        let place = self.doubts.iter().rposition(|it| it.span.start <= span.start);
        let doubt = Doubt { span, why, choices };
        self.doubts.insert(place.map_or(0, |place| place + 1), doubt);
    }

    /// Several things where a step has one: none is, until one is taken.
    #[inline(never)]
    pub fn one_of(&mut self, why: Why, choices: Vec<Part>) {
        if let (Some(first), Some(last)) = (choices.first(), choices.last()) {
            let span = first.span.start..last.span.end;
            self.doubt(why, choices, span);
        }
    }
}

/// Puts a part where its words stand. The library's sort weighs more than all days do.
pub(super) fn put(parts: &mut Vec<Part>, part: Part) {
    let place = parts.iter().rposition(|it| it.span.start <= part.span.start);
    parts.insert(place.map_or(0, |place| place + 1), part);
}
