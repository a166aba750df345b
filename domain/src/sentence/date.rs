//! Days by their numbers: `8 décembre`, `le 8/12`, `08/12/2026`, `le 8`.

use super::Why;
use super::line::{Bound, Kind, Line, is_counted};
use super::words::{among, place};
use crate::kernel::calendar::Day;

/// A day, or why there is none and which ones may be meant.
#[derive(Clone, Copy)]
pub(super) enum Said {
    Day(Day),
    Unsure(Why, [Option<Day>; 2]),
}

const MONTHS: &str = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre";
const SHORT: &str = "janv fevr mars avr mai juin juil aout sept oct nov dec";
const SHORTER: &str = "jan fev";

/// What a sentence goes on with after a day; another word makes the day *the first* of that: `le 1er étage`.
const GOES_ON: &str = "a au aux avec chez pour et ou avant apres matin midi soir vers de du dans par en";

/// The month that a word is, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    let place = place(word, MONTHS)
        .or_else(|| place(word, SHORT))
        .or_else(|| place(word, SHORTER))?;
    i8::try_from(place + 1).ok()
}

/// A date at this token. A bare number, or one over another, is one only where a word binds it as such.
pub(super) fn read(line: &Line, at: usize, today: Day, is_bound: bool) -> Option<(usize, Said)> {
    if line.is_of_word(at) {
        return None;
    }
    if let Some(year) = line.digits(at, 4).filter(|year| *year > 1_000) {
        let joined = [1, 2]
            .iter()
            .all(|place| line.is_bound(at + place, Bound::Hyphen));
        let (month, day) = (line.digits(at + 1, 2)?, line.digits(at + 2, 2)?);
        return joined.then(|| (at + 3, of(today, day, month, Some(year))));
    }
    let (number, mut end) = if line.word(at) == "premier" {
        (1, at + 1)
    } else {
        line.number(at)?
    };
    let number = u16::from(number);
    if line.word(end) == "er" && line.is_bound(end, Bound::Touching) {
        end += 1;
    }
    if let Some(month) = month(line.word(end)) {
        let short = line.word(end).len() < 5;
        end += 1;
        if short && line.word(end) == "." && end + 1 < line.tokens.len() {
            end += 1;
        }
        let year = line.digits(end, 4).filter(|year| (1900..=2200).contains(year));
        let mut said = of(today, number, u16::from(month.unsigned_abs()), year);
        // `8-9 décembre`, `8/9 décembre`: two days.
        if let Said::Day(day) = said
            && !line.is_bound(at, Bound::Apart)
            && line.before(at, 1) != "("
        {
            said = Said::Unsure(Why::SeveralDays, [Some(day), None]);
        }
        return Some((end + usize::from(year.is_some()), said));
    }
    // From here on in digits.
    line.digits(at, 2)?;
    match in_figures(line, at, end, today, is_bound) {
        Figures::Date(end, said) => return Some((end, said)),
        Figures::OfElse => return None,
        Figures::Alone => {}
    }
    let is_of_else = end > at + 1 && line.is(end, Kind::Word) && !among(line.word(end), GOES_ON);
    let bare =
        (1..=31).contains(&number) && is_bound && end <= at + 2 && !is_of_else && may_be_day(line, end - 1);
    bare.then(|| (end, of_month(today, number)))
}

enum Figures {
    /// A number by itself.
    Alone,
    /// Part of something that is no date: `3/4`, a telephone.
    OfElse,
    Date(usize, Said),
}

