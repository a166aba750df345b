//! From the tokens of a sentence to its parts.

use super::found::Found;
use super::known::Known;
use super::line::Line;
use super::{Answers, Part, Reading, What, Why, around, bring, date, day, doer, hour, place};

/// What a sentence says. It never fails: what is not understood is the title.
pub fn read(sentence: &str, known: &Known) -> Reading {
    let line = Line::of(sentence);
    let mut found = Found::nothing(&line, known);
    found.days_and_hours();
    bring::find(&mut found);
    place::find(&mut found);
    doer::find(&mut found);
    found.themes();
    found.barriers();
    let Found { parts, doubts, .. } = found;
    Reading {
        sentence: sentence.to_owned(),
        parts,
        doubts,
        answers: Answers::default(),
    }
    .settled()
}

impl Found<'_> {
    fn days_and_hours(&mut self) {
        let mut days = day::all(self.line, self.known.today);
        let tokens: Vec<_> = days.iter().map(|named| named.tokens.clone()).collect();
        let mut hours = hour::all(self.line, &tokens);
        // `à 8 h demain matin`: what the hour leaves unsaid goes with the day.
        for named in &mut days {
            let mut of_day = hours
                .iter_mut()
                .filter(|hour| hour.tokens.end == named.tokens.start);
            if let (Some(hour), Some((later, end))) = (of_day.next(), hour::half(self.line, named.tokens.end))
            {
                hour.of_half(later);
                named.tokens.end = end;
            }
        }
        self.days(days);
        self.hours(&hours);
    }

    fn days(&mut self, days: Vec<around::Named>) {
        let (mut sure, mut unsure) = (Vec::new(), false);
        let is_before = days
            .iter()
            .any(|it| it.before && matches!(it.said, date::Said::Day(_)));
        for named in days {
            let part = |day, before| self.part(named.tokens.clone(), What::Day { day, before }, named.stays);
            match named.said {
                date::Said::Day(day) => sure.push((part(day, is_before), named.tokens)),
                date::Said::Unsure(why, days) => {
                    // The step's own day, and which it is is not known: another one is not it either.
                    unsure |= !matches!(why, Why::GoneBy | Why::EveryWeek | Why::Vague | Why::OfAnother);
                    let choices = days
                        .into_iter()
                        .flatten()
                        .map(|day| part(day, named.before))
                        .collect();
                    self.doubt(why, choices, self.line.span(named.tokens));
                }
            }
        }
        if unsure || sure.iter().any(|(part, _)| part.what != sure[0].0.what) {
            self.one_of(Why::SeveralDays, sure.into_iter().map(|(part, _)| part).collect());
        } else {
            for (part, tokens) in sure {
                self.claim(tokens);
                self.add(part);
            }
        }
    }

    fn hours(&mut self, hours: &[hour::Named]) {
        let part = |named: &hour::Named, hour| self.part(named.tokens.clone(), What::Hour(hour), named.stays);
        if let [named] = hours {
            let (tokens, part) = (named.tokens.clone(), part(named, named.hour));
            if let Some(later) = named.afternoon {
                let later = Part {
                    what: What::Hour(later),
                    ..part.clone()
                };
                self.one_of(Why::NightOrAfternoon, vec![part, later]);
            } else {
                self.claim(tokens);
                self.add(part);
            }
        } else {
            let choices = hours.iter().map(|named| part(named, named.hour)).collect();
            self.one_of(Why::SeveralHours, choices);
        }
    }

    /// A theme, if the words that stay speak of one and no more.
    fn themes(&mut self) {
        let (mut all, mut at): (Vec<Part>, _) = (Vec::new(), 0);
        while at < self.line.tokens.len() {
            // *Bus Numérique* is the name of a place, and speaks of nothing else.
            let places = self.known.named(self.line, at, place::is_place);
            if let Some(place) = places.first().filter(|place| place.tokens.len() > 1) {
                at = place.tokens.end;
                continue;
            }
            let named = self
                .known
                .named(self.line, at, |what| matches!(what, What::Theme(_)));
            let length = named.first().map_or(1, |mention| mention.tokens.len());
            for mention in named {
                let is_new = all.iter().all(|part| part.what != *mention.what);
                if is_new && mention.tokens.clone().all(|at| self.is_free(at)) {
                    all.push(self.part(mention.tokens, mention.what.clone(), true));
                }
            }
            at += length;
        }
        if all.len() > 1 {
            self.one_of(Why::SeveralThemes, all);
        } else {
            for part in all {
                self.add(part);
            }
        }
    }

    /// The frein of which the most words are there.
    fn barriers(&mut self) {
        let all = self.known.barriers(self.line, &|at| self.is_free(at));
        let most = all.iter().map(|(_, words, _)| *words).max();
        let likely = all.into_iter().filter(|(_, words, _)| Some(*words) == most);
        let likely: Vec<Part> = likely
            .map(|(id, _, at)| self.part(at..at + 1, What::Barrier(id), true))
            .collect();
        if likely.len() > 1 {
            self.one_of(Why::SeveralBarriers, likely);
        } else {
            for part in likely {
                self.add(part);
            }
        }
    }
}
