//! The days that a sentence names. A day is read only when there is one way to read it; of the others it is said what is
//! unsure, and the days that may have been meant are offered.

use super::Why;
use super::around::{Named, bound};
use super::date::{self, Said};
use super::line::{Bound, Kind, Line};
use super::weekday::{self, days};
use super::words::{among, begins};
use crate::kernel::calendar::Day;

/// Every day that is named, in order.
pub(super) fn all(line: &Line, today: Day) -> Vec<Named> {
    let (mut all, mut at) = (Vec::<Named>::new(), 0);
    let (mut next_week, mut other_week) = (false, false);
    while at < line.tokens.len() {
        let Some((end, said)) = one(line, at, today) else {
            at += 1;
            continue;
        };
        let is_week = line.word(at) == "semaine";
        next_week |= is_week && line.word(at + 1) == "prochaine";
        other_week |= is_week && line.word(at + 1) != "prochaine";
        let mut named = bound(line, at..end, said);
        // `mardi au plus tard mercredi`: words between two days are of the first.
        let free = all.last().map_or(0, |last| last.tokens.end);
        named.tokens.start = named.tokens.start.max(free);
        // `du 7 au 18`: its first day is no day of something else, but one of two.
        if matches!(named.said, Said::Unsure(Why::SeveralDays, _)) {
            while all
                .last()
                .is_some_and(|last| last.tokens.end + 2 > named.tokens.start)
            {
                named.tokens.start = all.pop().map_or(0, |last| last.tokens.start);
            }
        }
        at = named.tokens.end.max(end);
        all.push(named);
    }
    // `la semaine prochaine … mardi`: not the Tuesday of this one; of `semaine 50` only a calendar knows.
    if next_week || other_week {
        let monday = today.plus(7 - days(today.weekday()));
        for named in &mut all {
            if let Said::Day(day) = named.said
                && (other_week || !(0..7).contains(&day.days_since(monday)))
            {
                named.said = Said::Unsure(Why::SeveralDays, [Some(day), None]);
            }
        }
    }
    all
}

/// A day that begins at this token, without what binds it to the sentence.
fn one(line: &Line, at: usize, today: Day) -> Option<(usize, Said)> {
    let day = |ahead: i32| Said::Day(today.plus(ahead));
    let vague = || Said::Unsure(Why::Vague, [None; 2]);
    Some(match line.word(at) {
        "apres" if line.word(at + 1) == "demain" => (at + 2, day(2)),
        "demain" => (at + 1, day(1)),
        "main" if line.before(at, 1) == "2" && line.is_bound(at, Bound::Touching) => (at + 1, day(1)),
        "aujourd" if line.word(at + 1) == "hui" => (at + 2, day(0)),
        "aujourdhui" | "auj" => (at + 1, day(0)),
        "ce" if among(line.word(at + 1), "matin midi soir aprem") => (at + 2, day(0)),
        "cet" if line.says(at + 1, &["apres", "midi"]) => (at + 3, day(0)),
        "hier" => (at + 1, Said::Unsure(Why::GoneBy, [None; 2])),
        "dans" => ahead(line, at + 1, today)?,
        "ici" if line.before(at, 1) == "d" => ahead(line, at + 1, today)?,
        "fin" | "debut" | "mi" | "courant" if date::month(line.word(at + 1)).is_some() => (at + 2, vague()),
        "semaine" if line.word(at + 1) == "prochaine" => {
            let then = at + 2 + usize::from(line.word(at + 2) == ",");
            match weekday::named(line, then) {
                Some((weekday, end)) => (end, day(7 - days(today.weekday()) + days(weekday))),
                None => (at + 2, vague()),
            }
        }
        "fin" | "debut" | "milieu" if among(line.word(at + 1), "du de d l") => {
            let of = among(line.word(at + 2), "mois semaine annee");
            of.then(|| (at + 3, vague()))?
        }
        "semaine" if line.is(at + 1, Kind::Number) => (at + 2, vague()),
        "mois" if line.word(at + 1) == "prochain" => (at + 2, vague()),
        _ => weekday::read(line, at, today).or_else(|| {
            let is_bound = among(line.before(at, 1), "le au du les");
            date::read(line, at, today, is_bound)
        })?,
    })
}

/// `trois jours`, `2 semaines`. *Huit jours* is a week and *quinze jours* two, for most; for some they are 8 and 15.
fn ahead(line: &Line, at: usize, today: Day) -> Option<(usize, Said)> {
    let (count, end) = line.number(at)?;
    let count = i32::from(count);
    let said = match line.word(end) {
        "jour" | "jours" if count == 8 || count == 15 => Said::Unsure(
            Why::WeekOrDays,
            [Some(today.plus(count - 1)), Some(today.plus(count))],
        ),
        // Which days are worked is not known here.
        "jour" | "jours" if begins(line.word(end + 1), "ouvr") => Said::Unsure(Why::Vague, [None; 2]),
        "jour" | "jours" => Said::Day(today.plus(count)),
        "semaine" | "semaines" => Said::Day(today.plus(7 * count)),
        "mois" => Said::Unsure(Why::Vague, [None; 2]),
        _ => return None,
    };
    Some((end + 1, said))
}
