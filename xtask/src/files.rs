//! Reading and writing files, with the file's name in what goes wrong.

use crate::run::Failure;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| wrong(path, &error))
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| wrong(folder, &error))?;
    }
    fs::write(path, content).map_err(|error| wrong(path, &error))
}

/// Every file under a folder, with its path inside it, in one order; none when the folder is not there.
pub fn under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(inside) = path.strip_prefix(folder) {
                files.push(inside.to_owned());
            }
        }
    }
    files.sort();
    files
}

/// The first 64 bits of the content's SHA-256: the part of a file's name that changes with it.
pub fn hash(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let first: [u8; 8] = std::array::from_fn(|place| digest[place]);
    format!("{:016x}", u64::from_be_bytes(first))
}

pub fn wrong(path: &Path, error: &std::io::Error) -> Failure {
    Failure(format!("{}: {error}", path.display()))
}
