//! The hours that a sentence names: `9 h 30`, `à neuf heures et demie`, `midi`. A length of time is none: `2 h de ménage`.

use super::line::{Bound, Kind, Line, is_counted};
use super::words::among;
use crate::kernel::calendar::Hour;
use std::ops::Range;

pub(super) struct Named {
    pub tokens: Range<usize>,
    pub hour: Hour,
    /// From 1 to 6, and nothing says of which half of the day.
    pub afternoon: Option<Hour>,
    /// `de 9 h à 11 h`: the title keeps it, as a step has no end.
    pub stays: bool,
}

/// Every hour that is named outside of these tokens, in order. One right after a day needs nothing else to be one.
pub(super) fn all(line: &Line, days: &[Range<usize>]) -> Vec<Named> {
    let (mut all, mut at) = (Vec::new(), 0);
    while at < line.tokens.len() {
        if let Some(day) = days.iter().find(|day| day.contains(&at)) {
            at = day.end;
            continue;
        }
        match clock(line, at, days) {
            Some((hour, minute, end)) => {
                let (named, end) = bound(line, at..end, hour, minute, days);
                all.extend(named);
                at = end;
            }
            None => at += 1,
        }
    }
    all
}

/// Hours, minutes, and where they end.
fn clock(line: &Line, at: usize, days: &[Range<usize>]) -> Option<(u8, u8, usize)> {
    if line.is_of_word(at) {
        return None;
    }
    if line.word(at) == "midi" {
        if among(line.before(at, 1), "apres de du le entre un ce d les") {
            return None;
        }
        let (minute, end) = minutes(line, at + 1, days);
        return Some((12, minute, end));
    }
    let (hour, end) = line.number(at)?;
    match line.word(end) {
        ":" if line.is_bound(end, Bound::Touching) && line.is_bound(end + 1, Bound::Touching) => {
            let minute = line.digits(end + 1, 2)?;
            (line.word(end + 1).len() == 2).then_some((hour, u8::try_from(minute).ok()?, end + 2))
        }
        "h" | "heure" | "heures" | "hrs" => {
            let end = end + 1;
            if line.says(end, &["moins", "le", "quart"]) {
                return Some((hour.checked_sub(1)?, 45, end + 3));
            }
            if line.word(end) == "moins"
                && let Some((minute, end)) = line.number(end + 1)
            {
                return Some((hour.checked_sub(1)?, 60_u8.checked_sub(minute)?, end));
            }
            let (minute, end) = minutes(line, end, days);
            Some((hour, minute, end))
        }
        _ => None,
    }
}

fn minutes(line: &Line, at: usize, days: &[Range<usize>]) -> (u8, usize) {
    // `midi 30 décembre`.
    if days.iter().any(|day| day.contains(&at)) {
        return (0, at);
    }
    if line.word(at) == "et" {
        match line.word(at + 1) {
            "demie" | "demi" => return (30, at + 2),
            "quart" => return (15, at + 2),
            _ => {}
        }
    }
    match line.number(at) {
        // `9 h 12 personnes` counts persons, `9h 2` something else.
        Some((minute, end))
            if line.is_bound(at, Bound::Touching)
                || ((!line.is(at, Kind::Number) && minute % 5 == 0 || line.word(at).len() == 2)
                    && !is_counted(line, end)) =>
        {
            (minute, end)
        }
        _ => (0, at),
    }
}

/// An hour in its sentence, if it is one there, and where to go on.
fn bound(
    line: &Line,
    tokens: Range<usize>,
    hour: u8,
    minute: u8,
    days: &[Range<usize>],
) -> (Option<Named>, usize) {
    let Range { mut start, mut end } = tokens;
    let is_unit = |at: usize| line.word(at) == "h" || line.word(at) == "heures" || line.word(at) == ":";
    // The end of a range goes with its beginning.
    let to = end + usize::from(among(line.word(end), "a - et"));
    let is_range =
        (to > end || line.is_bound(end, Bound::Hyphen)) && line.is(to, Kind::Number) && is_unit(to + 1);
    let between = line.before(start, 1) == "entre";
    if is_range && (line.word(end) != "et" || between) {
        let last = clock(line, to, days).map_or(to, |(_, _, last)| last);
        let named = Hour::new(hour, minute).ok().filter(|_| !between);
        let named = named.map(|hour| Named {
            tokens: start..last,
            hour,
            afternoon: None,
            stays: true,
        });
        return (named, last);
    }
    let mut period = half(line, end);
    if let Some((_, after)) = period {
        end = after;
    }
    let mut is_said = false;
    match line.before(start, 1) {
        // `8-10 h`, `de 9 à 11 h`: the end of something.
        _ if line.is_bound(start, Bound::Hyphen) => return (None, end),
        "a" if line.before(start, 2) == "jusqu" => return (None, end),
        "et" if line.is(start.wrapping_sub(2), Kind::Number) => return (None, end),
        "a" if line.is(start.wrapping_sub(2), Kind::Number)
            && !days.iter().any(|day| day.end + 1 == start) =>
        {
            return (None, end);
        }
        "a" | "vers" | "des" => {
            start -= 1;
            is_said = true;
        }
        word if among(
            word,
            "de d pendant durant en dans sur avant apres entre par sous chaque fait faire",
        ) =>
        {
            return (None, end);
        }
        _ => {}
    }
    // `mardi matin, 9 h`.
    let mut day = start
        .checked_sub(usize::from(line.before(start, 1) == ","))
        .unwrap_or(start);
    for length in [1, 2] {
        if let Some((later, after)) = half(line, day.wrapping_sub(length))
            && after == day
            && period.is_none()
        {
            period = Some((later, end));
            day -= length;
            start = day;
        }
    }
    let after_day = days.iter().any(|it| it.end == day);
    let is_length = among(line.word(end), "de d par /") && !is_said;
    if is_length || !(is_said || after_day || minute > 0 || (7..=21).contains(&hour)) {
        return (None, end);
    }
    let hour = if matches!(period, Some((true, _))) {
        later(hour)
    } else {
        hour
    };
    let named = Hour::new(hour, minute)
        .ok()
        .filter(|_| hour > 0)
        .map(|read| Named {
            tokens: start..end,
            hour: read,
            afternoon: Hour::new(later(hour), minute)
                .ok()
                .filter(|_| period.is_none() && hour < 7),
            stays: false,
        });
    (named, end)
}

/// The same hour of the afternoon.
fn later(hour: u8) -> u8 {
    if hour < 12 { hour + 12 } else { hour }
}

impl Named {
    /// Said afterwards to be of one half of the day: *à 8 h demain soir*.
    pub fn of_half(&mut self, is_later: bool) {
        let (hour, minute) = self.hour.parts();
        self.afternoon = None;
        if let (true, Ok(hour)) = (is_later, Hour::new(later(hour), minute)) {
            self.hour = hour;
        }
    }
}

/// The half of the day that is said here, `true` for the later one: `du soir`, `de l’après-midi`, `matin`.
pub(super) fn half(line: &Line, at: usize) -> Option<(bool, usize)> {
    let place = match (line.word(at), line.word(at.wrapping_add(1))) {
        ("du", _) => at + 1,
        ("de", "l") => at + 2,
        _ => at,
    };
    match line.word(place) {
        "matin" => Some((false, place + 1)),
        "soir" | "aprem" => Some((true, place + 1)),
        "apres" if line.word(place + 1) == "midi" => Some((true, place + 2)),
        _ => None,
    }
}
