//! Compression once, at build, at the highest quality: a request never waits for it.

use crate::files::{hash, read, write};
use crate::run::{Failure, target};
use flate2::{Compression, write::GzEncoder};
use std::{io::Write, path::Path};

/// Kinds of file that compress; a font or a PNG already is.
const KINDS: &str = ".js .wasm .css .svg .html .json .webmanifest .txt .ico";

/// The file in each encoding, by the ending of its name. Browsers ask for brotli over https alone.
pub fn twins(path: &Path, content: &[u8]) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let name = path.to_string_lossy();
    if !KINDS.split(' ').any(|kind| name.ends_with(kind)) {
        return Ok(Vec::new());
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let zipped = gzip.write_all(content).and_then(|()| gzip.finish());
    let zipped = zipped.map_err(|error| Failure(format!("gzip: {error}")))?;
    Ok(vec![("br", brotli(content)?), ("gz", zipped)])
}

/// The content in brotli. The highest quality takes seconds on the WASM, so each content is compressed once and kept.
fn brotli(content: &[u8]) -> Result<Vec<u8>, Failure> {
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
