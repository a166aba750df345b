//! Looking for someone or something by a few letters: by the beginnings of its words, whatever their case and accents, with one
//! error of typing in each, and by a part of a telephone.

use crate::kernel::letters::folded;

/// The longest that is looked for, in characters, and of how many words.
pub const SOUGHT: usize = 80;
const WORDS: usize = 8;

/// From so many letters on a word may have an error: of shorter ones too many others are like it.
const ERROR_FROM: usize = 4;

/// From so many digits on a telephone is looked for.
const DIGITS: usize = 4;

/// What someone looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    words: Vec<Vec<char>>,
    /// Digits alone, with the zero of the country; empty, where it is no telephone.
    digits: String,
}

/// How well something is what is looked for: the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Each word is one of its own.
    Whole,
    /// Each begins one of its own.
    Begins,
    /// One of them has an error.
    Almost,
}

impl Sought {
    /// What was written; none, where that is nothing to look for.
    pub fn of(written: &str) -> Option<Self> {
        let written: String = written.chars().take(SOUGHT).collect();
        let words: Vec<_> = words(&written).into_iter().take(WORDS).collect();
        let is_number = written.chars().all(|c| !c.is_alphabetic());
        let digits = Some(digits(&written)).filter(|it| is_number && it.len() >= DIGITS);
        (!words.is_empty()).then(|| Self {
            words,
            digits: digits.unwrap_or_default(),
        })
    }

    /// How well these words are what is looked for: each word that is sought must be found in one of them, and all are as
    /// well as the worst.
    pub fn fits(&self, text: &str) -> Option<Fit> {
        let theirs = words(text);
        let best = |sought: &Vec<char>| theirs.iter().filter_map(|word| fit(sought, word)).min();
        let all: Option<Vec<Fit>> = self.words.iter().map(best).collect();
        all?.into_iter().max()
    }

    /// Whether it is a part of this telephone.
    pub fn fits_phone(&self, phone: &str) -> Option<Fit> {
        let found = !self.digits.is_empty() && digits(phone).contains(&self.digits);
        found.then_some(Fit::Begins)
    }
}

/// The words of a text, in letters without case and accents.
fn words(text: &str) -> Vec<Vec<char>> {
    let plain = folded(text).to_lowercase();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|it| !it.is_empty())
        .map(|it| it.chars().collect())
        .collect()
}

/// The digits of a telephone, as it is dialled within its country.
fn digits(phone: &str) -> String {
    let all: String = phone.chars().filter(char::is_ascii_digit).collect();
    let within = |code: &str| all.strip_prefix(code).map(|rest| format!("0{rest}"));
    let plus = phone.trim_start().starts_with('+');
    let within = if plus { within("33") } else { within("0033") };
    within.unwrap_or(all)
}

fn fit(sought: &[char], word: &[char]) -> Option<Fit> {
    if sought == word {
        return Some(Fit::Whole);
    }
    if word.starts_with(sought) {
        return Some(Fit::Begins);
    }
    if sought.len() < ERROR_FROM {
        return None;
    }
    // With one error it is as long as what it was to be, or one longer or shorter; the end of the word is still to come.
    let lengths = [sought.len() - 1, sought.len(), sought.len() + 1];
    let mut beginnings = lengths.into_iter().filter_map(|length| word.get(..length));
    beginnings
        .any(|it| is_one_error(sought, it))
        .then_some(Fit::Almost)
}

/// Whether one error of typing makes one of the other: a letter that is another, too many, missing, or two that changed places.
fn is_one_error(one: &[char], other: &[char]) -> bool {
    let begins = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[begins..], &other[begins..]);
    match (one, other) {
        ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others => true,
        ([_, rest @ ..], [_, others @ ..]) if rest == others => true,
        ([_, rest @ ..], others) if rest == others => true,
        (rest, [_, others @ ..]) => rest == others,
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(sought: &str, text: &str) -> Option<Fit> {
        Sought::of(sought).unwrap().fits(text)
    }

    #[test]
    fn beginnings_of_words_are_enough_whatever_their_accents_and_order() {
        for (sought, text, fit) in [
            ("rose", "Rose Martin", Fit::Whole),
            ("martin rose", "Rose Martin", Fit::Whole),
            ("ro ma", "Rose Martin", Fit::Begins),
            ("lev", "Jean-François Lévêque", Fit::Begins),
            ("JEAN FRANCOIS", "Jean-François Lévêque", Fit::Whole),
            ("n'di", "Fatou N’Diaye", Fit::Begins),
            ("coeur", "Cœur de ville", Fit::Whole),
            ("محمد", "محمد علي", Fit::Whole),
            ("cv", "Refaire le CV", Fit::Whole),
        ] {
            assert_eq!(fits(sought, text), Some(fit), "{sought}: {text}");
        }
        for (sought, text) in [
            ("rose durand", "Rose Martin"),
            ("ose", "Rose"),
            ("rosé martine durand", "Rose"),
            ("z", "Rose"),
        ] {
            assert_eq!(fits(sought, text), None, "{sought}: {text}");
        }
    }

    #[test]
    fn one_error_in_a_word_hides_nobody_and_two_do() {
        for sought in ["fatuo", "fatpou", "fatu", "fadou", "afatou", "gatou"] {
            assert_eq!(fits(sought, "Fatou Sow"), Some(Fit::Almost), "{sought}");
        }
        // In the middle of a longer word, whose end is still to come.
        assert_eq!(fits("levqeu", "Lévêque"), Some(Fit::Almost));
        assert_eq!(fits("candidt", "Envoyer une candidature"), Some(Fit::Almost));
        for sought in ["ftaoo", "xxtou", "fat0us0", "rso"] {
            assert_eq!(fits(sought, "Fatou Rose"), None, "{sought}");
        }
    }

    #[test]
    fn a_telephone_is_found_by_a_part_of_it_however_it_is_written() {
        let of = |sought: &str, phone: &str| Sought::of(sought).unwrap().fits_phone(phone).is_some();
        for sought in [
            "06 12 34",
            "0612345678",
            "+33 6 12 34 56 78",
            "0033612345678",
            "5678",
            "12.34.56",
        ] {
            assert!(of(sought, "06 12 34 56 78"), "{sought}");
            assert!(of(sought, "+33612345678"), "{sought}");
        }
        for sought in ["56 7", "06 12 35", "rose 0612345678"] {
            assert!(!of(sought, "06 12 34 56 78"), "{sought}");
        }
    }

    #[test]
    fn nothing_is_looked_for_where_nothing_is_written() {
        for nothing in ["", "   ", "’-", "%_"] {
            assert_eq!(Sought::of(nothing), None, "{nothing}");
        }
        assert_eq!(Sought::of(&"a ".repeat(500)).unwrap().words.len(), 8);
    }

    proptest! {
        #[test]
        fn what_has_one_error_is_found(word in "[a-z]{5,12}", at in 0_usize..5, other in "[a-z]", how in 0..4) {
            let mut typed: Vec<char> = word.chars().collect();
            match how {
                0 => typed[at] = other.chars().next().unwrap(),
                1 => drop(typed.remove(at)),
                2 => typed.insert(at, other.chars().next().unwrap()),
                _ => typed.swap(at, (at + 1).min(word.len() - 1)),
            }
            let typed: String = typed.into_iter().collect();
            prop_assert!(fits(&typed, &word).is_some(), "{typed} {word}");
        }
    }
}
