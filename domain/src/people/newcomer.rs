//! Someone who comes to a cell: what is written of them, and what of that is kept.

use super::unclear::{Unclear, line};
use crate::kernel::calendar::Day;
use serde::{Deserialize, Serialize};

/// The longest name, in characters.
pub const NAME: usize = 100;

/// The longest line on how someone is reached, in characters.
pub const REACH: usize = 200;

/// How old someone may be, in years.
const OLDEST: i16 = 120;

/// The languages that are offered to speak in (BCP 47), in the order of their names on the screen; the last is any other.
pub const LANGUAGES: [&str; 17] = [
    "fr", "fsl", "sq", "de", "en", "ar", "zh", "es", "fa", "ps", "pl", "pt", "ro", "ru", "tr", "uk", "und",
];

/// How someone was told what is kept of them and what they may ask (GDPR, art. 13): before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It was read to them.
    Aloud,
    /// They were given it on paper.
    OnPaper,
}

impl Told {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Aloud, Self::OnPaper];

    /// Its word in a form.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Aloud => "aloud",
            Self::OnPaper => "on_paper",
        }
    }
}

/// What a professional has written of someone. Nothing else is asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// As on their papers.
    pub first_name: String,
    /// As on their papers.
    pub last_name: String,
    /// How they like to be called; empty, where it is by their first name.
    pub called: String,
    /// The year they were born in; empty, where it is not known.
    pub born: String,
    /// Where they live.
    pub commune: String,
    /// Empty, where they have none.
    pub phone: String,
    /// One of [`LANGUAGES`].
    pub language: String,
    /// When and how they are best reached.
    pub reach: String,
    /// A word of [`Told`].
    pub told: String,
}

/// Someone new, as they are kept. The name that they are called by is on the board and the card; what else identifies them
/// is apart from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// The first name that they are called by.
    pub called: String,
    /// Their last name.
    pub last_name: String,
    /// The first name of their papers, where that is another.
    pub first_name: Option<String>,
    /// The year they were born in.
    pub born: Option<i16>,
    /// Where they live.
    pub commune: Option<String>,
    /// As it was written.
    pub phone: Option<String>,
    /// BCP 47.
    pub language: String,
    /// When and how they are best reached.
    pub reach: Option<String>,
    /// How they were told.
    pub told: Told,
}

impl Written {
    /// What is kept of it, on a day in the commune; or the first answer that is not clear, in the order in which it is asked.
    pub fn checked(&self, today: Day) -> Result<NewPerson, Unclear> {
        let first_name = line(&self.first_name, NAME, Unclear::FirstName)?.ok_or(Unclear::FirstName)?;
        let last_name = line(&self.last_name, NAME, Unclear::LastName)?.ok_or(Unclear::LastName)?;
        let called = line(&self.called, NAME, Unclear::Called)?.filter(|called| *called != first_name);
        let born = born(&self.born, today)?;
        let commune = line(&self.commune, NAME, Unclear::Commune)?;
        let phone = phone(&self.phone)?;
        let is_offered = LANGUAGES.contains(&self.language.as_str());
        let language = is_offered
            .then(|| self.language.clone())
            .ok_or(Unclear::Language)?;
        let reach = line(&self.reach, REACH, Unclear::Reach)?;
        let mut told = Told::ALL.into_iter();
        let told = told.find(|told| told.word() == self.told).ok_or(Unclear::Told)?;
        let (called, first_name) = match called {
            Some(called) => (called, Some(first_name)),
            None => (first_name, None),
        };
        Ok(NewPerson {
            called,
            last_name,
            first_name,
            born,
            commune,
            phone,
            language,
            reach,
            told,
        })
    }
}

fn born(year: &str, today: Day) -> Result<Option<i16>, Unclear> {
    let year = year.trim();
    if year.is_empty() {
        return Ok(None);
    }
    let (this_year, ..) = today.parts();
    let digits = year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit());
    let year = year.parse().ok().filter(|_| digits).ok_or(Unclear::Born)?;
    (this_year - OLDEST..=this_year)
        .contains(&year)
        .then_some(Some(year))
        .ok_or(Unclear::Born)
}

/// A telephone as people write it: digits with blanks, points, strokes, brackets, and a plus before. From a short number to
/// the longest of the world (ITU-T E.164).
pub(crate) fn phone(written: &str) -> Result<Option<String>, Unclear> {
    let phone = line(written, 2 * 15, Unclear::Phone)?;
    let is_one = |phone: &String| {
        let number = phone.strip_prefix('+').unwrap_or(phone);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let known = |c: char| c.is_ascii_digit() || " .-/()".contains(c);
        (4..=15).contains(&digits) && number.chars().all(known)
    };
    match phone {
        Some(phone) if !is_one(&phone) => Err(Unclear::Phone),
        phone => Ok(phone),
    }
}

impl Written {
    /// The same, where they were told before: what they were told is not corrected.
    pub fn corrected(&self, today: Day) -> Result<NewPerson, Unclear> {
        let told = Told::Aloud.word().to_owned();
        Self { told, ..self.clone() }.checked(today)
    }

