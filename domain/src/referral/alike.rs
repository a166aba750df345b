//! Who may be the same person: proposed, never decided.

use crate::kernel::letters::folded;

/// What is known of someone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known<'a> {
    /// The first name that they are called by.
    pub first_name: &'a str,
    /// Their last name.
    pub last_name: &'a str,
    /// The first name of their papers, where that is another.
    pub other_name: Option<&'a str>,
    /// As it was written.
    pub phone: Option<&'a str>,
}

/// Digits of a telephone that count: those after a country's code or the zero before.
const DIGITS: usize = 9;

/// Whether two may be one person: by the same telephone, or by the same names, whatever their accents, capitals, hyphens and
/// apostrophes, and whichever was written first.
pub fn is_alike(one: &Known<'_>, other: &Known<'_>) -> bool {
    let phones = one.phone.map(digits).zip(other.phone.map(digits));
    let one_number = phones.is_some_and(|(one, other)| one.len() == DIGITS && one == other);
    let (ones, others) = (names(one), names(other));
    one_number || ones.iter().any(|it| others.contains(it))
}

/// The last digits of a telephone, one after another.
fn digits(phone: &str) -> String {
    let all: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    all[all.len().saturating_sub(DIGITS)..].iter().collect()
}

/// Their names, each the words of both in the order of the alphabet; with each of their first names.
fn names(of: &Known<'_>) -> Vec<Vec<String>> {
    let firsts = [Some(of.first_name), of.other_name];
    let words = |first: &str| {
        let plain = folded(&format!("{first} {}", of.last_name));
        let split = plain.split(|c: char| !c.is_alphanumeric());
        let mut words: Vec<String> = split.filter(|it| !it.is_empty()).map(str::to_owned).collect();
        words.sort();
        words
    };
    let all = firsts.into_iter().flatten().map(words);
    // One word alone is many people.
    all.filter(|words| words.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn named<'a>(first_name: &'a str, last_name: &'a str) -> Known<'a> {
        Known {
            first_name,
            last_name,
            other_name: None,
            phone: None,
        }
    }

    #[test]
    fn accents_hyphens_apostrophes_and_swapped_names_hide_nobody() {
        let fatou = Known {
            other_name: Some("Fatoumata"),
            phone: Some("06 12 34 56 78"),
            ..named("Fatou", "N’Diaye")
        };
        for alike in [
            named("Fatoumata", "N'Diaye"),
            named("N Diaye", "Fatou"),
            named("FATOU", "n-diaye"),
        ] {
            assert!(is_alike(&fatou, &alike), "{alike:?}");
        }
        assert!(is_alike(
            &named("Jean-François", "Lévêque"),
            &named("jean francois", "LEVEQUE")
        ));
        assert!(is_alike(&named("محمد", "علي"), &named("علي", "محمد")));
        let phone = |phone| Known {
            phone: Some(phone),
            ..named("Awa", "Sarr")
        };
        assert!(is_alike(&fatou, &phone("+33 6.12.34.56.78")));
        for other in ["06 12 34 56 79", "5678", ""] {
            assert!(!is_alike(&fatou, &phone(other)), "{other}");
        }
        assert!(
            !is_alike(&named("Fatou", ""), &named("", "Fatou")),
            "one word is many people"
        );
        assert!(!is_alike(&named("Fatou", "Sow"), &named("Fatou", "Ba")));
        assert!(!is_alike(&named("", ""), &named("", "")));
    }
}
