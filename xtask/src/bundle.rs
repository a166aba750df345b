//! The page's files, in `target/site`: the WASM and its glue, the style, the fonts; named after their content so that
//! a browser may keep them for a year, and compressed once here rather than at each request.

use crate::compress::twins;
use crate::files::{hash, read, under, write, wrong};
use crate::needs;
use crate::run::{Failure, cargo, root, step, target};
use crate::style::{minified, style};
use itineraire_packing::packed;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The name of the style, which the server asks for too: `LEPTOS_OUTPUT_NAME` in `.cargo/config.toml`.
const NAME: &str = "itineraire";

/// The programs of the page, one for each island: features of the frontend, and what their files are called.
const ISLANDS: [&str; 3] = ["board", "own", "shared"];

/// The site's files, by their paths.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Where the files stand, and where their hashes are written.
pub struct Site {
    root: PathBuf,
    hashes: PathBuf,
}

impl Site {
    /// The environment that the server needs to serve this site. Leptos looks for the hashes beside the server's binary
    /// unless their path is absolute.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("LEPTOS_SITE_ROOT", self.root.display().to_string()),
            ("LEPTOS_OUTPUT_NAME", NAME.into()),
            ("LEPTOS_HASH_FILES", "true".into()),
            (
                "LEPTOS_HASH_FILE_NAME",
                self.hashes.join("style.txt").display().to_string(),
            ),
        ]
    }
}

/// Builds whatever is not up to date.
pub fn bundle() -> Result<Site, Failure> {
    needs::wasm_target()?;
    let site = Site {
        root: target().join("site"),
        hashes: target().join("site-hashes"),
    };
    step("building the page (WASM)", || {
        ISLANDS.iter().try_for_each(|island| {
            let how = ["--target", "wasm32-unknown-unknown", "--profile", "web"];
            let what = [
                "build",
                "--package",
                "itineraire-frontend",
                "--no-default-features",
            ];
            cargo(&[&what[..], &how[..], &["--features", island]].concat()).go()?;
            let made = target().join("wasm32-unknown-unknown/web/itineraire_frontend.wasm");
            let (needed, largest) = packed(&read(&made)?).map_err(|why| Failure(why.to_string()))?;
            write(&program(island).with_extension("txt"), largest.as_bytes())?;
            write(&program(island), &needed)
        })
    })?;
    step("packing the page's files", || pack(&site))?;
    Ok(site)
}

/// Builds the server and the demonstration that it serves, in the profile that compiles fastest.
pub fn server() -> Result<(), Failure> {
    step("building the server", || {
        cargo(&["build", "-p", "itineraire-server", "-p", "itineraire-demo"]).go()
    })
}

/// Where the program of an island is kept: cargo calls them all alike.
fn program(island: &str) -> PathBuf {
    target().join(format!("programs/{island}.wasm"))
}

fn pack(site: &Site) -> Result<(), Failure> {
    // Two commands may pack at once (a test beside a server): one after the other, then.
    let lock_path = target().join("site.lock");
    let lock = fs::File::create(&lock_path).map_err(|error| wrong(&lock_path, &error))?;
    lock.lock().map_err(|error| wrong(&lock_path, &error))?;

    let (whole, apart) = (style(false)?, style(true)?);
    let inputs = inputs(&(whole.clone() + &apart))?;
    let stamp = target().join("site-inputs.txt");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == inputs) && site.hashes.exists() {
        println!("  nothing has changed");
        return Ok(());
    }
    // Gone until all is written: an interrupted run must not pass for a finished one.
    let _ = fs::remove_file(&stamp);
    let (files, hashes) = contents(&whole, &apart)?;
    place(&site.root, &files)?;
    for (name, hashes) in hashes {
        write(&site.hashes.join(name).with_extension("txt"), hashes.as_bytes())?;
    }
    write(&stamp, inputs.as_bytes())
}

