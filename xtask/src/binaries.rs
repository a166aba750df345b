//! The test programs of the workspace, built once and run by us.
//!
//! `cargo test --package P` for one package after another would build the same dependencies again and again: cargo
//! joins the features of the packages it is given, and each selection makes another sea-orm. Built together, they are
//! built once; and the server's binary beside them is the one that the browser tests start.

use crate::bundle;
use crate::run::{Failure, Run, cargo, program};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What was built.
#[derive(Default)]
pub struct Built {
    pub tests: Vec<Binary>,
    pub benches: Vec<Binary>,
    /// Whether the server and its demonstration were built with them: cargo does it for the tests that start them.
    pub server: bool,
}

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

/// All that the machine itself can run: not the page's WASM.
pub const ALL: &[&str] = &["--workspace", "--exclude", "itineraire-frontend"];

/// The rules alone, which build in seconds.
pub const RULES: &[&str] = &["--package", "itineraire-domain"];

/// Builds the test programs of what `selection` selects, in cargo's own words.
pub fn build(selection: &[&str]) -> Result<Built, Failure> {
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
    let messages: Vec<_> = messages.lines().filter_map(artifact).collect();
    Ok(Built {
        tests: messages
            .iter()
            .filter(|it| !is_bench(it))
            .filter_map(binary)
            .collect(),
        benches: messages
            .iter()
            .filter(|it| is_bench(it))
            .filter_map(binary)
            .collect(),
        server: ["itineraire", "itineraire-demo"]
            .iter()
            .all(|name| messages.iter().any(|it| is_program(it, name))),
    })
}

impl Built {
    /// Builds the server, unless it already stands beside the tests.
    pub fn with_server(&self) -> Result<(), Failure> {
        if self.server { Ok(()) } else { bundle::server() }
    }
}

impl Binary {
    /// The package as cargo names it.
    pub fn full_package(&self) -> String {
        if self.package == "xtask" {
            self.package.clone()
        } else {
            format!("itineraire-{}", self.package)
        }
    }

    /// The target as cargo selects it.
    pub fn selected(&self) -> String {
        if self.folder.join(format!("tests/{}.rs", self.target)).is_file() {
            format!("--test {}", self.target)
        } else {
            String::new()
        }
    }

    /// The program, ready to run as `cargo test` runs it; with `--show-output`, or `--nocapture` to see it go on.
    pub fn run(&self, output: &str) -> Run {
        program(&self.executable.display().to_string(), &[output])
            .within(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder)
    }
}

/// One of cargo's messages, if it is about something that was built.
fn artifact(message: &str) -> Option<Value> {
    serde_json::from_str::<Value>(message)
        .ok()
        .filter(|message| message["reason"] == "compiler-artifact")
}

fn binary(artifact: &Value) -> Option<Binary> {
    if artifact["profile"]["test"] != true {
        return None;
    }
    let folder = Path::new(artifact["manifest_path"].as_str()?).parent()?;
    Some(Binary {
        package: folder.file_name()?.to_str()?.to_owned(),
        target: artifact["target"]["name"].as_str()?.to_owned(),
        executable: artifact["executable"].as_str()?.into(),
        folder: folder.to_owned(),
    })
}

/// A bench is built with the tests, and is none.
fn is_bench(artifact: &Value) -> bool {
    artifact["target"]["kind"][0] == "bench"
}

fn is_program(artifact: &Value, name: &str) -> bool {
    artifact["profile"]["test"] == false
        && artifact["target"]["name"] == name
        && artifact["executable"].is_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_server_are_told_apart_in_cargo_s_messages() {
        let of = |reason: &str, name: &str, test: bool, executable: &str| {
            artifact(&format!(
                r#"{{"reason":"{reason}","manifest_path":"/w/store/Cargo.toml","target":{{"name":"{name}"}},
                "profile":{{"test":{test}}},"executable":{executable}}}"#
            ))
        };
        let program = r#""/w/target/debug/deps/contract-1""#;
        let test = of("compiler-artifact", "contract", true, program).unwrap();
        let taken = binary(&test).unwrap();
        assert_eq!(
            (taken.package.as_str(), taken.target.as_str()),
            ("store", "contract")
        );
        assert_eq!(taken.folder, Path::new("/w/store"));
        assert!(!is_program(&test, "itineraire"));
        let server = of("compiler-artifact", "itineraire", false, program).unwrap();
        assert!(is_program(&server, "itineraire") && !is_program(&server, "itineraire-demo"));
        assert!(binary(&server).is_none());
        let library = of("compiler-artifact", "contract", true, "null").unwrap();
        assert_eq!(binary(&library), None);
        let bench = artifact(
            r#"{"reason":"compiler-artifact","manifest_path":"/w/benches/Cargo.toml","profile":{"test":true},
            "target":{"name":"speeds","kind":["bench"]},"executable":"/w/target/debug/deps/speeds-1"}"#,
        );
        assert!(is_bench(&bench.unwrap()) && !is_bench(&server));
        assert!(of("build-finished", "contract", true, program).is_none());
        assert!(artifact("not a message").is_none());
    }
}
