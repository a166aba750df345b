//! What is done with a sentence that was read: chips off and on, its title, its draft.

use super::found::put;
use super::known::Known;
use super::line::is_letter;
use super::place::capitalised;
use super::read::read;
use super::{Answers, Doubt, Draft, Part, Reading, What, Why};
use crate::kernel::ids::StepId;
use crate::parcours::{Field, WrittenWhen};
use std::mem::discriminant;
use std::ops::Range;

impl Reading {
    /// The chips, in the order of their words. Those whose words the title lets go share no word with another.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What is to be said, in the order of the words that it is about.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// The words of a part or of a doubt, as typed.
    pub fn words(&self, span: &Range<usize>) -> &str {
        self.sentence.get(span.clone()).unwrap_or_default()
    }

    /// With a chip taken off: its words go back to the title. Twice the same (*demain lundi*) is one chip.
    #[must_use]
    pub fn without(mut self, part: usize) -> Self {
        if let Some(part) = self.parts.get(part) {
            let what = part.what.clone();
            self.answers.taken.retain(|it| *it != what);
            self.answers.off.push(what);
        }
        self.answered()
    }

    /// With a choice of a doubt made a chip, in the place of what there was of its kind.
    #[must_use]
    pub fn taking(mut self, doubt: usize, choice: usize) -> Self {
        if let Some(part) = self.doubts.get(doubt).and_then(|doubt| doubt.choices.get(choice)) {
            let what = part.what.clone();
            self.answers.off.retain(|it| *it != what);
            self.answers.taken.push(what);
        }
        self.answered()
    }

    /// The sentence as it now stands, with what was answered before: a chip that was taken off does not come back with the
    /// next letter.
    #[must_use]
    pub fn again(&self, sentence: &str, known: &Known) -> Self {
        let mut reading = read(sentence, known);
        reading.answers = self.answers.clone();
        reading.answered()
    }

    fn answered(mut self) -> Self {
        let Answers { off, taken } = &self.answers;
        self.parts
            .retain(|part| !off.iter().any(|off| is_as(off, &part.what)));
        for what in taken {
            let is_it = |doubt: &Doubt| doubt.choices.iter().any(|part| part.what == *what);
            let Some(place) = self.doubts.iter().position(is_it) else {
                continue;
            };
            let doubt = self.doubts.remove(place);
            if !matches!(what, What::Doer(_)) {
                self.parts
                    .retain(|part| discriminant(&part.what) != discriminant(what));
            }
            for mut part in doubt.choices.into_iter().filter(|part| part.what == *what) {
                // *Apporter le courrier du 8*: what to bring keeps its words.
                let meets =
                    |other: &Part| other.span.start < part.span.end && part.span.start < other.span.end;
                part.stays |= self.parts.iter().any(|other| !other.stays && meets(other));
                put(&mut self.parts, part);
            }
        }
        self.settled()
    }

    /// Says what is only known when the chips are.
    pub(super) fn settled(mut self) -> Self {
        let of_all = [Why::NoTitle, Why::TooLong, Why::HourWithoutDay];
        self.doubts.retain(|doubt| !of_all.contains(&doubt.why));
        let mut say = |why, span| {
            self.doubts.push(Doubt {
                span,
                why,
                choices: Vec::new(),
            });
        };
        let whole = 0..self.sentence.len();
        let has_day = has_day(&self.parts);
        let longest = Field::Title(StepId(uuid::Uuid::nil())).limit();
        for part in &self.parts {
            match &part.what {
                What::Hour(_) if !has_day => say(Why::HourWithoutDay, part.span.clone()),
                What::Bring(words) | What::Place(words) if words.chars().count() > longest => {
                    say(Why::TooLong, part.span.clone());
                }
                _ => {}
            }
        }
        let title = title(&self.sentence, &self.parts);
        if !title.contains(is_letter) {
            say(Why::NoTitle, whole);
        } else if title.chars().count() > longest {
            say(Why::TooLong, whole);
        }
        self
    }

    /// What remains, in the words of who typed it: days, hours, places and what to bring are let go, with what bound them.
    /// Names stay. Empty if there is nothing else.
    pub fn title(&self) -> String {
        title(&self.sentence, &self.parts)
    }

    /// What to propose the step with.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft {
            title: self.title(),
            ..Draft::default()
        };
        let mut hour = None;
        for part in &self.parts {
            match &part.what {
                What::Doer(doer) => draft.doers.push(doer.clone()),
                What::Day { day, before } => {
                    let (day, before) = (day.to_string(), *before);
                    draft.when = Some(WrittenWhen {
                        day,
                        hour: None,
                        before,
                    });
                }
                What::Hour(it) => hour = Some(it.to_string()),
                What::Place(words) => draft.place.clone_from(words),
                What::Bring(words) => draft.bring.clone_from(words),
                What::Theme(theme) => draft.theme = Some(*theme),
                What::Barrier(id) => draft.barrier = Some(*id),
            }
        }
        if let Some(when) = &mut draft.when {
            when.hour = hour;
        }
        draft
    }
}

/// Whether what was taken off is this, or was when fewer of its letters were typed.
fn is_as(off: &What, what: &What) -> bool {
    match (off, what) {
        (What::Bring(off), What::Bring(what)) | (What::Place(off), What::Place(what)) => {
            what.starts_with(off.as_str()) || off.starts_with(what.as_str())
        }
        _ => off == what,
    }
}

fn has_day(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part.what, What::Day { .. }))
}

/// Marks that bind clauses, and mean nothing at the edge of a title.
const LOOSE: &[char] = &[',', ';', ':', '-', '–', '—', '+'];

fn title(sentence: &str, parts: &[Part]) -> String {
    let has_day = has_day(parts);
    let goes = |part: &&Part| !part.stays && (has_day || !matches!(part.what, What::Hour(_)));
    let (mut title, mut from) = (String::new(), 0);
    for part in parts.iter().filter(goes) {
        push(
            &mut title,
            sentence.get(from..part.span.start).unwrap_or_default(),
        );
        from = from.max(part.span.end);
    }
    push(&mut title, sentence.get(from..).unwrap_or_default());
    let is_loose = |c: char| c.is_whitespace() || c == '.' || LOOSE.contains(&c);
    capitalised(title.trim_end_matches(is_loose).trim_start_matches(is_loose))
}

/// Adds what stands between two parts that are let go.
fn push(title: &mut String, words: &str) {
    let is_loose = |c: char| c.is_whitespace() || c == '.' || LOOSE.contains(&c);
    let mut words = words.trim();
    if words.chars().all(is_loose) {
        return;
    }
    if !title.is_empty() {
        let bare = title
            .trim_end_matches(|c: char| c.is_whitespace() || LOOSE.contains(&c))
            .len();
        title.truncate(bare);
        // `(mardi 9 h)` leaves nothing in its brackets.
        if let (Some(open), Some(rest)) = (title.strip_suffix('('), words.strip_prefix(')')) {
            title.truncate(open.trim_end().len());
            words = rest.trim_start();
        }
        if !words.starts_with([',', '.', ')']) && !title.is_empty() {
            title.push(' ');
        }
    }
    let mut letters = words.chars().peekable();
    while let Some(c) = letters.next() {
        // A narrow space is kept where it stands alone.
        let is_space = |c: &char| c.is_whitespace() || c.is_control();
        if is_space(&c) {
            let is_run = letters.next_if(is_space).is_some();
            while letters.next_if(is_space).is_some() {}
            title.push(if is_run || c.is_control() { ' ' } else { c });
        } else {
            title.push(c);
        }
    }
}
