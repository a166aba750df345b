//! French typography on the screen: a narrow no-break space before `: ; ! ?` and `»`, and after `«`, or a line may end
//! before its mark. In `app/locales` it is typed plain, and the build sets it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../app/build/language/mod.rs"]
#[allow(dead_code, reason = "this suite reads one language")]
mod language;

use itineraire_testing::{root, sources};
use language::Language;

/// The text literals of a source, line by line.
fn said(code: &str) -> impl Iterator<Item = &str> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2))
}

fn loose(text: &str) -> bool {
    // In a format, `{it:?}` has no space before its colon.
    [" :", " ;", " !", " ?", " »", "« "]
        .iter()
        .any(|mark| text.contains(mark))
}

#[test]
fn no_mark_stands_loose_on_the_screen() {
    let mut read = 0;
    for path in sources("app/src").unwrap() {
        let code = std::fs::read_to_string(&path).unwrap();
        let found: Vec<_> = said(&code).filter(|text| loose(text)).collect();
        assert_eq!(found, Vec::<&str>::new(), "{}", path.display());
        read += said(&code).count();
    }
    assert!(read > 500, "{read} texts");
}

/// What a person types by hand would be there twice, or in one sentence and not in the next.
#[test]
fn the_french_file_is_typed_plain_and_its_sentences_are_set() {
    let text = std::fs::read_to_string(root().join("app/locales/fr.toml")).unwrap();
    assert!(!text.contains('\u{202f}') && !text.contains('\u{a0}') && !text.contains("\\u202F"));
    let code = Language::read("fr.toml", &text).unwrap().code();
    let found: Vec<_> = said(&code).filter(|text| loose(text)).collect();
    assert_eq!(found, Vec::<&str>::new());
    assert!(code.matches("\\u{202f}").count() > 40, "the marks are set");
    let unset = [":", ";", "!", "?", "»"].map(|mark| format!(" {mark}"));
    let typed = unset
        .iter()
        .map(|mark| text.matches(mark.as_str()).count())
        .sum::<usize>();
    assert!(typed > 40, "{typed} marks are typed plain");
}

/// The test is not blind.
#[test]
fn a_loose_mark_is_found() {
    let found = |code| said(code).filter(|text| loose(text)).count();
    assert_eq!(found("<label for=\"a\">\"Quelle étape ?\"</label>"), 1);
    assert_eq!(found("format!(\"« {it} »\")"), 1);
    assert_eq!(
        found("\"Que va-t-on faire\\u{202f}?\" // \"où ?\""),
        1,
        "a comment behind code is read too"
    );
    assert_eq!(found("// \"Quelle étape ?\""), 0);
}
