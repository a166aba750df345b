//! Days, hours and moments. Moments are UTC; people read them as the clocks of their place show them ([`super::zone`]).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A moment: milliseconds since 1970-01-01 UTC. Always given by the edge, never read from a clock here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// This moment, `seconds` later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// This moment, `days` of 24 hours later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 86_400)
    }

    /// The day and the hour in UTC.
    pub(super) fn in_utc(self) -> (Day, Hour) {
        let minutes = self.0.div_euclid(60_000);
        let day = Day::of_count(i32::try_from(minutes.div_euclid(1_440)).unwrap_or(0));
        let minute = minutes.rem_euclid(1_440);
        let part = |number: i64| u8::try_from(number).unwrap_or(0);
        (day, Hour(part(minute / 60), part(minute % 60)))
    }
}

/// A day of the calendar that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[allow(clippy::struct_field_names, reason = "a date's day is called a day")]
pub struct Day {
    year: i16,
    month: i8,
    day: i8,
}

/// A text that names no day or hour that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such day or hour")]
pub struct NoSuchTime;

impl Day {
    /// The day, if it exists and lies between 1900 and 2200.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NoSuchTime> {
        let known = Self { year, month, day };
        let there = (1900..=2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        // The 30 February is counted as another day: what does not come back the same does not exist.
        if there && Self::of_count(known.count()) == known {
            Ok(known)
        } else {
            Err(NoSuchTime)
        }
    }

    /// Year, month (1 to 12), day of the month (1 to 31).
    pub fn parts(self) -> (i16, i8, i8) {
        (self.year, self.month, self.day)
    }

    /// Day of the week, from 0 for Monday, as French weeks go. 1970-01-01 was a Thursday.
    pub fn weekday(self) -> usize {
        usize::try_from((self.count() + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// Days from `other` to this one; negative when this one comes first.
    pub fn days_since(self, other: Self) -> i32 {
        self.count() - other.count()
    }

    /// The day `days` later (or earlier, if negative).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self::of_count(self.count() + days)
    }

    /// Days since 1970-01-01 in the Gregorian calendar: years start in March, so that the odd day ends them.
    fn count(self) -> i32 {
        let (month, day) = (i32::from(self.month), i32::from(self.day));
        let year = i32::from(self.year) - i32::from(month <= 2);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let of_era = year.rem_euclid(400);
        year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "each part is bounded by the calendar"
    )]
    fn of_count(count: i32) -> Self {
        let count = count + 719_468;
        let of_era = count.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + count.div_euclid(146_097) * 400 + i32::from(month <= 2);
        Self {
            year: year as i16,
            month: month as i8,
            day: day as i8,
        }
    }
}

impl FromStr for Day {
    type Err = NoSuchTime;
    /// Reads `2026-12-01`, the form of an HTML date field.
    fn from_str(text: &str) -> Result<Self, NoSuchTime> {
        let mut parts = text.split('-').map(str::parse::<i16>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NoSuchTime);
        };
        Self::new(
            year,
            month.try_into().map_err(|_| NoSuchTime)?,
            day.try_into().map_err(|_| NoSuchTime)?,
        )
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

impl TryFrom<String> for Day {
    type Error = NoSuchTime;
    fn try_from(text: String) -> Result<Self, NoSuchTime> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// An hour of the day, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hour(u8, u8);

impl Hour {
    /// Hours (0 to 23) and minutes (0 to 59).
    pub fn new(hour: u8, minute: u8) -> Result<Self, NoSuchTime> {
        if hour < 24 && minute < 60 {
            Ok(Self(hour, minute))
        } else {
            Err(NoSuchTime)
        }
    }

    /// Hours and minutes.
    pub fn parts(self) -> (u8, u8) {
        (self.0, self.1)
    }
}

impl FromStr for Hour {
    type Err = NoSuchTime;
    /// Reads `14:30`, the form of an HTML time field.
    fn from_str(text: &str) -> Result<Self, NoSuchTime> {
        let (hour, minute) = text.split_once(':').ok_or(NoSuchTime)?;
        Self::new(
            hour.parse().map_err(|_| NoSuchTime)?,
            minute.parse().map_err(|_| NoSuchTime)?,
        )
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0, self.1)
    }
}

impl TryFrom<String> for Hour {
    type Error = NoSuchTime;
    fn try_from(text: String) -> Result<Self, NoSuchTime> {
        text.parse()
    }
}

impl From<Hour> for String {
    fn from(hour: Hour) -> Self {
        hour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for wrong in [
            "2026-02-30",
            "2026-13-01",
            "26",
            "",
            "2026-2-1-1",
            "1000-01-01",
            "9999-01-01",
        ] {
            assert_eq!(wrong.parse::<Day>(), Err(NoSuchTime), "{wrong}");
        }
        assert_eq!("2028-02-29".parse::<Day>().map(Day::parts), Ok((2028, 2, 29)));
    }

    #[test]
    fn days_follow_one_another_through_three_centuries() {
        let mut day = Day::new(1900, 1, 1).expect("a day");
        assert_eq!(day.weekday(), 0, "a Monday");
        let (mut days, mut weekday) = (0, 0);
        while day.parts().0 < 2200 {
            let next = day.plus(1);
            let (year, month, of_month) = day.parts();
            let follows = [
                (year, month, of_month + 1),
                (year, month + 1, 1),
                (year + 1, 1, 1),
            ];
            assert!(follows.contains(&next.parts()), "{day} then {next}");
            assert_eq!(next.to_string().parse::<Day>(), Ok(next));
            weekday = (weekday + 1) % 7;
            assert_eq!(next.weekday(), weekday);
            day = next;
            days += 1;
        }
        assert_eq!(days, 109_573, "300 years with 73 leap days");
    }
}
