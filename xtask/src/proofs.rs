//! The proofs that an issue asks for, read where they are written: beside the test that prints `PROOF name: figure`
//! stands a comment, `@proof CHAPTER NAME [VARIABLE=FULL/CI]: what it says`. A proof without its line has failed,
//! whatever its test says.

use crate::files::{read, under};
use crate::run::{Failure, root};
use std::collections::BTreeSet;

/// What shows a proof.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A target of a package's `tests/`; the package by its folder.
    Cargo { package: String, test: String },
    /// A file of `end2end`.
    Browser { story: String },
}

/// How much of a proof is run: as asked for, or as much as CI has time for.
#[derive(Debug, PartialEq, Eq)]
pub struct Count {
    pub variable: String,
    pub full: String,
    pub ci: String,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Proof {
    /// An issue's list *Shown by*.
    pub chapter: String,
    pub name: String,
    /// None where there is nothing to repeat.
    pub count: Option<Count>,
    pub what: String,
    pub by: By,
}

/// Every proof, by chapter, each chapter in the order of its files.
pub fn all() -> Result<Vec<Proof>, Failure> {
    let mut all = Vec::new();
    for package in packages() {
        for (test, path) in tests(&package) {
            let package = package.clone();
            all.extend(written(&path, &By::Cargo { package, test })?);
        }
    }
    let stories = std::fs::read_dir(root().join("end2end"));
    for story in stories.into_iter().flatten().flatten() {
        let story = story.file_name().display().to_string();
        if story.ends_with(".spec.ts") {
            all.extend(written(&format!("end2end/{story}"), &By::Browser { story })?);
        }
    }
    all.sort_by(|one, other| (&one.chapter, &one.by).cmp(&(&other.chapter, &other.by)));
    let mut names = BTreeSet::new();
    match all.iter().find(|proof| !names.insert(&proof.name)) {
        Some(twice) => Err(Failure(format!("two proofs are named {}", twice.name))),
        None => Ok(all),
    }
}

/// The packages, by their folders.
pub fn packages() -> Vec<String> {
    let folders = std::fs::read_dir(root()).into_iter().flatten().flatten();
    let mut all: Vec<String> = folders
        .filter(|folder| folder.path().join("Cargo.toml").is_file())
        .map(|folder| folder.file_name().display().to_string())
        .collect();
    all.sort();
    all
}

/// The Rust files of a package's `tests/`, each after the target that it is of: its name, or its folder's.
pub fn tests(package: &str) -> Vec<(String, String)> {
    let files = under(&root().join(package).join("tests")).into_iter();
    files
        .filter(|file| file.extension().is_some_and(|it| it == "rs"))
        .map(|file| {
            let path = file.display().to_string();
            let target = path.split('/').next().unwrap_or_default();
            let target = target.trim_end_matches(".rs").to_owned();
            (target, format!("{package}/tests/{path}"))
        })
        .collect()
}

fn written(path: &str, by: &By) -> Result<Vec<Proof>, Failure> {
    let text = read(&root().join(path))?;
    let lines = String::from_utf8_lossy(&text).into_owned();
    let lines = lines.lines().enumerate();
    let proofs = lines.filter_map(|(number, line)| {
        let line = line.trim().strip_prefix("// @proof ")?;
        Some(proof(line, by).ok_or_else(|| {
            Failure(format!(
                "{path}:{}: // @proof CHAPTER NAME [VARIABLE=FULL/CI]: what it says",
                number + 1
            ))
        }))
    });
    proofs.collect()
}

fn proof(line: &str, by: &By) -> Option<Proof> {
    let (front, what) = line.split_once(": ")?;
    let words: Vec<&str> = front.split(' ').collect();
    let (chapter, name, count) = match words[..] {
        [chapter, name] => (chapter, name, None),
        [chapter, name, count] => {
            let (variable, counts) = count.split_once('=')?;
            let (full, ci) = counts.split_once('/')?;
            let _: (u64, u64) = (full.parse().ok()?, ci.parse().ok()?);
            let [variable, full, ci] = [variable, full, ci].map(str::to_owned);
            (chapter, name, Some(Count { variable, full, ci }))
        }
        _ => return None,
    };
    Some(Proof {
        chapter: chapter.to_owned(),
        name: name.to_owned(),
        count,
        what: what.to_owned(),
        by: by.clone(),
    })
}

/// The figures of a proof, as often as they were printed. The name of the test may stand before a line where tests run
/// without capture.
pub fn figures<'a>(name: &str, output: &'a str) -> Vec<&'a str> {
    let mark = format!("PROOF {name}: ");
    let figures = output
        .lines()
        .filter_map(|line| Some(line.split_once(&mark)?.1.trim()));
    figures.filter(|figure| !figure.is_empty()).collect()
}

impl Count {
    /// The option that sets it: `walks` of `WALKS`.
    pub fn option(&self) -> String {
        self.variable.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_read_from_its_comment_and_a_comment_that_says_something_else_is_none() {
        let by = By::Browser { story: "walk".into() };
        let walk = proof("board walk WALKS=1000/200: nobody agrees: not once", &by).unwrap();
        let count = walk.count.unwrap();
        assert_eq!((&*walk.chapter, &*walk.name), ("board", "walk"));
        assert_eq!(walk.what, "nobody agrees: not once");
        assert_eq!(
            (&*count.option(), &*count.full, &*count.ci),
            ("walks", "1000", "200")
        );
        assert_eq!(proof("board walk: it says", &by).unwrap().count, None);
        let wrong = [
            "board: a",
            "board walk a",
            "board walk WALKS=many/3: a",
            "board walk WALKS=3: a",
        ];
        assert!(wrong.iter().all(|line| proof(line, &by).is_none()));
    }

    #[test]
    fn a_figure_is_read_from_its_own_line_alone_and_as_often_as_it_is_there() {
        let output = "PROOF axe: 9 screens\ntest walk ... PROOF walk: 200 walks\nPROOF walk-seen: 7 of 7\n\
            PROOF walk: 100 walks on PostgreSQL\nPROOF walk: \nwalk: 3";
        assert_eq!(figures("walk", output), ["200 walks", "100 walks on PostgreSQL"]);
    }

    #[test]
    fn the_proofs_of_this_repository_are_found() {
        let all = all().unwrap();
        assert!(all.iter().any(|it| matches!(&it.by, By::Browser { .. })));
        assert!(all.iter().any(|it| it.count.is_some()));
    }
}
