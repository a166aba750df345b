//! French typography on the screen: a narrow no-break space before `: ; ! ?` and `»`, and after `«`, or a line may end
//! before its mark.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_testing::sources;

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
