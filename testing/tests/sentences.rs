//! The interface's sentences stand in `app/locales`, a file per language, and nowhere else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../app/build/language/mod.rs"]
mod language;

use itineraire_testing::{root, sources};
use language::Language;
use std::collections::BTreeSet;

const FRENCH: &str = "[language]\ncode = \"fr\"\n[board]\nadd = \"Que faire ?\"\nhelp = \"{name} dit : « {words} »\"\n\
                      days = [\"lundi\", \"mardi\"]\n";

fn read(file: &str, text: &str) -> Language {
    Language::read(file, text).unwrap()
}

/// What is told of a file that cannot be read.
fn problems(text: &str) -> Vec<String> {
    let all = Language::read("xx.toml", text).unwrap_err();
    all.iter().map(ToString::to_string).collect()
}

#[test]
fn a_sentence_becomes_a_constant_or_a_function_of_what_it_speaks_of() {
    let code = read("fr.toml", FRENCH).code();
    assert!(code.contains("pub mod board {"), "{code}");
    assert!(
        code.contains("pub const DAYS: [&str; 2] = [\"lundi\", \"mardi\"];"),
        "{code}"
    );
    assert!(
        code.contains("pub fn help(name: &str, words: &str) -> String"),
        "{code}"
    );
}

/// Whoever turns a sentence round in the file changes no order in the code.
#[test]
fn a_sentence_that_is_turned_round_takes_the_same_in_the_same_order() {
    let turned = FRENCH.replace("{name} dit : « {words} »", "« {words} », dit {name}");
    for french in [FRENCH, &turned] {
        let code = read("fr.toml", french).code();
        assert!(
            code.contains("pub fn help(name: &str, words: &str) -> String"),
            "{code}"
        );
    }
}

/// A plain space is typed; in French it becomes narrow and does not break, and in other languages it stays.
#[test]
fn french_marks_get_their_narrow_space() {
    let code = read("fr.toml", FRENCH).code();
    assert!(
        code.contains(r#"pub const ADD: &str = "Que faire\u{202f}?";"#),
        "{code}"
    );
    assert!(
        code.contains(r#"[name, " dit\u{202f}: «\u{202f}", words, "\u{202f}»"]"#),
        "{code}"
    );
    let other = read("de.toml", &FRENCH.replace("code = \"fr\"", "code = \"de\"")).code();
    assert!(
        other.contains(r#"pub const ADD: &str = "Que faire ?";"#),
        "{other}"
    );
}

/// The build says the same, and stops: `app/build/main.rs`.
#[test]
fn a_language_that_lacks_a_key_or_a_parameter_is_refused() {
    let broken =
        "[language]\ncode = \"en\"\n[board]\nhelp = \"says: {words}\"\ndays = [\"Monday\"]\nmore = \"x\"\n";
    let differences = read("fr.toml", FRENCH).differences(&read("en.toml", broken));
    let told: Vec<_> = differences.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "en.toml:1: board.add: it is missing; fr.toml:4 has it",
            "en.toml:5: board.days: it wants a list of 2, and has a list of 1",
            r#"en.toml:4: board.help: it wants the parameters ["name", "words"], and has the parameters ["words"]"#,
            "en.toml:6: board.more: fr.toml has no such key",
        ]
    );
    // Another order is another language's right.
    let turned = FRENCH.replace("{name} dit : « {words} »", "« {words} », {name}");
    assert!(
        read("fr.toml", FRENCH)
            .differences(&read("en.toml", &turned))
            .is_empty()
    );
}

#[test]
fn what_cannot_be_read_is_told_by_its_line_and_its_key() {
    assert_eq!(
        problems("[a]\nb = 3\n"),
        ["xx.toml:2: a.b: a sentence stands between quotes"]
    );
    assert_eq!(
        problems("[a]\nb = \"{c\"\n"),
        ["xx.toml:2: a.b: a { is not closed"]
    );
    assert_eq!(
        problems("[a]\nb = \"c}\"\n"),
        ["xx.toml:2: a.b: a } was not opened"]
    );
    assert_eq!(
        problems("[a]\nb = \"{Le nom}\"\n"),
        ["xx.toml:2: a.b: a parameter is made of a-z, 0-9 and _"]
    );
    assert_eq!(
        problems("[a]\n\nB-c = \"d\"\n"),
        ["xx.toml:3: a.B-c: a name is made of a-z, 0-9 and _"]
    );
    assert_eq!(problems("b = \"c\"\n"), ["xx.toml:1: b: it stands in no section"]);
    assert_eq!(
        problems("[a]\nb = \"c\"\nb = \"d\"\n"),
        ["xx.toml:3: TOML: duplicate key"]
    );
    assert_eq!(problems("[a]\nb = \"\"\n"), ["xx.toml:2: a.b: it says nothing"]);
    assert_eq!(problems("[a]\nb = \"c\n").len(), 1);
}

#[test]
fn every_file_of_the_house_says_what_the_french_one_says() {
    let folder = root().join("app/locales");
    let french = std::fs::read_to_string(folder.join("fr.toml")).unwrap();
    let french = read("fr.toml", &french);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let other = read(&path.display().to_string(), &text);
        assert_eq!(french.differences(&other), []);
    }
}

