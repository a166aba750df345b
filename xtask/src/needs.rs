//! What must be on the machine, and the sentence that helps when it is not.

use crate::run::{Failure, program, root, step};
use std::fs;
use std::path::{Path, PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";

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

/// The oldest Node.js that tells a module its folder (`import.meta.dirname`), which the browser tests ask.
const NODE: (u32, u32) = (20, 11);

/// Node.js and its package manager, for the browser tests.
pub fn node() -> Result<(), Failure> {
    let where_from = "the browser tests need Node.js 20.11 or newer with npm, from https://nodejs.org or, where it is new \
                      enough, from the system's packages (on Debian 13: apt install nodejs npm). cargo xtask test --fast \
                      does without; so does cargo xtask serve";
    for name in ["node", "npm"] {
        let said = program(name, &["--version"])
            .quietly()
            .map_err(|_| Failure(format!("{name} is missing: {where_from}")))?;
        if name == "node" && version(&said).is_none_or(|version| version < NODE) {
            return Err(Failure(format!(
                "node is {}, which is too old: {where_from}",
                said.trim()
            )));
        }
    }
    Ok(())
}

/// `v20.11.1` is 20 and 11.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
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
            .map_err(|failure| {
                Failure(format!(
                    "{failure}. The modules come from the npm registry: is it reachable?"
                ))
            })
    })?;
    crate::files::write(&stamp, &lock)
}

const NO_BROWSER: &str = "no Chromium was found for the browser tests. On Debian: sudo apt install chromium. Elsewhere, \
                          install Chromium or Chrome and give its path: CHROMIUM=/path/to/chromium cargo xtask test";

/// A Chromium for the browser tests; installed through apt when we are root on Debian.
pub fn browser() -> Result<PathBuf, Failure> {
    if let Some(chosen) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        return if chosen.is_file() {
            Ok(chosen)
        } else {
            Err(Failure(format!(
                "CHROMIUM is {}, and there is no such program",
                chosen.display()
            )))
        };
    }
    if let Some(path) = found_browser() {
        return Ok(path);
    }
    if is_root() && program("apt-get", &["--version"]).quietly().is_ok() {
        step("installing Chromium through apt", || {
            let apt = |arguments: &[&str]| {
                program("apt-get", arguments)
                    .env("DEBIAN_FRONTEND", "noninteractive")
                    .quietly()
            };
            apt(&["update", "-q"])?;
            apt(&["install", "-y", "-q", "--no-install-recommends", "chromium"])
        })
        .map_err(|failure| Failure(format!("{failure}\n{NO_BROWSER}")))?;
    }
    found_browser().ok_or_else(|| Failure::new(NO_BROWSER))
}

/// Whether this runs as root: apt may then install, and PostgreSQL wants another user.
pub fn is_root() -> bool {
    program("id", &["-u"]).quietly().is_ok_and(|id| id.trim() == "0")
}

/// The first folder of the PATH, or of `others`, that holds a program.
pub fn found(name: &str, others: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(others.iter().cloned())
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

fn found_browser() -> Option<PathBuf> {
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    .iter()
    .find_map(|name| found(name, &[]))
    .or_else(|| mac.exists().then_some(mac))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_is_too_old_or_says_nothing_known_is_told() {
        for (said, is_enough) in [
            ("v20.11.0\n", true),
            ("v24.1.0", true),
            ("v20.9.0", false),
            ("v18.20.4", false),
            ("20.11", false),
            ("", false),
        ] {
            assert_eq!(version(said).is_some_and(|it| it >= NODE), is_enough, "{said}");
        }
    }
}