/// One word for all that the site is made of, this program's way of packing included.
fn inputs(style: &str) -> Result<String, Failure> {
    let mut all = hash(style.as_bytes());
    for island in ISLANDS {
        all.push_str(&hash(&read(&program(island))?));
    }
    all.push_str(&hash(include_bytes!("bundle.rs")));
    all.push_str(&hash(include_bytes!("compress.rs")));
    all.push_str(&hash(include_bytes!("style.rs")));
    for folder in ["style/fonts", "frontend/public"] {
        for file in under(&root().join(folder)) {
            all.push_str(&file.display().to_string());
            all.push_str(&hash(&read(&root().join(folder).join(&file))?));
        }
    }
    Ok(hash(all.as_bytes()))
}

/// Every file of the site by its path, and the lists of hashes that Leptos reads: the styles', and each program's.
fn contents(style: &str, apart: &str) -> Result<(Files, BTreeMap<&'static str, String>), Failure> {
    let pkg = Path::new("pkg");
    let mut files = BTreeMap::new();
    let mut hashes = BTreeMap::new();
    let mut keep = |files: &mut Files, list: &'static str, name: &str, kind: &str, content: Vec<u8>| {
        let hash = hash(&content);
        files.insert(pkg.join(format!("{name}.{hash}.{kind}")), content);
        let list: &mut String = hashes.entry(list).or_default();
        list.extend([kind, ": ", &hash, "\n"]);
    };
    let bound = target().join("bindgen");
    let _ = fs::remove_dir_all(&bound);
    for island in ISLANDS {
        Bindgen::new()
            .input_path(program(island))
            .web(true)
            .and_then(|bindgen| {
                let bindgen = bindgen.out_name(island).typescript(false);
                bindgen
                    .remove_name_section(true)
                    .remove_producers_section(true)
                    .generate(&bound)
            })
            .map_err(|error| Failure(format!("wasm-bindgen: {error:#}")))?;
        let script = plain(&read(&bound.join(format!("{island}.js")))?);
        keep(&mut files, island, island, "js", script);
        let program = read(&bound.join(format!("{island}_bg.wasm")))?;
        keep(&mut files, island, island, "wasm", program);
    }
    for snippet in under(&bound.join("snippets")) {
        let content = read(&bound.join("snippets").join(&snippet))?;
        files.insert(pkg.join("snippets").join(snippet), content);
    }

    let mut css = minified(style)?;
    let name_of = |path: &Path| path.file_name().unwrap_or_default().display().to_string();
    for font in under(&root().join("style/fonts")) {
        let content = read(&root().join("style/fonts").join(&font))?;
        let mut named = font.clone();
        if font.extension().is_some_and(|kind| kind == "woff2") {
            named = font.with_extension(format!("{}.woff2", hash(&content)));
            css = css.replace(&name_of(&font), &name_of(&named));
        }
        files.insert(pkg.join("fonts").join(named), content);
    }
    for file in under(&root().join("frontend/public")) {
        let content = read(&root().join("frontend/public").join(&file))?;
        files.insert(file, content);
    }
    keep(&mut files, "style", NAME, "css", css.into_bytes());
    keep(&mut files, "apart", "apart", "css", minified(apart)?.into_bytes());
    Ok((files, hashes))
}

/// A script without comments nor indentation: wasm-bindgen writes for readers.
fn plain(script: &[u8]) -> Vec<u8> {
    let said = |line: &&str| !["/**", "* ", "*/", "//"].iter().any(|it| line.starts_with(it));
    let script = String::from_utf8_lossy(script);
    let lines: Vec<_> = script.lines().map(str::trim_start).filter(said).collect();
    lines.join("\n").into_bytes()
}

/// Writes what differs, with its compressed twins, and removes what is no longer part of the site.
fn place(site: &Path, files: &Files) -> Result<(), Failure> {
    let mut all = files.clone();
    for (path, content) in files {
        for (ending, twin) in twins(path, content)? {
            all.insert(PathBuf::from(format!("{}.{ending}", path.display())), twin);
        }
    }
    for (path, content) in &all {
        let path = site.join(path);
        if !fs::read(&path).is_ok_and(|there| there == *content) {
            write(&path, content)?;
        }
    }
    for path in under(site).into_iter().filter(|path| !all.contains_key(path)) {
        let path = site.join(path);
        fs::remove_file(&path).map_err(|error| wrong(&path, &error))?;
    }
    Ok(())
}
