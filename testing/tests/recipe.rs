//! The recipe *a command* of `CONTRIBUTING.md`, followed: `recipes/a-command.patch` adds one to the rules. It touches few
//! files, it compiles, and with any one of them left out it does not: nobody has to remember.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use itineraire_testing::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files that a command may touch, at most.
const FILES: usize = 6;

fn patch() -> PathBuf {
    root().join("testing/recipes/a-command.patch")
}

/// The rules alone, as a workspace of their own.
fn lay_out(folder: &Path) {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (before, after) = manifest.split_once("members = [").unwrap();
    let after = after.split_once(']').unwrap().1;
    fs::write(
        folder.join("Cargo.toml"),
        format!("{before}members = [\"domain\"]{after}"),
    )
    .unwrap();
    for file in ["Cargo.lock", "rust-toolchain.toml"] {
        fs::copy(root().join(file), folder.join(file)).unwrap();
    }
    copy(&root().join("domain"), &folder.join("domain"));
    // The rules alone: what their tests need is not here.
    let manifest = folder.join("domain/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let (before, after) = text.split_once("[dev-dependencies]").unwrap();
    let after = after.split_once("[lints]").unwrap().1;
    fs::write(manifest, format!("{before}[lints]{after}")).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            if entry.file_name() != "tests" {
                copy(&entry.path(), &to);
            }
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Applies the patch, without one file or whole.
fn apply(folder: &Path, without: Option<&str>) {
    let mut git = Command::new("git");
    git.args(["apply", "-p1"]).current_dir(folder);
    if let Some(file) = without {
        git.arg(format!("--exclude={file}"));
    }
    let output = git.arg(patch()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the recipe's patch does not apply any more: {said}"
    );
}

/// Puts the rules back as they are.
fn take_back(folder: &Path) {
    fs::remove_dir_all(folder.join("domain/src")).unwrap();
    copy(&root().join("domain/src"), &folder.join("domain/src"));
}

fn compiles(folder: &Path) -> bool {
    let checked = Command::new("cargo")
        .args(["check", "--quiet", "--offline", "--package", "itineraire-domain"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .unwrap();
    checked.status.success()
}

// @proof house recipe: a command by the recipe touches at most 6 files, and none can be forgotten
#[test]
fn a_command_by_the_recipe_touches_few_files_and_none_of_them_can_be_forgotten() {
    let text = fs::read_to_string(patch()).unwrap();
    let touched: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("+++ b/"))
        .collect();
    assert!(!touched.is_empty() && touched.len() <= FILES, "{touched:?}");
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path());
    apply(folder.path(), None);
    assert!(
        compiles(folder.path()),
        "the recipe leads to rules that do not compile"
    );
    for forgotten in &touched {
        take_back(folder.path());
        apply(folder.path(), Some(forgotten));
        assert!(!compiles(folder.path()), "{forgotten} can be forgotten");
    }
    let count = touched.len();
    println!(
        "PROOF recipe: a command touches {count} files; left out one by one, {count} of {count} do not compile"
    );
}
