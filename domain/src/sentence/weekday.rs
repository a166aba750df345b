//! Days of the week: `mardi`, `mardi 8`, `lundi en huit`, `vendredi prochain`.

use super::Why;
use super::date::{self, Said};
use super::line::Line;
use super::words::{among, place};
use crate::kernel::calendar::Day;

const WEEKDAYS: &str = "lundi mardi mercredi jeudi vendredi samedi dimanche";
const SHORT: &str = "lun mar mer jeu ven sam dim";

pub(super) fn days(weekday: usize) -> i32 {
    i32::try_from(weekday).unwrap_or(0)
}

/// The first such day strictly after today. Of today's own weekday see [`read`].
fn next(weekday: usize, today: Day) -> Day {
    let ahead = (days(weekday) - days(today.weekday())).rem_euclid(7);
    today.plus(if ahead == 0 { 7 } else { ahead })
}

/// A weekday's name, in full.
pub(super) fn named(line: &Line, at: usize) -> Option<(usize, usize)> {
    let word = match line.word(at) {
        "mecredi" => "mercredi",
        "vendredit" => "vendredi",
        word => word,
    };
    let weekday = place(word, WEEKDAYS)?;
    Some((weekday, at + 1))
}

/// A day that a weekday names. Alone it is the next one; on that very weekday, today or a week later, which nobody but the
/// writer knows. `prochain` is the same day only where this week has none left.
pub(super) fn read(line: &Line, at: usize, today: Day) -> Option<(usize, Said)> {
    let word = line.word(at);
    if let Some(single) = word.strip_suffix('s')
        && among(single, WEEKDAYS)
    {
        return Some((at + 1, Said::Unsure(Why::EveryWeek, [None; 2])));
    }
    let Some((weekday, end)) = named(line, at) else {
        // `mar` and `mer` are words too: only before a date that falls on that day.
        let weekday = place(word, SHORT)?;
        let dated = at + 1 + usize::from(line.word(at + 1) == ".");
        let (end, said) = date::read(line, dated, today, true)?;
        return Some((end, date::on(said, weekday, next(weekday, today))));
    };
    let next = next(weekday, today);
    let is_today = today.weekday() == weekday;
    let either = |why, one: Day, other: Day| Said::Unsure(why, [Some(one), Some(other)]);
    let week = end
        + if line.word(end) == "de" {
            2
        } else {
            usize::from(line.word(end) == "la")
        };
    if line.says(week, &["semaine", "prochaine"]) {
        let ahead = 7 - days(today.weekday()) + days(weekday);
        return Some((week + 2, Said::Day(today.plus(ahead))));
    }
    if line.word(week) == "semaine" && week > end {
        return Some((week + 1, Said::Unsure(Why::Vague, [None; 2])));
    }
    if among(line.word(end), "gras saint") || among(line.word(end + 1), "paques pentecote") {
        return Some((end + 1, Said::Unsure(Why::Vague, [None; 2])));
    }
    let later = match (line.word(end), line.word(end + 1)) {
        ("en", "huit" | "8") => 7,
        ("en", "quinze" | "15") => 14,
        _ => 0,
    };
    if later > 0 {
        let said = if is_today {
            either(Why::TodayOrLater, next.plus(later - 7), next.plus(later))
        } else {
            Said::Day(next.plus(later))
        };
        return Some((end + 2, said));
    }
    match line.word(end) {
        "prochain" | "suivant" => {
            let is_this_week = weekday > today.weekday() || next.days_since(today) <= 2;
            let said = if is_this_week {
                either(Why::ThisWeekOrNext, next, next.plus(7))
            } else {
                Said::Day(next)
            };
            return Some((end + 1, said));
        }
        "dernier" | "passe" => return Some((end + 1, Said::Unsure(Why::GoneBy, [None; 2]))),
        _ => {}
    }
    if let Some((end, said)) = date::read(line, end, today, true) {
        return Some((end, date::on(said, weekday, next)));
    }
    let said = match line.before(at, 1) {
        // *Le mardi* is every Tuesday, or the next one.
        "le" | "chaque" => Said::Unsure(Why::EveryWeek, [Some(next), None]),
        _ if is_today => either(Why::TodayOrLater, today, next),
        _ => Said::Day(next),
    };
    Some((end, said))
}
