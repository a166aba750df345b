//! What is written of a need that was noticed.

use crate::people::{NAME, REACH, Unclear, line, phone};
use serde::{Deserialize, Serialize};

/// The longest description of what was noticed, in characters.
pub const NOTICED: usize = 1_000;

/// What someone has written of a need: of another's, or of their own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenReferral {
    /// As they say it.
    pub first_name: String,
    /// As they say it.
    pub last_name: String,
    /// Empty, where they have none.
    pub phone: String,
    /// When and how they are best reached.
    pub reach: String,
    /// What was noticed; of their own need, what would help.
    pub noticed: String,
    /// *on*, once they know of it and agree. Whoever asks for themselves does by asking.
    pub agrees: String,
}

/// A need, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReferral {
    /// Whose.
    pub first_name: String,
    /// Whose.
    pub last_name: String,
    /// As it was written.
    pub phone: Option<String>,
    /// When and how they are best reached.
    pub reach: Option<String>,
    /// What was noticed.
    pub noticed: String,
}

impl WrittenReferral {
    /// What is kept of it, or the first answer that is not clear. `own`: whoever writes it is whose need it is.
    pub fn checked(&self, own: bool) -> Result<NewReferral, Unclear> {
        let first_name = line(&self.first_name, NAME, Unclear::FirstName)?.ok_or(Unclear::FirstName)?;
        let last_name = line(&self.last_name, NAME, Unclear::LastName)?.ok_or(Unclear::LastName)?;
        let phone = phone(&self.phone)?;
        let reach = line(&self.reach, REACH, Unclear::Reach)?;
        if phone.is_none() && reach.is_none() {
            return Err(Unclear::Nowhere);
        }
        let noticed = paragraph(&self.noticed, NOTICED).ok_or(Unclear::Noticed)?;
        if !own && self.agrees != "on" {
            return Err(Unclear::Agrees);
        }
        Ok(NewReferral {
            first_name,
            last_name,
            phone,
            reach,
            noticed,
        })
    }
}

/// Words on several lines; none, where there are none or too many.
pub(super) fn paragraph(words: &str, limit: usize) -> Option<String> {
    let lines = words.lines().map(|line| {
        let seen = line.chars().map(|c| if c.is_control() { ' ' } else { c });
        seen.collect::<String>().trim_end().to_owned()
    });
    let words = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
    (!words.is_empty() && words.chars().count() <= limit).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rachid() -> WrittenReferral {
        let text = str::to_owned;
        WrittenReferral {
            first_name: text("Rachid"),
            last_name: text("O'Hara"),
            phone: text("06 12 34 56 78"),
            reach: text("le soir"),
            noticed: text("N’ouvre plus son courrier.\r\n\r\nPas d’accès à internet. "),
            agrees: text("on"),
        }
    }

    #[test]
    fn a_need_is_kept_as_written() {
        let kept = rachid().checked(false).unwrap();
        assert_eq!(
            kept.noticed,
            "N’ouvre plus son courrier.\n\nPas d’accès à internet."
        );
        let own = WrittenReferral {
            phone: String::new(),
            agrees: String::new(),
            ..rachid()
        };
        assert_eq!(own.checked(true).unwrap().reach.as_deref(), Some("le soir"));
    }

    #[test]
    fn each_answer_that_is_not_clear_is_named() {
        type Change = fn(&mut WrittenReferral, &str);
        let long = "é".repeat(1_001);
        let cases: [(Unclear, Change, &[&str]); 6] = [
            (
                Unclear::FirstName,
                |it, words| it.first_name = words.into(),
                &["", &long],
            ),
            (
                Unclear::LastName,
                |it, words| it.last_name = words.into(),
                &[" ", &long],
            ),
            (
                Unclear::Phone,
                |it, words| it.phone = words.into(),
                &["chez sa sœur"],
            ),
            (Unclear::Reach, |it, words| it.reach = words.into(), &[&long]),
            (
                Unclear::Noticed,
                |it, words| it.noticed = words.into(),
                &["", "\n \u{7}", &long],
            ),
            (
                Unclear::Agrees,
                |it, words| it.agrees = words.into(),
                &["", "yes"],
            ),
        ];
        for (unclear, write, all) in cases {
            for words in all {
                let mut written = rachid();
                write(&mut written, words);
                assert_eq!(written.checked(false), Err(unclear), "{words:?}");
            }
        }
        let nowhere = WrittenReferral {
            phone: " ".into(),
            reach: String::new(),
            ..rachid()
        };
        assert_eq!(nowhere.checked(false), Err(Unclear::Nowhere));
    }
}
