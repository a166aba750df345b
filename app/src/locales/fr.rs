//! The grammar of French that a table of sentences cannot say: elision, dates, hours.

use super::say;
use itineraire_domain::calendar::{Day, Hour};
use itineraire_domain::parcours::When;

/// *Parcours de Rose*, *Parcours d’Alain*.
pub fn parcours_of(name: &str) -> String {
    let vowel = |c: char| "AEIOUHÀÂÄÉÈÊËÎÏÔÖÙÛÜŒ".contains(c);
    let first = name.chars().next().and_then(|c| c.to_uppercase().next());
    if first.is_some_and(vowel) {
        say::board::parcours_of_vowel(name)
    } else {
        say::board::parcours_of(name)
    }
}

/// *2 étapes faites sur 5*
pub fn progress(done: usize, all: usize) -> String {
    of_all(done, all, (say::board::progress_one, say::board::progress_many))
}

/// *2 sur 5 faites*
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "only a page of the server says it")
)]
pub fn steps_done(done: usize, all: usize) -> String {
    of_all(done, all, (say::home::progress_one, say::home::progress_many))
}

/// So many of all, by the sentence for one or for many: nought and one are singular.
fn of_all(done: usize, all: usize, (one, many): (Sentence, Sentence)) -> String {
    let said = if done > 1 { many } else { one };
    said(&all.to_string(), &done.to_string())
}

/// What is said of two numbers: of all, and of those meant.
type Sentence = fn(&str, &str) -> String;

fn number(day: i8) -> String {
    if day == 1 {
        say::date::FIRST_OF_MONTH.into()
    } else {
        day.to_string()
    }
}

/// *14 h 30*, *14 h*
pub fn hour(hour: Hour) -> String {
    let (hours, minutes) = hour.parts();
    let hours = hours.to_string();
    match minutes {
        0 => say::date::hour(&hours),
        minutes => say::date::hour_and_minutes(&hours, &format!("{minutes:02}")),
    }
}

/// *mardi 1ᵉʳ décembre*
pub fn day(day: Day) -> String {
    let (_, month, number_of) = day.parts();
    let weekday = say::date::DAYS[day.weekday()];
    say::date::day(&number(number_of), month_name(month), weekday)
}

/// *mardi 1ᵉʳ décembre 2026*
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "only a page of the server says it")
)]
pub fn day_and_year(of: Day) -> String {
    say::date::day_and_year(&day(of), &of.parts().0.to_string())
}

fn month_name(month: i8) -> &'static str {
    say::date::MONTHS
        .get(usize::from(month.unsigned_abs()).saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

/// *mardi 1ᵉʳ décembre à 14 h*, *avant le mardi 15 décembre*
pub fn when(when: When) -> String {
    let day = day(when.day);
    let day = if when.before { say::date::before(&day) } else { day };
    match when.hour {
        Some(at) => say::date::at(&day, &hour(at)),
        None => day,
    }
}

fn short(word: &str) -> String {
    if word.chars().count() <= 4 {
        word.to_owned()
    } else {
        word.chars().take(3).collect::<String>() + "."
    }
}

/// *12 oct.*
pub fn short_day(day: Day) -> String {
    let (_, month, number_of) = day.parts();
    say::date::day_of_month(&number(number_of), &short(month_name(month)))
}

/// *mar. 1ᵉʳ déc.*, *avant le mar. 15 déc.*
pub fn short_day_of(when: When) -> String {
    let (_, month, number_of) = when.day.parts();
    let (day, month) = (say::date::DAYS[when.day.weekday()], month_name(month));
    let day = say::date::day(&number(number_of), &short(month), &short(day));
    if when.before { say::date::before(&day) } else { day }
}

/// *mar. 1ᵉʳ déc., 14 h*
pub fn short_when(when: When) -> String {
    let day = short_day_of(when);
    match when.hour {
        Some(at) => say::date::at_short(&day, &hour(at)),
        None => day,
    }
}

/// *12 octobre*
pub fn day_of_month(day: Day) -> String {
    let (_, month, number_of) = day.parts();
    say::date::day_of_month(&number(number_of), month_name(month))
}

/// *le 12 octobre*
pub fn on(day: Day) -> String {
    say::date::on(&day_of_month(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_begins_with_a_vowel_takes_an_apostrophe() {
        assert_eq!(parcours_of("Rose M."), "Parcours de Rose M.");
        assert_eq!(parcours_of("Alain"), "Parcours d’Alain");
        assert_eq!(parcours_of("élodie"), "Parcours d’élodie");
        assert_eq!(parcours_of(""), "Parcours de ");
    }

    #[test]
    fn dates_are_written_as_french_people_write_them() {
        let day = Day::new(2026, 12, 1).expect("a day");
        let at = When {
            day,
            hour: Hour::new(14, 30).ok(),
            before: false,
        };
        assert_eq!(when(at), "mardi 1ᵉʳ décembre à 14\u{a0}h\u{a0}30");
        assert_eq!(short_when(at), "mar. 1ᵉʳ déc., 14\u{a0}h\u{a0}30");
        assert_eq!(
            when(When {
                day,
                hour: None,
                before: true
            }),
            "avant le mardi 1ᵉʳ décembre"
        );
    }
}
