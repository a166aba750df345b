//! Arrows go one way: each crate names those below it, and no other; and what makes a proof is in few hands.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_testing::{root, sources};
use std::collections::BTreeSet;

/// Each crate of the product, with those of ours that it may depend on.
const MAY: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("migrations", &[]),
    ("store", &["domain", "migrations"]),
    ("service", &["domain", "store"]),
    ("app", &["domain", "service"]),
    ("frontend", &["app"]),
    ("server", &["domain", "store", "service", "app"]),
];

/// The crates of ours that a manifest depends on, tests aside.
fn ours(manifest: &str) -> BTreeSet<String> {
    let mut section = "";
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let used = section.starts_with("[dependencies") || section.starts_with("[target");
        if let Some(name) = line.strip_prefix("itineraire-").filter(|_| used) {
            found.insert(name.split([' ', '.', '=']).next().unwrap().to_owned());
        }
    }
    found
}

/// The lines of a source, tests aside, that make a proof: read one back, or check a secret.
fn makes_a_proof(code: &str) -> bool {
    let code: String = code
        .split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect();
    ["Proven::read", "secret::check", "secret::{Matched, check}"]
        .iter()
        .any(|way| code.contains(way))
}

// @proof house layers: each crate names only those below it
#[test]
fn each_crate_names_only_those_below_it() {
    for (name, may) in MAY {
        let manifest = std::fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap();
        for of_ours in ours(&manifest) {
            assert!(may.contains(&of_ours.as_str()), "{name} depends on {of_ours}");
        }
    }
    let upward = "[dependencies]\nserde.workspace = true\nitineraire-app = { workspace = true }\n[dev-dependencies]\nitineraire-testing.workspace = true\n";
    assert_eq!(ours(upward).into_iter().collect::<Vec<_>>(), ["app"]);
    println!("PROOF layers: {} crates name only those below them", MAY.len());
}

/// A yes counts as the person's own because nothing but the check of their code makes a proof (`AG1`).
#[test]
fn a_proof_is_made_by_the_check_of_a_code_and_read_back_with_its_session_alone() {
    let mut makers = BTreeSet::new();
    for (name, _) in MAY {
        for path in sources(&format!("{name}/src")).unwrap() {
            let code = std::fs::read_to_string(&path).unwrap();
            if makes_a_proof(&code) {
                let path = path.strip_prefix(root()).unwrap();
                makers.insert(path.to_str().unwrap().to_owned());
            }
        }
    }
    let known = ["service/src/accounts/secret.rs", "store/src/who.rs"];
    assert_eq!(makers.into_iter().collect::<Vec<_>>(), known);
    assert!(makes_a_proof("let proven = access::secret::check(pin, hash);"));
    assert!(!makes_a_proof(
        "#[cfg(test)]\nmod tests { fn a() { Proven::read(b) } }"
    ));
}

/// The lines that part the page from its server somewhere else than at an item of a file: inside a function, a type, a view.
fn parted_inside(code: &str) -> Vec<&str> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let inside = |line: &&str| {
        line.starts_with(' ')
            && (line.contains("#[cfg(") || line.contains("#[cfg_attr(") || line.contains("cfg!("))
    };
    code.lines().filter(inside).collect()
}

// What a page is made of asks nowhere whether it is in the browser or on the server (`docs/decisions/0028-browser.md`).
#[test]
fn no_view_asks_where_it_is() {
    for path in sources("app/src").unwrap() {
        let code = std::fs::read_to_string(&path).unwrap();
        let found = parted_inside(&code);
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
    let broken = "fn view() {\n    #[cfg(feature = \"hydrate\")]\n    wake();\n}\n";
    assert_eq!(parted_inside(broken).len(), 1);
}
