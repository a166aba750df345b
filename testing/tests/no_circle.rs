//! Arrows go one way: no circle between the files of a crate, none between the folders of `domain/src`, none between crates
//! (cargo sees to those). Read from the paths that the sources name.
//!
//! A folder's own `mod.rs` (a crate's `lib.rs`) declares its files and may hand their names on: between the two there is
//! no arrow. Whoever else names something of the folder points at the file that holds it, or at its `mod.rs`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_testing::root;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The sources of a crate, by the path of their module: `["live", "hub"]`.
type Modules = BTreeMap<Vec<String>, String>;

/// Who names whom.
type Arrows = BTreeMap<String, BTreeSet<String>>;

fn modules(src: &Path) -> Modules {
    let mut all = Modules::new();
    gather(src, &mut Vec::new(), &mut all);
    all
}

fn gather(folder: &Path, within: &mut Vec<String>, all: &mut Modules) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            within.push(stem);
            gather(&path, within, all);
            within.pop();
        } else if path.extension().is_some_and(|it| it == "rs") && !stem.ends_with("tests") {
            let mut module = within.clone();
            if !["mod", "lib", "main"].contains(&stem.as_str()) {
                module.push(stem);
            }
            let text = std::fs::read_to_string(&path).unwrap();
            // What a test module names is its own affair.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            all.entry(module).or_default().push_str(&without_comments(code));
        }
    }
}

fn without_comments(code: &str) -> String {
    let lines = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Every path that a source names, from the crate's root: `use super::{a, b::c}` is two.
fn named(module: &[String], code: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (start, _) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let before = code[..start].chars().next_back();
        if before.is_some_and(|it| it.is_alphanumeric() || it == '_' || it == ':') {
            continue;
        }
        let mut from = if code[start..].starts_with("crate") {
            Vec::new()
        } else {
            module.to_vec()
        };
        let mut rest = &code[start..];
        while let Some(after) = rest.strip_prefix("super::") {
            from.pop();
            rest = after;
        }
        expand(&from, rest.strip_prefix("crate::").unwrap_or(rest), &mut all);
    }
    all
}

/// `a::{b, c::d}` → `a::b`, `a::c::d`. Gives what follows.
fn expand<'a>(from: &[String], mut rest: &'a str, all: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = from.to_vec();
    loop {
        rest = rest.trim_start();
        if let Some(mut inner) = rest.strip_prefix('{') {
            loop {
                inner = expand(&path, inner, all).trim_start();
                match inner.chars().next() {
                    Some(',') => inner = &inner[1..],
                    Some('}') => return &inner[1..],
                    _ => return inner,
                }
            }
        }
        let end = rest
            .find(|it: char| !(it.is_alphanumeric() || it == '_'))
            .unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        path.push(rest[..end].to_owned());
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(after) => rest = after,
            None => break,
        }
    }
    all.push(path);
    rest
}

/// The module of the crate that holds what a path names: the longest one that it begins with.
fn holder(modules: &Modules, path: &[String]) -> Option<Vec<String>> {
    (1..=path.len())
        .rev()
        .map(|length| path[..length].to_vec())
        .find(|it| modules.contains_key(it))
}

fn is_within(inner: &[String], outer: &[String]) -> bool {
    inner.len() > outer.len() && inner.starts_with(outer)
}

fn arrows(modules: &Modules) -> Arrows {
    let mut arrows = Arrows::new();
    for (module, code) in modules {
        for path in named(module, code) {
            let Some(held) = holder(modules, &path) else {
                continue;
            };
            if held == *module || is_within(&held, module) || is_within(module, &held) {
                continue;
            }
            arrows
                .entry(module.join("::"))
                .or_default()
                .insert(held.join("::"));
        }
    }
    arrows
}

/// A way that comes back to where it began, if there is one.
fn circle(arrows: &Arrows) -> Option<Vec<String>> {
    fn follow(
        at: &str,
        arrows: &Arrows,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(first) = way.iter().position(|it| it == at) {
            return Some(way[first..].to_vec());
        }
        if done.contains(at) {
            return None;
        }
        way.push(at.to_owned());
        let next = arrows.get(at).into_iter().flatten();
        let found = next.into_iter().find_map(|it| follow(it, arrows, way, done));
        way.pop();
        done.insert(at.to_owned());
        found
    }
    let mut done = BTreeSet::new();
    arrows
        .keys()
        .find_map(|it| follow(it, arrows, &mut Vec::new(), &mut done))
}

/// The same between the folders at the top of a crate.
fn of_folders(arrows: &Arrows) -> Arrows {
    let folder = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let mut folders = Arrows::new();
    for (from, to) in arrows {
        let others = to.iter().map(|it| folder(it)).filter(|it| *it != folder(from));
        folders.entry(folder(from)).or_default().extend(others);
    }
    folders
}

const CRATES: [&str; 9] = [
    "domain",
    "migrations",
    "store",
    "app",
    "frontend",
    "server",
    "demo",
    "testing",
    "xtask",
];

// @proof house no-circle: no circle between the files of a crate, nor between the folders of the rules
#[test]
fn no_circle_between_files_nor_between_the_folders_of_the_domain() {
    let (mut files, mut count) = (0, 0);
    for each in CRATES {
        let modules = modules(&root().join(each).join("src"));
        let arrows = arrows(&modules);
        assert_eq!(
            circle(&arrows),
            None,
            "{each}/src: these files name each other in a circle"
        );
        files += modules.len();
        count += arrows.values().map(BTreeSet::len).sum::<usize>();
        if each == "domain" {
            let folders = of_folders(&arrows);
            assert_eq!(
                circle(&folders),
                None,
                "domain/src: these folders name each other in a circle"
            );
            assert!(folders.len() >= 4, "{folders:?}");
        }
    }
    assert!(count > files, "a reader that sees no arrow finds no circle");
    println!(
        "PROOF no-circle: {files} files of {} crates, {count} arrows, 0 circles",
        CRATES.len()
    );
}

// @proof house circle-found: a circle is found however it is written
/// The test is not blind: each way to name something makes an arrow.
#[test]
fn a_circle_is_found_however_it_is_written() {
    let of = |sources: &[(&str, &str)]| -> Option<Vec<String>> {
        let modules = sources.iter().map(|(name, code)| {
            let path = name
                .split("::")
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect();
            (path, (*code).to_owned())
        });
        circle(&arrows(&modules.collect()))
    };
    let (a, b) = ("use crate::b::{Thing, other};", "use super::a;");
    assert!(of(&[("", "mod a; mod b;"), ("a", a), ("b", b)]).is_some());
    assert!(of(&[("a", "fn f() { crate::b::c() }"), ("b", "use super::{x, a::f};")]).is_some());
    assert!(
        of(&[
            ("a", "use crate::b::c::d;"),
            ("b", ""),
            ("b::c", "use super::super::a;")
        ])
        .is_some()
    );
    assert!(of(&[("a", a), ("b", "use crate::c;"), ("c", "use crate::a::{Z};")]).is_some());
    assert!(of(&[("a", a), ("b", "use crate::c;"), ("c", "")]).is_none());
    assert!(
        of(&[("b", "mod c; pub use self::c::D;"), ("b::c", "use super::E;")]).is_none(),
        "a folder's own face"
    );
    println!("PROOF circle-found: 4 of 4 circles found, however they are written");
}
