//! Days, hours and moments. Moments are UTC; people read them in Europe/Paris.

use jiff::civil;
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

    /// The day and hour that a clock on a wall in Paris shows at this moment.
    pub fn in_paris(self) -> (Day, Hour) {
        let utc = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        let wall = paris_offset(utc).to_datetime(utc);
        (
            Day(wall.date()),
            Hour(
                wall.time().hour().unsigned_abs(),
                wall.time().minute().unsigned_abs(),
            ),
        )
    }
}

/// Central European Time: one hour ahead of UTC, two from the last Sunday of March, 1 h UTC, to the last Sunday of
/// October, 1 h UTC (directive 2000/84/CE). Written here so that the page need not carry a time zone database.
fn paris_offset(utc: jiff::Timestamp) -> jiff::tz::Offset {
    let now = jiff::tz::Offset::UTC.to_datetime(utc);
    let turn = |month: i8| {
        let last = civil::Date::constant(now.year(), month, 31);
        let back = last.weekday().to_sunday_zero_offset();
        civil::DateTime::from_parts(
            civil::Date::constant(now.year(), month, 31 - back),
            civil::time(1, 0, 0, 0),
        )
    };
    let summer = now >= turn(3) && now < turn(10);
    jiff::tz::Offset::constant(if summer { 2 } else { 1 })
}

/// A day of the calendar that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(civil::Date);

/// A text that names no day or hour that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such day or hour")]
pub struct NoSuchTime;

impl Day {
    /// The day, if it exists and lies between 1900 and 2200.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NoSuchTime> {
        if !(1900..=2200).contains(&year) {
            return Err(NoSuchTime);
        }
        civil::Date::new(year, month, day)
            .map(Self)
            .map_err(|_| NoSuchTime)
    }

    /// Year, month (1 to 12), day of the month (1 to 31).
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// Day of the week, from 0 for Monday, as French weeks go.
    pub fn weekday(self) -> usize {
        self.0.weekday().to_monday_zero_offset().unsigned_abs().into()
    }

    /// Days from `other` to this one; negative when this one comes first.
    pub fn days_since(self, other: Self) -> i32 {
        (self.0 - other.0).get_days()
    }

    /// The day `days` later (or earlier, if negative), kept within the calendar.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
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
    fn paris_changes_its_clocks_on_the_last_sundays_of_march_and_october() {
        // 2026-03-29 00:59:59 UTC and one second later; 2026-10-25 00:59:59 UTC and one second later.
        let wall = |ms: i64| Moment(ms).in_paris().1.to_string();
        assert_eq!(wall(1_774_745_999_000), "01:59");
        assert_eq!(wall(1_774_746_000_000), "03:00");
        assert_eq!(wall(1_792_889_999_000), "02:59");
        assert_eq!(wall(1_792_890_000_000), "02:00");
    }
}
