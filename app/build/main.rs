//! Writes the sentences of `app/locales` as Rust before the crate is compiled (`docs/decisions/0019-sentences.md`).

mod language;

use language::{Language, Problem};
use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// The language that the page speaks; every other one says the same things.
const SPOKEN: &str = "fr.toml";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed={}", folder.display());
    let read = |name: &str| -> Result<Language, Box<dyn Error>> {
        let text = fs::read_to_string(folder.join(name))?;
        Language::read(&format!("app/locales/{name}"), &text).map_err(|all| told(&all))
    };
    let spoken = read(SPOKEN)?;
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_language = Path::new(&name).extension().is_some_and(|it| it == "toml");
        if name == SPOKEN || !is_language {
            continue;
        }
        let differences = spoken.differences(&read(&name)?);
        if !differences.is_empty() {
            return Err(told(&differences));
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("say.rs"), spoken.code())?;
    Ok(())
}

/// A line each where the compiler's own errors stand.
fn told(problems: &[Problem]) -> Box<dyn Error> {
    for problem in problems {
        println!("cargo::error={problem}");
    }
    format!("{} problem(s) in the sentences", problems.len()).into()
}
