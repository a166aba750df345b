//! What holds of any text at all.

use super::world::known;
use itineraire_domain::sentence::{Reading, read};
use proptest::prelude::*;

/// What holds of any text.
fn holds(says: &str, reading: &Reading) {
    let mut end = 0;
    let mut last = 0;
    let title = reading.title();
    for part in reading.parts() {
        assert!(
            says.get(part.span.clone()).is_some_and(|words| !words.is_empty()),
            "{says:?} {part:?}"
        );
        assert!(part.span.start >= last, "in the order of their words: {says:?}");
        last = part.span.start;
        // A theme may lie on a name; what leaves the title shares no word.
        if !part.stays {
            assert!(part.span.start >= end, "disjoint: {says:?} {:?}", reading.parts());
            end = part.span.end;
        }
    }
    for doubt in reading.doubts() {
        assert!(says.get(doubt.span.clone()).is_some(), "{says:?} {doubt:?}");
    }
    // Every word is in the title, in its order, or in a chip.
    // Both ways: a first letter may be two when it is a capital.
    let plain = |text: &str| text.to_uppercase().to_lowercase();
    let title_words = words(&title);
    let mut left = title_words.iter().map(|(_, word)| plain(word));
    for (start, word) in words(says) {
        let within = reading.parts().iter().any(|part| part.span.contains(&start));
        assert!(
            within || left.any(|it| it == plain(word)),
            "{word:?} of {says:?} is lost: {title:?}"
        );
    }
}

/// Runs of letters, and runs of digits.
fn words(text: &str) -> Vec<(usize, &str)> {
    let class = |letter: char| letter.is_alphanumeric().then_some(letter.is_ascii_digit());
    let mut all = Vec::new();
    let mut open: Option<(usize, bool)> = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        if let Some((from, kind)) = open
            && class(letter) != Some(kind)
        {
            all.push((from, &text[from..at]));
            open = None;
        }
        open = open.or(class(letter).map(|kind| (at, kind)));
    }
    all
}

const PIECES: &[&str] = &[
    "Camille",
    "rose",
    "Marie",
    "Jean-Paul",
    "la CAF",
    "CCAS",
    "je",
    "j’",
    "m'",
    "moi",
    "Mme",
    "Lefèvre",
    "avec",
    "et",
    "ou",
    "de",
    "à",
    "a",
    "au",
    "le",
    "du",
    "la mairie",
    "chez",
    "médecin",
    "mardi",
    "jeudi",
    "mar.",
    "prochain",
    "en huit",
    "8",
    "31",
    "9",
    "30",
    "1er",
    "décembre",
    "fév.",
    "2026",
    "/",
    "-",
    ":",
    "h",
    "heures",
    "et demie",
    "midi",
    "demain",
    "après-demain",
    "ce soir",
    "après",
    "avant",
    "d’ici",
    "jusqu’",
    "dans",
    "trois",
    "quinze",
    "vingt",
    "jours",
    "semaine",
    "prochaine",
    "fin",
    "apporter",
    "penser à",
    "ne pas oublier",
    "prendre",
    "le courrier",
    "le RIB",
    "permis",
    "CV",
    "adresse mail",
    ",",
    ".",
    "(",
    ")",
    "\u{202f}",
    "\u{a0}",
    "👍",
    "روز",
    "É",
    "ﬁ",
    "İ",
    "e\u{301}",
    "\n",
    "’",
    "«",
    "»",
    "2 photos",
    "06 12 34 56 78",
    "au plus tard",
    "pas",
];

fn typed() -> impl Strategy<Value = String> {
    let piece = (0..PIECES.len(), prop_oneof![3 => Just(" "), 1 => Just("")]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| {
        let pieces = pieces.into_iter().map(|(at, space)| [PIECES[at], space].concat());
        pieces.collect()
    })
}

#[test]
fn words_between_two_days_are_of_one_of_them() {
    for says in [
        "après-demain au plus tard après-demain",
        "Appeler jeudi au plus tard vendredi",
    ] {
        let reading = read(says, known());
        holds(says, &reading);
        for (doubt, choices) in reading.doubts().iter().enumerate() {
            for choice in 0..choices.choices.len() {
                holds(says, &reading.clone().taking(doubt, choice));
            }
        }
    }
}

#[test]
fn an_hour_takes_no_number_of_a_day() {
    for says in ["Médiathèque midi 30 décembre", "Médiathèque 9 h 15 décembre"] {
        let reading = read(says, known());
        holds(says, &reading);
        assert_eq!(reading.title(), "Médiathèque");
        assert_eq!(reading.parts().len(), 2, "{:?}", reading.parts());
    }
}

#[test]
fn no_letter_of_any_script_ends_a_word() {
    let letters = (0..=u32::from(char::MAX)).filter_map(char::from_u32);
    let ends = |letter: &char| {
        let says = format!("Appeler {letter}demain");
        let begins_later = |reading: Reading| {
            reading
                .parts()
                .iter()
                .any(|part| part.span.start > "Appeler ".len())
        };
        letter.is_alphanumeric() && !letter.is_ascii_digit() && begins_later(read(&says, known()))
    };
    let ends: Vec<_> = letters
        .filter(ends)
        .map(|it| format!("{:x}", u32::from(it)))
        .collect();
    assert!(ends.is_empty(), "{ends:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_read_and_no_word_is_lost(says in prop_oneof![4 => typed(), 1 => any::<String>()], off in 0_usize..6) {
        let known = known();
        let reading = read(&says, known);
        holds(&says, &reading);
        let again = reading.clone().again(&says, known);
        prop_assert_eq!(&again, &reading);
        let count = reading.parts().len();
        let without = reading.clone().without(off);
        holds(&says, &without);
        prop_assert!(without.parts().len() < count || off >= count);
        for (doubt, choices) in reading.doubts().iter().enumerate() {
            for choice in 0..choices.choices.len() {
                holds(&says, &reading.clone().taking(doubt, choice));
            }
        }
    }
}
