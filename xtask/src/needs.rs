//! What must be on the machine, and the sentence that helps when it is not.

use crate::run::{Failure, program};
use std::path::Path;

const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler's target for the browser.
pub fn wasm_target() -> Result<(), Failure> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let sysroot = program(&rustc, &["--print", "sysroot"]).quietly()?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir()
    {
        return Ok(());
    }
    println!("  the target {TARGET} is missing: rustup target add {TARGET}");
    program("rustup", &["target", "add", TARGET]).go().map_err(|_| {
        Failure::new(format!(
            "the Rust target {TARGET} is missing and rustup could not add it. Install Rust with rustup (https://rustup.rs), \
             then run: rustup target add {TARGET}"
        ))
    })
}

/// Node's package manager, for the browser tests.
pub fn npm() -> Result<(), Failure> {
    program("npm", &["--version"]).quietly().map(drop).map_err(|_| {
        Failure::new("npm is missing: the browser tests need Node.js 20 or newer with npm (on Debian: apt install nodejs npm)")
    })
}

/// A Chromium for the browser tests; installed through apt when we are root on Debian.
pub fn browser() -> Result<String, Failure> {
    let known = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    let find = || {
        known
            .iter()
            .find(|path| Path::new(path).exists())
            .map(ToString::to_string)
    };
    if let Some(path) = std::env::var("CHROMIUM").ok().or_else(find) {
        return Ok(path);
    }
    let root = program("id", &["-u"]).quietly().is_ok_and(|id| id.trim() == "0");
    let apt = program("apt-get", &["--version"]).quietly().is_ok();
    if root && apt {
        println!("  chromium is missing: installing it through apt");
        program("apt-get", &["update", "-q"]).quietly()?;
        program(
            "apt-get",
            &["install", "-y", "-q", "chromium", "fonts-noto-color-emoji"],
        )
        .env("DEBIAN_FRONTEND", "noninteractive")
        .quietly()?;
    }
    find().ok_or_else(|| {
        Failure::new(
            "no Chromium was found for the browser tests. On Debian: sudo apt install chromium. Elsewhere, set CHROMIUM to \
             its path",
        )
    })
}
