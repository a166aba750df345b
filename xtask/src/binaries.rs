//! The test programs of the workspace, built once and run by us.
//!
//! `cargo test --package P` for one package after another would build the same dependencies again and again: cargo
//! joins the features of the packages it is given, and each selection makes another sea-orm. Built together, they are
//! built once; and the server's binary beside them is the one that the browser tests start.

use crate::run::{Failure, Run, cargo, program};
use std::path::{Path, PathBuf};

/// A test program.
#[derive(Debug, PartialEq, Eq)]
pub struct Binary {
    /// The package's folder, which is its name here: `store`.
    pub package: String,
    /// The target: `itineraire_store`, or the name of a file of `tests/`.
    pub target: String,
    executable: PathBuf,
    folder: PathBuf,
}

/// All that the machine itself can run: not the page's WASM, nor the benches.
pub const ALL: &[&str] = &[
    "--workspace",
    "--exclude",
    "itineraire-frontend",
    "--exclude",
    "itineraire-benches",
];

/// The rules alone, which build in seconds.
pub const RULES: &[&str] = &["--package", "itineraire-domain"];

/// Builds the test programs of what `selection` selects, in cargo's own words.
pub fn build(selection: &[&str]) -> Result<Vec<Binary>, Failure> {
    let always = [
        "test",
        "--no-run",
        "--all-targets",
        "--message-format",
        "json-render-diagnostics",
    ];
    let (messages, succeeded) = cargo(&[&always[..], selection].concat()).heard()?;
    if !succeeded {
        return Err(Failure::new("the tests do not compile"));
    }
    Ok(messages.lines().filter_map(binary).collect())
}

impl Binary {
    /// The program, ready to run as `cargo test` runs it; with `--show-output`, or `--nocapture` to see it go on.
    pub fn run(&self, output: &str) -> Run {
        program(&self.executable.display().to_string(), &[output])
            .within(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder)
    }
}

/// One of cargo's messages, if it is about a test program.
fn binary(message: &str) -> Option<Binary> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?;
    Some(Binary {
        package: folder.file_name()?.to_str()?.to_owned(),
        target: message["target"]["name"].as_str()?.to_owned(),
        executable: message["executable"].as_str()?.into(),
        folder: folder.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_programs_are_taken_from_cargo_s_messages() {
        let of = |reason: &str, test: bool, executable: &str| {
            format!(
                r#"{{"reason":"{reason}","manifest_path":"/w/store/Cargo.toml","target":{{"name":"contract"}},
                "profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let taken = binary(&of(
            "compiler-artifact",
            true,
            r#""/w/target/debug/deps/contract-1""#,
        ))
        .unwrap();
        assert_eq!(
            (taken.package.as_str(), taken.target.as_str()),
            ("store", "contract")
        );
        assert_eq!(taken.folder, Path::new("/w/store"));
        assert_eq!(
            binary(&of("compiler-artifact", false, r#""/w/target/debug/itineraire""#)),
            None
        );
        assert_eq!(binary(&of("compiler-artifact", true, "null")), None);
        assert_eq!(binary(&of("build-finished", true, r#""x""#)), None);
        assert_eq!(binary("not a message"), None);
    }
}
