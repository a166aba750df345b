//! What the tools may weigh, and what the manifests may ask for.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_testing::{root, sources};
use std::fs::read_to_string;

/// Lines of `xtask/src` (`docs/decisions/0018-tools.md`): what a tool does well is the tool's.
const CEILING: usize = 1680;

/// The dependencies that a manifest names, in any of its sections.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut section = "";
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && let Some((name, _)) = line.split_once(['.', ' ', '='])
            && !name.starts_with('#')
        {
            found.push(name.to_owned());
        }
    }
    found
}

/// Those that no source names.
fn unused(manifest: &str, code: &str) -> Vec<String> {
    let words: Vec<&str> = code
        .split(|it: char| !(it.is_alphanumeric() || it == '_'))
        .collect();
    let is_named = |name: &String| words.contains(&name.replace('-', "_").as_str());
    let mut all = dependencies(manifest);
    all.retain(|name| !is_named(name));
    all
}

#[test]
fn every_dependency_is_used_and_one_that_is_not_is_found() {
    let mut asked = 0;
    for folder in std::fs::read_dir(root()).unwrap() {
        let folder = folder.unwrap().path();
        let Ok(manifest) = read_to_string(folder.join("Cargo.toml")) else {
            continue;
        };
        let name = folder.file_name().unwrap().to_str().unwrap();
        let files = sources(name).unwrap();
        let code: String = files.iter().map(|it| read_to_string(it).unwrap()).collect();
        assert_eq!(
            unused(&manifest, &code),
            [""; 0],
            "{name}/Cargo.toml: nobody uses these"
        );
        asked += dependencies(&manifest).len();
    }
    assert!(asked > 40, "a reader that sees no dependency finds none unused");
    let manifest = "[dependencies]\nserde.workspace = true\ntower-http = \"0.6\"\n[features]\nssr = []";
    assert_eq!(unused(manifest, "use tower_http::x; // serde_json"), ["serde"]);
}

#[test]
fn the_tools_stay_under_their_ceiling() {
    let files = sources("xtask/src").unwrap();
    let lines = files.iter().map(|it| read_to_string(it).unwrap().lines().count());
    let lines: usize = lines.sum();
    assert!(
        (1..=CEILING).contains(&lines),
        "xtask/src has {lines} lines, of {CEILING}"
    );
}