    /// What another writing says otherwise: which answer, what it was, and what it is.
    pub fn differs<'a>(&'a self, after: &'a Self) -> Vec<(Unclear, &'a str, &'a str)> {
        let answers = |of: &'a Self| {
            [
                (Unclear::FirstName, of.first_name.as_str()),
                (Unclear::LastName, &of.last_name),
                (Unclear::Called, &of.called),
                (Unclear::Born, &of.born),
                (Unclear::Commune, &of.commune),
                (Unclear::Phone, &of.phone),
                (Unclear::Language, &of.language),
                (Unclear::Reach, &of.reach),
            ]
        };
        let both = answers(self).into_iter().zip(answers(after));
        let other = both.filter(|((_, was), (_, is))| was != is);
        other.map(|((what, was), (_, is))| (what, was, is)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::new(2026, 11, 30).unwrap()
    }

    fn fatou() -> Written {
        let text = str::to_owned;
        Written {
            first_name: text("Fatoumata"),
            last_name: text("N’Diaye"),
            called: text("Fatou"),
            born: text("1987"),
            commune: text("Le Trait"),
            phone: text("06 12 34 56 78"),
            language: text("fr"),
            reach: text("Par SMS, l’après-midi"),
            told: text("aloud"),
        }
    }

    #[test]
    fn who_is_called_otherwise_has_the_name_of_their_papers_apart() {
        let kept = fatou().checked(today()).unwrap();
        assert_eq!(
            (kept.called.as_str(), kept.first_name.as_deref()),
            ("Fatou", Some("Fatoumata"))
        );
        assert_eq!((kept.born, kept.told), (Some(1987), Told::Aloud));
        let same = Written {
            called: "  Fatoumata ".into(),
            ..fatou()
        };
        let kept = same.checked(today()).unwrap();
        assert_eq!((kept.called.as_str(), kept.first_name), ("Fatoumata", None));
    }

    #[test]
    fn what_is_not_known_is_not_asked_twice() {
        let little = Written {
            first_name: " محمد ".into(),
            last_name: "O'Neill\u{7}\tet  Cie".into(),
            language: "ar".into(),
            told: "on_paper".into(),
            ..Written::default()
        };
        let kept = little.checked(today()).unwrap();
        assert_eq!(
            (kept.called.as_str(), kept.last_name.as_str()),
            ("محمد", "O'Neill et Cie")
        );
        assert_eq!(
            (kept.born, kept.commune, kept.phone, kept.reach),
            (None, None, None, None)
        );
    }

    #[test]
    fn each_answer_that_is_not_clear_is_named() {
        type Change = fn(&mut Written, &str);
        let long = "a".repeat(201);
        let cases: [(Unclear, Change, &[&str]); 9] = [
            (
                Unclear::FirstName,
                |it, words| it.first_name = words.into(),
                &["", " \u{7} ", &long],
            ),
            (
                Unclear::LastName,
                |it, words| it.last_name = words.into(),
                &["", &long],
            ),
            (Unclear::Called, |it, words| it.called = words.into(), &[&long]),
            (
                Unclear::Born,
                |it, words| it.born = words.into(),
                &["19970", "97", "1905", "2027", "né en 97", "+199"],
            ),
            (Unclear::Commune, |it, words| it.commune = words.into(), &[&long]),
            (
                Unclear::Phone,
                |it, words| it.phone = words.into(),
                &["06", "1234567890123456", "fatou@ville.example", "06 12 ++"],
            ),
            (
                Unclear::Language,
                |it, words| it.language = words.into(),
                &["", "FR", "français"],
            ),
            (Unclear::Reach, |it, words| it.reach = words.into(), &[&long]),
            (Unclear::Told, |it, words| it.told = words.into(), &["", "yes"]),
        ];
        assert_eq!(cases.each_ref().map(|(unclear, ..)| *unclear), Unclear::ALL[..9]);
        for (unclear, write, all) in cases {
            for words in all {
                let mut written = fatou();
                write(&mut written, words);
                assert_eq!(written.checked(today()), Err(unclear), "{words:?}");
            }
        }
        for phone in ["3949", "+33 (0)6 12-34-56-78", "02.35.00.00.00"] {
            let kept = Written {
                phone: phone.into(),
                ..fatou()
            }
            .checked(today())
            .unwrap();
            assert_eq!(kept.phone.as_deref(), Some(phone));
        }
        for born in ["1906", "2026"] {
            assert!(
                Written {
                    born: born.into(),
                    ..fatou()
                }
                .checked(today())
                .is_ok(),
                "{born}"
            );
        }
    }

    #[test]
    fn a_correction_says_what_was_and_what_is() {
        let before = fatou();
        let after = Written {
            last_name: "Ndiaye".into(),
            phone: String::new(),
            told: String::new(),
            ..fatou()
        };
        assert_eq!(after.corrected(today()).unwrap().last_name, "Ndiaye");
        assert_eq!(after.checked(today()), Err(Unclear::Told));
        assert_eq!(
            before.differs(&after),
            [
                (Unclear::LastName, "N’Diaye", "Ndiaye"),
                (Unclear::Phone, "06 12 34 56 78", "")
            ]
        );
        assert_eq!(before.differs(&before), []);
    }

    #[test]
    fn each_way_of_telling_has_its_word() {
        for told in Told::ALL {
            assert_eq!(serde_json::to_value(told).unwrap(), told.word());
        }
    }
}
