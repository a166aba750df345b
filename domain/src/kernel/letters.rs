//! Letters without their case and their accents: what names are put in order by, and looked for by.

/// An accent typed apart from its letter, as some keyboards and most dictations of one maker do.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Adds a letter without its case and its accents.
pub(crate) fn fold(c: char, to: &mut String) {
    let plain = match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        'À'..='Å' | 'à'..='å' => 'a',
        'Ç' | 'ç' => 'c',
        'È'..='Ë' | 'è'..='ë' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' => 'i',
        'Ñ' | 'ñ' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' => 'u',
        'Ÿ' | 'ÿ' => 'y',
        'Œ' | 'œ' | 'Æ' | 'æ' => {
            to.push(if matches!(c, 'Œ' | 'œ') { 'o' } else { 'a' });
            'e'
        }
        accent if is_accent(accent) => return,
        other => other,
    };
    to.push(plain);
}

/// Words without their case and their accents.
pub fn folded(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    words.chars().for_each(|c| fold(c, &mut plain));
    plain
}
