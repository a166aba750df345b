//! The letters of a document: the page's own font, and what the same family has for names of other languages. What none of them has is
//! shown as [`FOREIGN`], in its place, and keeps its words for whoever copies them or has them read aloud.

use krilla::text::{Font, Tag};
use skrifa::instance::Size;
use skrifa::{FontRef, MetadataProvider};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};
use unicode_normalization::UnicodeNormalization;

/// What stands for letters that no font of ours has.
pub const FOREIGN: &str = "[?]";

/// Its width for one letter, of which there may be many: as a page would draw them, more or less.
const FOREIGN_EM: f32 = 0.6;

/// Letters that stand above the line, which no font of ours has, and what is written for them.
const RAISED: [(char, char); 5] = [('ᵉ', 'e'), ('ʳ', 'r'), ('ᵈ', 'd'), ('ˢ', 's'), ('ᵗ', 't')];

/// Where each letter is looked for, in this order: the page's own file first.
const FILES: [&[u8]; 3] = [
    include_bytes!("../../../style/fonts/atkinson-hyperlegible-next-fr.woff2"),
    include_bytes!("fonts/atkinson-hyperlegible-next-latin.woff2"),
    include_bytes!("fonts/atkinson-hyperlegible-next-latin-ext.woff2"),
];

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Of running text.
    Plain,
    /// Of what stands out.
    Bold,
}

/// A font of one weight.
struct Cut {
    font: Font,
    /// How wide each letter is, in its size.
    wide: HashMap<char, f32>,
}

/// The letters in both weights.
pub struct Typeface {
    plain: Vec<Cut>,
    bold: Vec<Cut>,
}

/// Some letters that are drawn with one font.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What is drawn.
    pub shown: String,
    /// What it stands for, where that is something else.
    pub says: Option<String>,
    /// The number of its font.
    pub font: usize,
    /// How wide it is drawn, in the size of the text.
    pub wide: f32,
}

static TYPEFACE: LazyLock<Option<Typeface>> = LazyLock::new(Typeface::read);

/// A text as it can be set: composed letters, plain spaces for lines and tabs, nothing that is not to be seen.
pub fn settable(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    let plain = text.nfc().map(|c| match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        c if let Some((_, low)) = RAISED.iter().find(|(high, _)| *high == c) => *low,
        c if u32::from(c) & 0xfffe == 0xfffe => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    let plain: String = plain.filter(|c| !unseen(*c)).collect();
    plain
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Typeface {
    /// The letters; none only where our own files cannot be read, which a test would have said.
    pub fn get() -> Option<&'static Self> {
        TYPEFACE.as_ref()
    }

    fn read() -> Option<Self> {
        let files = FILES.iter().map(|file| wuff::decompress_woff2(file).ok());
        let files: Vec<_> = files
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .map(Arc::new)
            .collect();
        let all = |weight| {
            files
                .iter()
                .map(|file| Cut::read(file, weight))
                .collect::<Option<_>>()
        };
        Some(Self {
            plain: all(400.0)?,
            bold: all(700.0)?,
        })
    }

    fn cuts(&self, weight: Weight) -> &[Cut] {
        match weight {
            Weight::Plain => &self.plain,
            Weight::Bold => &self.bold,
        }
    }

    /// A font by its number.
    pub fn font(&self, weight: Weight, number: usize) -> Font {
        self.cuts(weight)[number].font.clone()
    }

    /// A settable text in pieces, each of one font.
    pub fn pieces(&self, text: &str, weight: Weight) -> Vec<Piece> {
        let mut all: Vec<Piece> = Vec::new();
        let cuts = self.cuts(weight);
        let found = |c: char| {
            let mut all = cuts.iter().enumerate();
            all.find_map(|(number, cut)| Some((number, *cut.wide.get(&c)?)))
        };
        let mark: f32 = FOREIGN.chars().filter_map(&found).map(|(_, wide)| wide).sum();
        for c in text.chars() {
            match (found(c), all.last_mut()) {
                (Some((font, wide)), Some(last)) if last.font == font && last.says.is_none() => {
                    last.shown.push(c);
                    last.wide += wide;
                }
                (Some((font, wide)), _) => all.push(Piece {
                    shown: c.to_string(),
                    says: None,
                    font,
                    wide,
                }),
                (None, Some(Piece { says: Some(says), .. })) => says.push(c),
                (None, _) => all.push(Piece {
                    shown: FOREIGN.into(),
                    says: Some(c.to_string()),
                    font: 0,
                    wide: mark,
                }),
            }
        }
        all
    }

    /// How wide a settable text is, in its size.
    pub fn wide(&self, text: &str, weight: Weight) -> f32 {
        let of = |piece: Piece| match piece.says {
            // A page draws the letters themselves: the room is for both.
            Some(says) => {
                let count = u16::try_from(says.chars().count()).unwrap_or(u16::MAX);
                piece.wide.max(f32::from(count) * FOREIGN_EM)
            }
            None => piece.wide,
        };
        self.pieces(text, weight).into_iter().map(of).sum()
    }

    /// The lines that a settable text takes in a room, in its size. A word that is longer than a line is broken anywhere.
    pub fn lines(&self, text: &str, weight: Weight, room: f32) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let space = self.wide(" ", weight);
        let (mut at, mut full) = (0, 0.0);
        for word in text.split(' ') {
            let mut word = at..at + word.len();
            at = word.end + 1;
            let mut wide = self.wide(&text[word.clone()], weight);
            if let Some(line) = lines.last_mut()
                && full + space + wide <= room
            {
                line.end = word.end;
                full += space + wide;
                continue;
            }
            while wide > room {
                let part = self.part(&text[word.clone()], weight, room);
                if part == word.len() {
                    break;
                }
                lines.push(word.start..word.start + part);
                word.start += part;
                wide = self.wide(&text[word.clone()], weight);
            }
            full = wide;
            lines.push(word);
        }
        lines
    }

    /// How much of a word a room holds, in bytes: one letter at least, however narrow it is.
    fn part(&self, word: &str, weight: Weight, room: f32) -> usize {
        let ends: Vec<usize> = word.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let fit = ends.partition_point(|end| self.wide(&word[..*end], weight) <= room);
        ends.get(fit.saturating_sub(1)).copied().unwrap_or(word.len())
    }

    /// A text that takes so many lines at most: what is left out is said by an ellipsis.
    pub fn within(&self, text: &str, weight: Weight, room: f32, most: usize) -> String {
        let text = settable(text);
        let lines = self.lines(&text, weight, room);
        let Some(last) = lines.get(most.saturating_sub(1)).filter(|_| lines.len() > most) else {
            return text;
        };
        let mut end = last.end;
        loop {
            let line = format!("{}…", text[last.start..end].trim_end());
            let letter = text[last.start..end].chars().next_back();
            match letter {
                Some(letter) if self.wide(&line, weight) > room => end -= letter.len_utf8(),
                _ => return format!("{}…", text[..end].trim_end()),
            }
        }
    }
}