#[test]
fn every_sentence_is_said_somewhere() {
    let french = std::fs::read_to_string(root().join("app/locales/fr.toml")).unwrap();
    let code: String = sources("app/src")
        .unwrap()
        .iter()
        .map(|it| std::fs::read_to_string(it).unwrap())
        .collect();
    let names = read("fr.toml", &french).names();
    let said = |name: &String| {
        let name = format!("say::{name}");
        let mut after = code.split(name.as_str()).skip(1);
        after.any(|rest| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_'))
    };
    let unsaid: Vec<_> = names.iter().filter(|name| !said(name)).collect();
    assert_eq!(unsaid, Vec::<&String>::new());
    assert!(names.len() > 250, "{}", names.len());
}

/// Words that are not said: the names of keys, and of what the browser knows.
const NOT_SAID: [&str; 6] = [
    "light dark",
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "Escape",
];

/// The literals of a view that a person would read, or hear. `classes` is what a style sheet names.
fn left_in_view<'a>(code: &'a str, classes: &BTreeSet<String>) -> Vec<&'a str> {
    let mut found = Vec::new();
    let (mut before, mut rest) = (String::new(), code);
    while let Some(at) = rest.find(['"', '/']) {
        let (head, tail) = rest.split_at(at);
        before.push_str(head);
        if let Some(comment) = tail.strip_prefix("//") {
            rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
            continue;
        }
        let Some(literal) = tail.strip_prefix('"') else {
            before.push('/');
            rest = &tail[1..];
            continue;
        };
        // A raw string ends at its own mark, another one at the first quote that is not escaped.
        let end = if before.ends_with("r#") {
            literal.find("\"#").unwrap()
        } else {
            let escaped =
                |at: usize| literal[..at].bytes().rev().take_while(|it| *it == b'\\').count() % 2 == 1;
            literal
                .match_indices('"')
                .map(|(at, _)| at)
                .find(|at| !escaped(*at))
                .unwrap()
        };
        let text = &literal[..end];
        if is_said(&before, text, classes) {
            found.push(text);
        }
        before.push('"');
        rest = &literal[end + 1..];
    }
    found
}

fn is_said(before: &str, text: &str, classes: &BTreeSet<String>) -> bool {
    let (mut words, mut inside) = (String::new(), 0);
    for it in text.replace("\\u{202f}", " ").chars() {
        inside += i32::from(it == '{');
        if inside == 0 {
            words.push(it);
        }
        inside -= i32::from(it == '}');
    }
    let before = before.trim_end();
    // An attribute of Rust, or the page's policy: English, and for us.
    if before.ends_with("reason =") || text.contains("'self'") || NOT_SAID.contains(&text) {
        return false;
    }
    let label = [
        "aria-label",
        "title",
        "placeholder",
        "label",
        "hint",
        "text",
        "purpose",
    ];
    let spoken = label.iter().any(|it| before.ends_with(&format!(" {it}=")));
    let child = (before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->"))
        || before.ends_with('}');
    let mut letters = words.chars();
    let begins =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    let french = words
        .chars()
        .any(|it| (it.is_alphabetic() && !it.is_ascii()) || it == '’');
    let all: Vec<_> = words
        .split([' ', ','])
        .filter(|it| it.chars().any(char::is_alphabetic))
        .collect();
    let plain = |word: &&str| word.chars().all(|it| it.is_ascii_alphabetic());
    let sentence = all.len() > 1 && all.iter().all(plain) && !all.iter().all(|it| classes.contains(*it));
    (spoken || child) && !all.is_empty() || begins || french || sentence
}

fn classes() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut folders = vec![root().join("style")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "css") {
                let css = std::fs::read_to_string(path).unwrap();
                let names = css.split('.').skip(1);
                let name = |it: &str| {
                    it.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                        .next()
                        .map(str::to_owned)
                };
                all.extend(names.filter_map(name));
            }
        }
    }
    all
}

#[test]
fn no_french_stands_in_a_view() {
    let classes = classes();
    let mut read = 0;
    for folder in [
        "app/src/pages",
        "app/src/components",
        "app/src/live",
        "app/src/routes.rs",
    ] {
        let all = sources(folder).unwrap_or_else(|_| vec![root().join(folder)]);
        for path in all {
            let code = std::fs::read_to_string(&path).unwrap();
            let left = left_in_view(&code, &classes);
            assert_eq!(
                left,
                Vec::<&str>::new(),
                "{}: say it in app/locales/fr.toml",
                path.display()
            );
            read += 1;
        }
    }
    assert!(read > 30, "{read} files");
}

/// The test is not blind.
#[test]
fn french_in_a_view_is_found() {
    let classes: BTreeSet<_> = ["button", "plain"].map(str::to_owned).into();
    let left = |code| left_in_view(code, &classes);
    assert_eq!(left("<p>\"Non\"</p>"), ["Non"]);
    assert_eq!(left("<p>\"oui\"</p>"), ["oui"]);
    assert_eq!(left("{Icon::X.draw()} \"oui\""), ["oui"]);
    assert_eq!(left("<a aria-label=\"oui\">"), ["oui"]);
    assert_eq!(left("if it { \"prévu\" } else { \"Rien\" }"), ["prévu", "Rien"]);
    assert_eq!(
        left("format!(\"{} sur {all} faites\", done)"),
        ["{} sur {all} faites"]
    );
    assert_eq!(left("\"l’aide\" // \"Rien\""), ["l’aide"]);
    assert_eq!(
        left("let look = \"button plain\"; \"\\\"\"; match it { \"oui\" => r#\"<a b=\"c d\">\"# }"),
        [""; 0]
    );
}
