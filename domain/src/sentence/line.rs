//! A sentence as tokens: words without case or accents, numbers, marks; each knows where it stands.

use super::words::{among, place};
use crate::kernel::letters::fold;
use std::ops::Range;

/// What binds a token to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// A space of any width, or nothing stands before it.
    Apart,
    /// `d’ici`.
    Apostrophe,
    /// `après-demain`.
    Hyphen,
    /// `9h30`, `8/12`.
    Touching,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark,
}

pub(super) struct Token {
    /// In bytes of the sentence.
    pub span: Range<usize>,
    /// Folded; of a mark, the mark.
    pub word: String,
    pub kind: Kind,
    pub bound: Bound,
    /// Begins with a capital.
    pub capital: bool,
}

pub(super) struct Line<'a> {
    pub sentence: &'a str,
    pub tokens: Vec<Token>,
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '´')
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// A letter or a digit of any script, but for signs and pictures. Read from the blocks that they stand in: the library's tables
/// weigh more in a page than all that is read here.
pub(super) const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, 'ª' | '²' | '³' | 'µ' | '¹' | 'º' | '¼'..='¾' | 'À'..='\u{1fff}' | '\u{2070}'..='\u{209f}' | '\u{2100}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}')
            && !matches!(c, '×' | '÷' | '،' | '؛' | '؟')
        || matches!(c, '\u{2c00}'..='\u{2dff}' | '\u{2e2f}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{d7ff}' | '\u{f900}'..='\u{fdff}')
        || matches!(c, '\u{fe70}'..='\u{fefc}' | '\u{ff10}'..='\u{ffdf}' | '\u{10000}'..='\u{1efff}' | '\u{1f100}'..='\u{1f1bf}' | '\u{1fbf0}'..='\u{3ffff}')
}

const fn kind(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Number
    } else if is_letter(c) {
        Kind::Word
    } else {
        Kind::Mark
    }
}

const fn is_capital(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Œ' | 'Ÿ')
}

/// A letter as a capital, in the scripts that French is written in.
pub(super) const fn capital(c: char) -> char {
    match c {
        'a'..='z' | 'à'..='ö' | 'ø'..='þ' => (c as u8 - 32) as char,
        'œ' => 'Œ',
        'ÿ' => 'Ÿ',
        other => other,
    }
}

impl<'a> Line<'a> {
    pub fn of(sentence: &'a str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut bound = Bound::Apart;
        let mut chars = sentence.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() || c.is_control() {
                bound = Bound::Apart;
                continue;
            }
            let mut end = start + c.len_utf8();
            let kind = kind(c);
            let mut word = String::new();
            fold(c, &mut word);
            if kind == Kind::Mark {
                let within =
                    bound == Bound::Touching && chars.peek().is_some_and(|(_, next)| is_letter(*next));
                if is_apostrophe(c) {
                    bound = Bound::Apostrophe;
                    continue;
                } else if is_hyphen(c) && within {
                    bound = Bound::Hyphen;
                    continue;
                }
            } else {
                while let Some((at, next)) = chars.next_if(|(_, next)| self::kind(*next) == kind) {
                    fold(next, &mut word);
                    end = at + next.len_utf8();
                }
            }
            tokens.push(Token {
                span: start..end,
                word,
                kind,
                bound,
                capital: is_capital(c),
            });
            bound = Bound::Touching;
        }
        Self { sentence, tokens }
    }

    /// The folded word at a place; nothing before the first and after the last, so that `at - 1` may be asked anywhere.
    #[inline(never)]
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.word)
    }

    /// The word so many places before another.
    #[inline(never)]
    pub fn before(&self, at: usize, places: usize) -> &str {
        self.word(at.wrapping_sub(places))
    }

    #[inline(never)]
    pub fn is(&self, at: usize, kind: Kind) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == kind)
    }

    #[inline(never)]
    pub fn is_bound(&self, at: usize, bound: Bound) -> bool {
        self.tokens.get(at).is_some_and(|token| token.bound == bound)
    }

    /// Whether these words stand here, one after the other.
    #[inline(never)]
    pub fn says(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(place, word)| self.word(at.wrapping_add(place)) == *word)
    }

    /// Whether a number is part of a word: the 4 of `T4`. `à9h` and `le8` only lack their space.
    pub fn is_of_word(&self, at: usize) -> bool {
        self.is_bound(at, Bound::Touching)
            && self.is(at.wrapping_sub(1), Kind::Word)
            && !among(self.before(at, 1), "a le")
    }

    /// The bytes of some tokens.
    #[inline(never)]
    pub fn span(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([only]) => only.span.clone(),
            Some([first, .., last]) => first.span.start..last.span.end,
            _ => 0..0,
        }
    }

    /// Some tokens as they were typed.
    #[inline(never)]
    pub fn text(&self, tokens: Range<usize>) -> &'a str {
        self.sentence.get(self.span(tokens)).unwrap_or_default()
    }

    /// A number in digits, of this many of them at most.
    pub fn digits(&self, at: usize, most: usize) -> Option<u16> {
        let token = self.tokens.get(at)?;
        let short = token.kind == Kind::Number && token.word.len() <= most;
        short.then(|| token.word.parse().ok()).flatten()
    }

    /// A number up to 59 in digits or in words, and where it ends: dictation writes `neuf heures trente`.
    pub fn number(&self, at: usize) -> Option<(u8, usize)> {
        if let Some(digits) = self.digits(at, 2) {
            return Some((u8::try_from(digits).ok()?, at + 1));
        }
        let value = number(self.word(at))?;
        let after = at + 1 + usize::from(self.word(at + 1) == "et");
        match number(self.word(after)) {
            // `dix-sept`, `vingt et un`; but `dix cinq` is two numbers.
            Some(more)
                if (value > 16 || (value == 10 && more > 6))
                    && (1..10).contains(&more)
                    && (after == at + 1 || more == 1) =>
            {
                Some((value + more, after + 1))
            }
            _ => Some((value, at + 1)),
        }
    }
}

/// Each at its own place.
const NUMBERS: &str =
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize";
const TENS: &str = "vingt trente quarante cinquante";

/// A number in one word.
fn number(word: &str) -> Option<u8> {
    let word = if word == "une" { "un" } else { word };
    let tens = || place(word, TENS).map(|tens| 20 + 10 * tens);
    u8::try_from(place(word, NUMBERS).or_else(tens)?).ok()
}

/// A word without the mark of its plural: `enfants`, `travaux`.
pub(super) fn stem(word: &str) -> &str {
    if word.len() > 3 {
        word.trim_end_matches(['s', 'x'])
    } else {
        word
    }
}

/// Whether a number before this token counts something: `2 photos`, `12 rue`, `3e`, `50 €`, and no day.
pub(super) fn is_counted(line: &Line, at: usize) -> bool {
    const UNITS: &str = "% € ° rue avenue av bd boulevard place allee chemin impasse route quai square passage residence lotissement faubourg bis ter km m kg euro an fois cv personne";
    const PLAIN: &str = "dans puis sans mais apres alors vers des chez rdvs";
    let Some(token) = line.tokens.get(at) else {
        return false;
    };
    let word = token.word.as_str();
    among(word, UNITS)
        || (token.kind == Kind::Word && token.bound == Bound::Touching)
        || (token.kind == Kind::Number && token.bound == Bound::Apart)
        || (token.kind == Kind::Word && !token.capital && stem(word) != word && !among(word, PLAIN))
}