/// `8/12`, `08.12.2026`.
fn in_figures(line: &Line, at: usize, after: usize, today: Day, is_bound: bool) -> Figures {
    let mark = line.word(after);
    let is_slash = mark == "/";
    let touches = |at: usize| line.is(at, Kind::Number) && !line.is_bound(at, Bound::Apart);
    let (second, third) = if line.is_bound(after, Bound::Hyphen) {
        (after, after + 1)
    } else if (is_slash || mark == ".") && touches(after + 1) {
        (after + 1, after + 3)
    } else {
        return Figures::Alone;
    };
    let goes_on = touches(third) && (third == after + 1 || line.word(after + 2) == mark);
    let year = line.digits(third, 4).filter(|year| {
        // `26` is 2026, after a slash: `06.12.34.56.78` is a telephone.
        goes_on && (*year > 1_000 || (is_slash && *year > 19))
    });
    let end = if year.is_some() { third } else { second } + 1;
    // A part of something longer, or out of it.
    let is_part = !line.is_bound(at, Bound::Apart) && line.before(at, 1) != "("
        || (touches(end + 1) && line.word(end) == mark);
    let (Some(day), Some(month), false) = (line.digits(at, 2), line.digits(second, 2), is_part) else {
        return Figures::OfElse;
    };
    if year.is_none() {
        let both = line.span(at..at + 1).len() == 2 && line.span(second..second + 1).len() == 2;
        let is_number = among(line.before(at, 1), "° # numero dossier page");
        let hour = end + usize::from(among(line.word(end), "a - ,"));
        let before_hour = line.is(hour, Kind::Number) && among(line.word(hour + 1), "h heures :");
        let is_date = is_slash && !goes_on && !is_number && (is_bound || both || before_hour);
        if !is_date || month > 12 || !(before_hour || may_be_day(line, second)) {
            return Figures::OfElse;
        }
    }
    let year = year.map(|year| if year < 100 { year + 2000 } else { year });
    Figures::Date(end, of(today, day, month, year))
}

fn new(year: i16, month: u16, day: u16) -> Option<Day> {
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day and a month. Without a year it is the nearest one: on 26 November the 15 January is to come, the 12 November gone.
fn of(today: Day, day: u16, month: u16, year: Option<u16>) -> Said {
    let none = Said::Unsure(Why::NoSuchDay, [None; 2]);
    let this = today.parts().0;
    if let Some(year) = year {
        return match new(i16::try_from(year).unwrap_or(0), month, day) {
            Some(day) if day < today => Said::Unsure(Why::GoneBy, [None; 2]),
            Some(day) => Said::Day(day),
            None => none,
        };
    }
    let near = (this - 1..=this + 1).filter_map(|year| new(year, month, day));
    match near.min_by_key(|day| day.days_since(today).abs()) {
        Some(day) if day < today => {
            let later = new(day.parts().0 + 1, month, u16::from(day.parts().2.unsigned_abs()));
            Said::Unsure(Why::GoneBy, [later, None])
        }
        // The 29 February of the year after is not meant by who forgets that this one has none.
        Some(day) if day.days_since(today) > 183 => none,
        Some(day) => Said::Day(day),
        None => none,
    }
}

/// *Le 8*: of this month, or of the next when it is gone by. *Le 31* in a month without one is nothing.
fn of_month(today: Day, day: u16) -> Said {
    let (year, month, of_today) = today.parts();
    let gone = day < u16::from(of_today.unsigned_abs());
    let (year, month) = match (gone, month) {
        (false, month) => (year, month),
        (true, 12) => (year + 1, 1),
        (true, month) => (year, month + 1),
    };
    new(year, u16::from(month.unsigned_abs()), day)
        .map_or_else(|| Said::Unsure(Why::NoSuchDay, [None; 2]), Said::Day)
}

/// A date, said to be of a weekday: *mardi 9* where the 9th is a Wednesday is neither day.
pub(super) fn on(said: Said, weekday: usize, next: Day) -> Said {
    match said {
        Said::Day(day) if day.weekday() != weekday => {
            Said::Unsure(Why::WeekdayDiffers, [Some(next), Some(day)])
        }
        said => said,
    }
}

/// Whether a number may be a day of the month where it stands: no telephone, no count, no hour.
fn may_be_day(line: &Line, at: usize) -> bool {
    let after = at + 1;
    let is_hour = among(line.word(after), "h heure heures hrs :") && {
        line.word(after) != ":"
            || (line.is(after + 1, Kind::Number) && line.is_bound(after + 1, Bound::Touching))
    };
    // Before an hour a number is a day: `mardi 8 9 h 30`.
    let is_before_hour = line.is(after, Kind::Number) && among(line.word(after + 1), "h heures");
    // *Appeler le 15* is the ambulance.
    let is_emergency = among(line.word(at), "15 17 18")
        && line.before(at, 1) == "le"
        && (line.before(at, 2).starts_with("appel") || line.before(at, 2).starts_with("compos"));
    !is_hour && !is_emergency && (is_before_hour || !is_counted(line, after))
}
