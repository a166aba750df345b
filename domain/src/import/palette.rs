//! The tones that a commune may choose from, and how well each is read on its ground: computed from the style's own values,
//! in the light and in the dark.

use std::collections::BTreeMap;

/// What text and its ground need between them (WCAG 2.2, 1.4.3).
pub const READABLE: f64 = 4.5;

/// The tones of a style, each with the least of its contrasts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette(BTreeMap<String, f64>);

impl Palette {
    /// Reads the style's tokens: a tone is a class that sets `--tone` and `--wash`.
    pub fn of(css: &str) -> Self {
        let (mut light, mut dark) = (BTreeMap::new(), BTreeMap::new());
        let mut tones = BTreeMap::<&str, (Option<&str>, Option<&str>)>::new();
        for (within, name, value) in declarations(css) {
            if let Some(colour) = value.strip_prefix('#').and_then(rgb) {
                let is_dark = within.iter().any(|it| it.contains("prefers-color-scheme: dark"));
                let scheme = if is_dark { &mut dark } else { &mut light };
                scheme.insert(name, colour);
            } else if let Some(class) = within.last().and_then(|it| it.strip_prefix('.')) {
                let variable = value.strip_prefix("var(").and_then(|it| it.strip_suffix(')'));
                match name {
                    "--tone" => tones.entry(class).or_default().0 = variable,
                    "--wash" => tones.entry(class).or_default().1 = variable,
                    _ => {}
                }
            }
        }
        let least = |tone: &str, wash: &str| {
            // In the dark, what is not set again stays as it is.
            let in_dark = |name: &str| dark.get(name).or(light.get(name)).copied();
            let in_light = contrast(*light.get(tone)?, *light.get(wash)?);
            Some(in_light.min(contrast(in_dark(tone)?, in_dark(wash)?)))
        };
        let readable = tones.iter().filter_map(|(class, (tone, wash))| {
            let least = least((*tone)?, (*wash)?)?;
            Some(((*class).to_owned(), least))
        });
        Self(readable.collect())
    }

    /// The names of the tones.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The least contrast of a tone with its ground, if there is such a tone.
    pub fn contrast(&self, tone: &str) -> Option<f64> {
        self.0.get(tone).copied()
    }
}

/// Each declaration, with what it stands within.
fn declarations(css: &str) -> Vec<(Vec<&str>, &str, &str)> {
    let (mut all, mut within, mut start) = (Vec::new(), Vec::new(), 0);
    for (end, mark) in css.match_indices(['{', '}', ';']) {
        // A comment before a rule is none of its name.
        let said = css[start..end].rsplit("*/").next().unwrap_or_default().trim();
        start = end + 1;
        if mark == "{" {
            within.push(said);
            continue;
        }
        if let Some((name, value)) = said.split_once(':') {
            all.push((within.clone(), name.trim(), value.trim()));
        }
        if mark == "}" {
            within.pop();
        }
    }
    all
}

fn rgb(hex: &str) -> Option<[u8; 3]> {
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (hex.len() == 6)
        .then(|| Some([part(0)?, part(2)?, part(4)?]))
        .flatten()
}

/// WCAG's formula for the luminance of an sRGB colour.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = "/* tokens */
:root { --ink: #000000; --paper: #ffffff; --grey: #777777; --pale: #cccccc }
@media (prefers-color-scheme: dark) { :root { --grey: #767676; --ink: #ffffff; --paper: #000000; } }
.ink { --tone: var(--ink); --wash: var(--paper); }
/* neither */
.grey { --tone: var(--grey); --wash: var(--paper); }
.pale { --tone: var(--pale); --wash: var(--paper); }
.half { --tone: var(--ink); }
.lost { --tone: var(--ink); --wash: var(--nowhere); }";

    #[test]
    fn a_tone_is_read_with_the_least_of_its_contrasts() {
        let palette = Palette::of(CSS);
        assert_eq!(palette.names().collect::<Vec<_>>(), ["grey", "ink", "pale"]);
        let near = |tone: &str, wanted: f64| {
            let found = palette.contrast(tone).unwrap_or_default();
            assert!((found - wanted).abs() < 0.01, "{tone}: {found}");
        };
        near("ink", 21.0);
        // #777 on white is the known 4.48; #767676 on black is 4.62.
        near("grey", 4.48);
        // Pale only in the light.
        near("pale", 1.61);
    }
}
