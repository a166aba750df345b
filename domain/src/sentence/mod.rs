//! *Type a sentence, get a step*: one line, read in the browser as it is typed. `Camille appelle la CAF mardi 9 h 30, apporter
//! le courrier` has a doer, a day, an hour, something to bring and a theme.
//!
//! What is recognised is shown as chips, which can be taken off before Enter, and nothing is guessed in silence: where there
//! are two ways to read a thing there is no chip but a [`Doubt`], with what may have been meant. A theme is there only
//! because a word speaks of it. What is not understood stays in the title, as it was typed.
//!
//! A day is the one thing that must never be wrong. A weekday is the next such day strictly after today; on that very weekday it
//! may be today or a week later, and is neither. A weekday that does not fall on its date, a *31* in a month without one, a day
//! gone by, the day of a letter or of what has happened: no day, and the reason.
//!
//! Start reading at [`read`]. Days are in `day`, `weekday` and `date`, and what surrounds them in `around`; hours in `hour`; what
//! is known of the board is [`Known`].

mod around;
mod bring;
mod cues;
mod date;
mod day;
mod doer;
mod found;
mod hour;
mod known;
mod line;
mod place;
mod read;
mod reading;
mod weekday;
mod words;

use crate::catalogue::Theme;
use crate::kernel::calendar::{Day, Hour};
use crate::kernel::ids::FindingId;
use crate::parcours::{Doer, WrittenWhen};
use std::ops::Range;

pub use known::Known;
pub use read::read;

/// A sentence as it was understood. It stands by itself: chips are taken off and put on without reading again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    sentence: String,
    parts: Vec<Part>,
    doubts: Vec<Doubt>,
    answers: Answers,
}

/// What a step is proposed with, once the sentence is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What remains of the sentence; see [`Reading::title`].
    pub title: String,
    /// What it is about, if the sentence says so. There is no other theme to fall back on.
    pub theme: Option<Theme>,
    /// Who does it.
    pub doers: Vec<Doer>,
    /// When.
    pub when: Option<WrittenWhen>,
    /// Where.
    pub place: String,
    /// What to bring.
    pub bring: String,
    /// The frein that it lifts.
    pub barrier: Option<FindingId>,
}

/// A chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The words that it was read from, in bytes of the sentence.
    pub span: Range<usize>,
    /// What they are.
    pub what: What,
    /// The title keeps these words: a name is its subject, a theme its matter. Such words may speak of two things (*CAF*);
    /// those that leave it are of one part alone.
    pub stays: bool,
}

/// What some words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Who does it.
    Doer(Doer),
    /// The day.
    Day {
        /// The day.
        day: Day,
        /// *Avant le* rather than *le*.
        before: bool,
    },
    /// The hour.
    Hour(Hour),
    /// Where.
    Place(String),
    /// What to bring.
    Bring(String),
    /// What it is about.
    Theme(Theme),
    /// The frein that it lifts.
    Barrier(FindingId),
}

/// Something that is said rather than decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The words that it is about, in bytes of the sentence.
    pub span: Range<usize>,
    /// What is unsure.
    pub why: Why,
    /// What may have been meant: [`Reading::taking`] makes a chip of one.
    pub choices: Vec<Part>,
}

/// Why something is no chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Two days or more, or a range of them.
    SeveralDays,
    /// A weekday, written on that very weekday.
    TodayOrLater,
    /// *Vendredi prochain* when this week has one left.
    ThisWeekOrNext,
    /// *Huit jours*: seven or eight.
    WeekOrDays,
    /// *Mardi 9*, and the 9th is a Wednesday.
    WeekdayDiffers,
    /// *Le 31* of a month that has none.
    NoSuchDay,
    /// The day is gone by.
    GoneBy,
    /// *Le mardi*, *tous les mardis*.
    EveryWeek,
    /// *Fin décembre*, *la semaine prochaine*: no day.
    Vague,
    /// The day of something else: *la lettre du 8*, *après le 8*, *pas mardi*.
    OfAnother,
    /// Two hours.
    SeveralHours,
    /// *3 h*: of the night or of the afternoon.
    NightOrAfternoon,
    /// A step has no hour without a day: the title keeps it.
    HourWithoutDay,
    /// A name that two people bear.
    TwoPeople,
    /// Words of two themes.
    SeveralThemes,
    /// Two freins, as likely as each other.
    SeveralBarriers,
    /// Nothing is left for a title.
    NoTitle,
    /// The title, the place or what to bring is longer than a step takes.
    TooLong,
}

/// What the writer answered to what was recognised. It outlives the next letter typed: see [`Reading::again`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answers {
    off: Vec<What>,
    taken: Vec<What>,
}
