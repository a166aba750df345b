//! Compression once, at build, at the highest quality: a request never waits for it.

use crate::files::{hash, read, write};
use crate::run::{Failure, target};
use std::path::Path;

/// Kinds of file that compress; a font or a PNG already is.
const KINDS: &str = "js wasm css svg html json webmanifest txt ico";

/// Whether a compressed file stands beside this one.
pub fn compresses(path: &Path) -> bool {
    path.extension()
        .is_some_and(|kind| KINDS.split(' ').any(|known| kind == known))
}

/// The content in brotli. The highest quality takes seconds on the WASM, so each content is compressed once and kept.
pub fn compressed(content: &[u8]) -> Result<Vec<u8>, Failure> {
    let kept = target().join("brotli").join(format!("{}.br", hash(content)));
    if kept.exists() {
        return read(&kept);
    }
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut small, &parameters)
        .map_err(|error| Failure(format!("brotli: {error}")))?;
    // Under another name until it is whole: a build that is interrupted here must not leave half a file for the next.
    let half = kept.with_extension(format!("{}.half", std::process::id()));
    write(&half, &small)?;
    std::fs::rename(&half, &kept).map_err(|error| crate::files::wrong(&kept, &error))?;
    Ok(small)
}
