//! *Mon parcours* on one A4: what it says, in words of the person's language. [`Draft::fit`] keeps of it what one page holds, the
//! same for the page in a browser and for the file; [`Page::pdf`] makes the file.

mod fit;
mod layout;
mod pdf;

use super::qr::Square;

/// The sheet, in points of 1/72 inch.
mod sheet {
    /// A4.
    pub const WIDE: f32 = 595.28;
    pub const HIGH: f32 = 841.89;
    /// 18 mm on each side.
    pub const MARGIN: f32 = 51.0;
    /// What is written on.
    pub const ROOM: f32 = WIDE - 2.0 * MARGIN;
}

/// All that could stand on the paper.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What stands there in any case. Its lists of steps are empty.
    pub page: Page,
    /// The steps but for the next one.
    pub steps: Vec<DraftStep>,
    /// The titles of what is done.
    pub done: Vec<String>,
    /// What is said of what does not fit.
    pub says: Says,
}

/// A step that may fit.
#[derive(Clone, Debug)]
pub struct DraftStep {
    /// What is to be done.
    pub title: String,
    /// All that is said of it; without its place and what to bring; where it stands and when, alone.
    pub about: [String; 3],
}

/// What is said of what does not fit.
#[derive(Clone, Copy, Debug)]
pub struct Says {
    /// So many steps are not on the paper.
    pub left: fn(usize) -> String,
    /// So many steps are done.
    pub done: fn(usize) -> String,
    /// Not all is said of each step.
    pub brief: &'static str,
}

/// What stands on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its language, as RFC 3066 names it.
    pub language: &'static str,
    /// Its title, without a name: it is the file's, too.
    pub title: String,
    /// Of whom, and when it was printed.
    pub about: String,
    /// The goal: what is said before it, and the words.
    pub goal: Option<(String, String)>,
    /// The step to look at first.
    pub next: Next,
    /// The other steps, under their title.
    pub later: Vec<Later>,
    /// Their title.
    pub later_title: String,
    /// What is said of steps that are not all there.
    pub left: Vec<String>,
    /// The titles of what is done, under their own; or how many these are.
    pub done: Done,
    /// The title of what is done.
    pub done_title: String,
    /// Who signs.
    pub signs: [String; 2],
    /// *Date*, *Signature*: what they write.
    pub writes: [String; 2],
    /// The way to one's own page.
    pub card: Card,
    /// What is said of letters that the file cannot show, where there are any.
    pub foreign: String,
}

/// The step to look at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// What it is.
    pub label: String,
    /// What is to be done.
    pub title: String,
    /// When, where, who, with what: the word before each, and what it is.
    pub terms: Vec<(String, String)>,
}

/// Another step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// What is to be done.
    pub title: String,
    /// Where it stands, when, who.
    pub about: String,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Nothing yet.
    Nothing,
    /// These.
    Titles(Vec<String>),
    /// So many, in words.
    Count(String),
}

/// The way to one's own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Where it is, in words.
    pub says: String,
    /// What the square is, for whoever does not see it.
    pub describes: String,
    /// What the square says; none where an address is too long for one.
    pub square: Option<Square>,
}

#[cfg(test)]
mod tests;
