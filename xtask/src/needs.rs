//! What must be on the machine, and the sentence that helps when it is not.

use crate::run::{Failure, program, root, step};
use std::fs;
use std::path::{Path, PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";

/// All that the whole suite needs.
pub fn all() -> Result<(), Failure> {
    wasm_target()?;
    browser()?;
    browser_modules()
}

/// The compiler's target for the browser.
pub fn wasm_target() -> Result<(), Failure> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let sysroot = program(&rustc, &["--print", "sysroot"]).quietly()?;
    let there = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET);
    // The folder alone may be what an interrupted installation left.
    if there.join("lib").is_dir() {
        return Ok(());
    }
    step(
        &format!("adding the browser's target (rustup target add {TARGET})"),
        || {
            program("rustup", &["target", "add", TARGET]).go().map_err(|_| {
                Failure(format!(
                    "the Rust target {TARGET} is missing and rustup could not add it. Install Rust with rustup \
                     (https://rustup.rs), then run: rustup target add {TARGET}"
                ))
            })
        },
    )
}

const NO_NODE: &str = "the browser tests need Node.js 20.11 or newer with npm, from https://nodejs.org or, where it is new enough, \
     from the system's packages (on Debian 13: apt install nodejs npm). cargo xtask test --fast does without; so does \
     cargo xtask serve";

/// Node.js and its package manager, for the browser tests. 20.11 is the oldest that tells a module its folder
/// (`import.meta.dirname`), which they ask.
fn node() -> Result<(), Failure> {
    let is_new_enough = "const [major, minor] = process.versions.node.split('.').map(Number);
        process.exitCode = major > 20 || (major === 20 && minor >= 11) ? 0 : 1;";
    let npm = ["--version", "--silent"];
    for (name, arguments) in [("node", ["--eval", is_new_enough]), ("npm", npm)] {
        let there = program(name, &arguments).quietly();
        there.map_err(|_| Failure(format!("{name} is missing, or too old: {NO_NODE}")))?;
    }
    Ok(())
}

/// The browser tests' own modules: installed when they are missing or no longer those of the lock file.
pub fn browser_modules() -> Result<(), Failure> {
    node()?;
    let folder = root().join("end2end");
    let lock = crate::files::read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("installing the browser tests' modules (npm ci)", || {
        program("npm", &["ci", "--no-audit", "--no-fund"])
            .within(&folder)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .go()
            .map_err(|failure| Failure(format!("{failure}. Is the npm registry reachable?")))
    })?;
    crate::files::write(&stamp, &lock)
}

const NO_BROWSER: &str = "no Chromium was found for the browser tests. On Debian: sudo apt install chromium. Elsewhere, \
                          install Chromium or Chrome and give its path: CHROMIUM=/path/to/chromium cargo xtask test";

/// The tests with nginx and strace say so where these are not: that they cannot be installed stops nothing.
const APT: &str = "apt-get update -q && apt-get install -yq --no-install-recommends chromium &&
    { apt-get install -yq --no-install-recommends nginx strace || true; }";

/// A Chromium for the browser tests; installed through apt when we are root on Debian.
pub fn browser() -> Result<PathBuf, Failure> {
    if let Some(chosen) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        if chosen.is_file() {
            return Ok(chosen);
        }
        let chosen = chosen.display();
        return Err(Failure(format!("CHROMIUM is {chosen}: there is no such program")));
    }
    if let Some(path) = found_browser() {
        return Ok(path);
    }
    let is_root = program("id", &["-u"]).quietly().is_ok_and(|id| id.trim() == "0");
    if is_root && program("apt-get", &["--version"]).quietly().is_ok() {
        step("installing Chromium, nginx and strace through apt", || {
            let apt = program("sh", &["-c", APT]).env("DEBIAN_FRONTEND", "noninteractive");
            apt.env("RUNLEVEL", "1").quietly()
        })
        .map_err(|failure| Failure(format!("{failure}\n{NO_BROWSER}")))?;
    }
    found_browser().ok_or_else(|| Failure::new(NO_BROWSER))
}

/// The first folder of the PATH that holds a program.
fn found_browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = "chromium chromium-browser google-chrome google-chrome-stable".split(' ');
    let on_path = |name| std::env::split_paths(&path).map(move |folder| folder.join(name));
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let mut places = names.flat_map(on_path).chain([mac]);
    places.find(|program| program.is_file())
}
