//! The page's files, in `target/site`: the WASM and its glue, the style, the fonts; named after their content so that
//! a browser may keep them for a year, and compressed once here rather than at each request.

use crate::needs;
use crate::run::{Failure, cargo, root, step};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

const NAME: &str = "itineraire";

/// Where the files stand, and where their hashes are written.
pub struct Site {
    pub root: PathBuf,
    pub hashes: PathBuf,
}

impl Site {
    /// The environment that the server needs to serve this site.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("LEPTOS_SITE_ROOT", self.root.display().to_string()),
            ("LEPTOS_OUTPUT_NAME", NAME.into()),
            ("LEPTOS_HASH_FILES", "true".into()),
            ("LEPTOS_HASH_FILE_NAME", self.hashes.display().to_string()),
        ]
    }
}

/// Builds whatever is not up to date.
pub fn bundle() -> Result<Site, Failure> {
    needs::wasm_target()?;
    let site = Site {
        root: root().join("target/site"),
        hashes: root().join("target/site-hashes.txt"),
    };
    step("building the page (WASM)", || {
        cargo(&[
            "build",
            "--package",
            "itineraire-frontend",
            "--target",
            "wasm32-unknown-unknown",
            "--profile",
            "web",
        ])
        .go()
    })?;
    step("packing the page's files", || pack(&site))?;
    Ok(site)
}

fn pack(site: &Site) -> Result<(), Failure> {
    let built = root().join("target/wasm32-unknown-unknown/web/itineraire_frontend.wasm");
    let wasm = fs::read(&built).map_err(|error| unreadable(&built, &error))?;
    let style = style()?;
    // The inputs' hash names the whole site: nothing to do when it is the one that stands there.
    let inputs = hash(&[&wasm, style.as_bytes(), &fonts_hash()?].concat());
    let stamp = root().join("target/site-inputs.txt");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == inputs) && site.hashes.exists() {
        return Ok(());
    }
    let pkg = site.root.join("pkg");
    if site.root.exists() {
        fs::remove_dir_all(&site.root).map_err(|error| unreadable(&site.root, &error))?;
    }
    fs::create_dir_all(&pkg).map_err(|error| unreadable(&pkg, &error))?;

    let bound = root().join("target/bindgen");
    Bindgen::new()
        .input_path(&built)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .out_name(NAME)
                .typescript(false)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate(&bound)
        })
        .map_err(|error| Failure(format!("wasm-bindgen: {error:#}")))?;

    let mut hashes = String::new();
    for (kind, content) in [
        ("js", read(&bound.join(format!("{NAME}.js")))?),
        ("wasm", read(&bound.join(format!("{NAME}_bg.wasm")))?),
        ("css", minified(&style)?.into_bytes()),
    ] {
        let hash = hash(&content);
        write(&pkg.join(format!("{NAME}.{hash}.{kind}")), &content, true)?;
        hashes.push_str(&format!("{kind}: {hash}\n"));
    }
    let snippets = bound.join("snippets");
    if snippets.exists() {
        copy_tree(&snippets, &pkg.join("snippets"))?;
    }
    copy_tree(&root().join("style/fonts"), &pkg.join("fonts"))?;
    copy_tree(&root().join("frontend/public"), &site.root)?;
    fs::write(&site.hashes, hashes).map_err(|error| unreadable(&site.hashes, &error))?;
    fs::write(&stamp, inputs).map_err(|error| unreadable(&stamp, &error))
}

/// `tokens.css` first, then one file per component, by name.
fn style() -> Result<String, Failure> {
    let folder = root().join("style");
    let mut files: Vec<_> = list(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "css"))
        .collect();
    files.sort_by_key(|path| (!path.ends_with("tokens.css"), path.clone()));
    let mut whole = String::new();
    for file in files {
        whole.push_str(&String::from_utf8_lossy(&read(&file)?));
        whole.push('\n');
    }
    Ok(whole)
}

fn minified(style: &str) -> Result<String, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure(format!("the style does not parse: {error}"));
    let mut sheet = StyleSheet::parse(style, ParserOptions::default()).map_err(|error| wrong(&error))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| wrong(&error))?;
    let printed = sheet.to_css(PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    });
    printed.map(|css| css.code).map_err(|error| wrong(&error))
}

fn fonts_hash() -> Result<Vec<u8>, Failure> {
    let mut all = Vec::new();
    for folder in ["style/fonts", "frontend/public"] {
        for file in list(&root().join(folder)) {
            all.extend_from_slice(&read(&file)?);
        }
    }
    Ok(all)
}

fn hash(content: &[u8]) -> String {
    Sha256::digest(content)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The files of a folder, sorted; none when it is not there.
fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), Failure> {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to).map_err(|error| unreadable(to, &error))?;
    for entry in fs::read_dir(from)
        .map_err(|error| unreadable(from, &error))?
        .flatten()
    {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_tree(&path, &target)?;
        } else {
            let text = path
                .extension()
                .is_some_and(|it| it == "svg" || it == "js" || it == "webmanifest");
            write(&target, &read(&path)?, text)?;
        }
    }
    Ok(())
}

/// Writes a file, and beside it the compressed one that is served to whoever takes brotli.
fn write(path: &Path, content: &[u8], compress: bool) -> Result<(), Failure> {
    fs::write(path, content).map_err(|error| unreadable(path, &error))?;
    if compress {
        let mut small = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: 11,
            lgwin: 22,
            ..Default::default()
        };
        brotli::BrotliCompress(&mut &content[..], &mut small, &parameters)
            .map_err(|error| Failure(format!("brotli: {error}")))?;
        let beside = PathBuf::from(format!("{}.br", path.display()));
        fs::write(&beside, small).map_err(|error| unreadable(&beside, &error))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure(format!("{}: {error}", path.display()))
}
