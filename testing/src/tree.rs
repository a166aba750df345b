//! The repository's own files, for tests that read the sources.

use std::io;
use std::path::{Path, PathBuf};

/// The repository.
pub fn root() -> PathBuf {
    // The manifest lies one folder below it.
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Rust files of a folder of the repository, and of those within.
pub fn sources(folder: &str) -> io::Result<Vec<PathBuf>> {
    files(folder, "rs")
}

/// The files of a kind in a folder of the repository, and in those within.
pub fn files(folder: &str, kind: &str) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == kind) {
                all.push(path);
            }
        }
    }
    all.sort();
    Ok(all)
}