impl Cut {
    fn read(file: &Arc<Vec<u8>>, weight: f32) -> Option<Self> {
        let known = FontRef::new(file).ok()?;
        let location = known.axes().location([("wght", weight)]);
        let sizes = known.glyph_metrics(Size::unscaled(), &location);
        let em = f32::from(known.metrics(Size::unscaled(), &location).units_per_em);
        let wide = known.charmap().mappings().filter_map(|(letter, glyph)| {
            let wide = sizes.advance_width(glyph)? / em;
            Some((char::from_u32(letter)?, wide))
        });
        Some(Self {
            wide: wide.collect(),
            font: Font::new_variable(file.clone().into(), 0, &[(Tag::new(b"wght"), weight)])?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face() -> &'static Typeface {
        Typeface::get().expect("our own files")
    }

    fn shown(text: &str) -> String {
        let pieces = face().pieces(&settable(text), Weight::Plain);
        pieces.into_iter().map(|piece| piece.shown).collect()
    }

    #[test]
    fn letters_of_names_are_there_and_others_are_marked() {
        let french = "L’étape n’est « qu’à » moitié\u{202f}! Œuvre, ÉÇÀ, 12 € … fi ff – 4\u{2011}5";
        assert_eq!(shown(french), french);
        assert_eq!(
            shown("Uğur Yıldız, Łukasz Șerban, Nguyễn"),
            "Uğur Yıldız, Łukasz Șerban, Nguy[?]n"
        );
        assert_eq!(shown("mardi 1ᵉʳ décembre"), "mardi 1er décembre");
        assert_eq!(shown("موعد مع Rose 👩‍🍳🎉"), "[?] [?] Rose [?]");
        // As some keyboards and files write it.
        assert_eq!(shown("E\u{301}te\u{301}"), "Été");
        assert_eq!(shown("a\tb\u{0}\u{feff}\u{ffff}\n c"), "a b[?] c");
    }

    #[test]
    fn what_is_marked_keeps_its_words() {
        let pieces = face().pieces("le 1er موعد et 🎉", Weight::Bold);
        let says: Vec<_> = pieces.iter().filter_map(|piece| piece.says.as_deref()).collect();
        assert_eq!(says, ["موعد", "🎉"]);
    }

    #[test]
    fn a_text_is_broken_at_its_spaces_and_cut_with_an_ellipsis() {
        let face = face();
        let text = "Demander l’aide au permis du CCAS";
        let lines = face.lines(text, Weight::Plain, 9.0);
        let said: Vec<_> = lines.iter().map(|line| &text[line.clone()]).collect();
        assert_eq!(said.join(" "), text);
        assert!(
            said.iter().all(|line| face.wide(line, Weight::Plain) <= 9.0),
            "{said:?}"
        );
        let long = "x".repeat(200);
        let lines = face.lines(&long, Weight::Plain, 9.0);
        assert_eq!(lines.iter().map(ExactSizeIterator::len).sum::<usize>(), 200);
        let cut = face.within(&"mot ".repeat(100), Weight::Plain, 9.0, 2);
        assert!(
            cut.ends_with("mot…") && face.lines(&cut, Weight::Plain, 9.0).len() == 2,
            "{cut}"
        );
        assert_eq!(face.within("court", Weight::Plain, 9.0, 2), "court");
        assert_eq!(face.within("", Weight::Plain, 9.0, 2), "");
        assert_eq!(face.lines("é", Weight::Plain, 0.1).len(), 1);
    }
}
