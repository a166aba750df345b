//! A square that a telephone reads.

use qrcode::{Color, EcLevel, QrCode};

/// The dark parts of a square, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square {
    /// How many modules it has on a side, without the quiet ones around it.
    pub side: usize,
    /// Runs of dark modules: row, first column, how many.
    pub dark: Vec<(usize, usize, usize)>,
}

/// Modules of nothing that stand around it: what reads it needs them.
pub const QUIET: usize = 4;

impl Square {
    /// The square of a text; none where it is longer than a square can hold.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let side = code.width();
        let mut dark: Vec<(usize, usize, usize)> = Vec::new();
        for (at, module) in code.to_colors().into_iter().enumerate() {
            let (row, column) = (at / side, at % side);
            match dark.last_mut() {
                _ if module == Color::Light => {}
                Some((of, first, long)) if *of == row && *first + *long == column => *long += 1,
                _ => dark.push((row, column, 1)),
            }
        }
        Some(Self { side, dark })
    }

    /// The same as the path of an SVG, a module a unit, with the quiet ones around it.
    pub fn path(&self) -> String {
        let runs = self.dark.iter();
        runs.map(|(row, first, long)| format!("M{} {}h{long}v1h-{long}z", first + QUIET, row + QUIET))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_has_its_three_corners_and_its_quiet_edge() {
        let square = Square::of("https://parcours.ville.example/carte").unwrap();
        let first = square.dark.iter().filter(|(row, ..)| *row == 0);
        let first: Vec<_> = first.collect();
        assert_eq!(*first[0], (0, 0, 7), "a corner is seven modules wide");
        assert_eq!(*first[first.len() - 1], (0, square.side - 7, 7));
        assert!(square.path().starts_with("M4 4h7v1h-7z"));
        assert_eq!(Square::of(&"a".repeat(10_000)), None);
    }
}
