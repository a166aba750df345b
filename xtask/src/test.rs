//! `cargo xtask test`: everything that CI runs. Ends with one line of counts.

use crate::bundle::bundle;
use crate::postgres::Postgres;
use crate::run::{Failure, cargo, program, root, step};
use crate::{needs, prove, size};
use std::fs;

/// What was counted so far.
#[derive(Default)]
struct Counts {
    passed: u32,
    failed: u32,
    skipped: u32,
    figures: Vec<String>,
    broken: Vec<String>,
}

/// Runs the suite; `--fast` stops after the rules and the store on SQLite.
pub fn test(arguments: &[String]) -> Result<(), Failure> {
    let fast = arguments.iter().any(|argument| argument == "--fast");
    let mut counts = Counts::default();
    needs::wasm_target()?;
    if !fast {
        needs::npm()?;
        needs::browser()?;
    }
    counts.check("format", || cargo(&["fmt", "--all", "--check"]).go());
    counts.check("clippy", || {
        cargo(&[
            "clippy",
            "--quiet",
            "--workspace",
            "--exclude",
            "itineraire-frontend",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])
        .go()
    });
    if !fast {
        counts.check("clippy for the page", || {
            let target = ["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
            cargo(
                &[
                    &["clippy", "--quiet", "--package", "itineraire-frontend"],
                    &target[..],
                ]
                .concat(),
            )
            .go()
        });
    }
    counts.cargo_test("itineraire-domain", None);
    if fast {
        counts.cargo_test("itineraire-store", None);
        return counts.close();
    }
    let postgres = Postgres::start()?;
    if postgres.is_none() {
        println!("  initdb and pg_ctl are not on the PATH: the PostgreSQL half of the tests is SKIPPED");
        counts.skipped += 1;
    }
    let url = postgres.as_ref().map(Postgres::url);
    counts.cargo_test("itineraire-store", url.as_deref());
    counts.cargo_test("itineraire-app", None);
    counts.cargo_test("itineraire-server", url.as_deref());
    drop(postgres);
    bundle()?;
    step("building the server", || {
        cargo(&["build", "--package", "itineraire-server"]).go()
    })?;
    counts.check("size of the page", size::size);
    counts.browser_tests()?;
    counts.close()
}

/// Installs what the browser tests are written with, when it is missing or out of date.
pub fn browser_modules() -> Result<(), Failure> {
    needs::npm()?;
    let folder = root().join("end2end");
    let lock = fs::read(folder.join("package-lock.json")).unwrap_or_default();
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("installing the browser tests' modules (npm ci)", || {
        program("npm", &["ci", "--no-audit", "--no-fund"])
            .within(&folder)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .go()
    })?;
    fs::write(&stamp, lock).map_err(|error| Failure(format!("{}: {error}", stamp.display())))
}

impl Counts {
    /// A check that passes or fails as a whole.
    fn check(&mut self, what: &str, work: impl FnOnce() -> Result<(), Failure>) {
        match step(what, work) {
            Ok(()) => self.passed += 1,
            Err(failure) => self.broke(format!("{what}: {failure}")),
        }
    }

    fn broke(&mut self, what: String) {
        println!("  {what}");
        self.failed += 1;
        self.broken.push(what);
    }

    fn cargo_test(&mut self, package: &str, postgres: Option<&str>) {
        let name = format!("tests of {package}");
        let mut run = cargo(&["test", "--package", package, "--", "--show-output"]);
        if let Some(url) = postgres {
            run = run.env("TEST_DATABASE_URL", url);
        }
        let result = step(&name, || {
            run.watched(|line| {
                ["test result", "PROOF ", "SKIPPED", "FAILED"]
                    .iter()
                    .any(|it| line.contains(it))
            })
        });
        let (output, succeeded) = match result {
            Ok(done) => done,
            Err(failure) => return self.broke(format!("{name}: {failure}")),
        };
        let (mut ran, mut failed) = (0, 0);
        for line in output.lines().filter(|line| line.starts_with("test result: ")) {
            ran += number_before(line, " passed");
            failed += number_before(line, " failed");
            self.skipped += number_before(line, " ignored");
        }
        self.passed += ran;
        self.failed += failed;
        self.figures.extend(prove::figures(&output).map(str::to_owned));
        if failed > 0 {
            self.broken.push(format!("{name}: {failed} failed"));
        } else if !succeeded || ran == 0 {
            self.broke(format!(
                "{name}: {}",
                if ran == 0 { "no test ran" } else { "the run failed" }
            ));
        }
    }

    fn browser_tests(&mut self) -> Result<(), Failure> {
        browser_modules()?;
        let browser = needs::browser()?;
        let run = program("npx", &["playwright", "test"])
            .within(&root().join("end2end"))
            .env("CHROMIUM", browser);
        let (output, succeeded) = step("browser tests", || run.watched(|_| true))?;
        let count = |word: &str| {
            let lines = output.lines().map(str::trim);
            lines
                .filter(|line| line.contains(word))
                .map(|line| leading_number(line, word))
                .sum::<u32>()
        };
        let (passed, failed, skipped) = (count(" passed"), count(" failed"), count(" skipped"));
        self.passed += passed;
        self.failed += failed;
        self.skipped += skipped;
        self.figures.extend(prove::figures(&output).map(str::to_owned));
        if failed > 0 {
            self.broken.push(format!("browser tests: {failed} failed"));
        } else if !succeeded || passed == 0 {
            self.broke("browser tests: the run failed, or ran no test".into());
        }
        Ok(())
    }

    fn close(self) -> Result<(), Failure> {
        if !self.figures.is_empty() {
            println!("\nProofs, with the counts that fit this run (cargo xtask prove raises them):");
            self.figures.iter().for_each(|figure| println!("  {figure}"));
        }
        println!(
            "\n{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        );
        if self.broken.is_empty() {
            Ok(())
        } else {
            Err(Failure(self.broken.join("\n       ")))
        }
    }
}

/// The number in front of a word: 12 in `12 passed; …`.
fn number_before(line: &str, word: &str) -> u32 {
    let Some((front, _)) = line.split_once(word) else {
        return 0;
    };
    front
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

/// The same, when the line holds nothing else before it: the reporter's closing lines.
fn leading_number(line: &str, word: &str) -> u32 {
    line.split_once(word)
        .and_then(|(front, _)| front.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_the_closing_lines() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(
            [" passed", " failed", " ignored"].map(|word| number_before(line, word)),
            [12, 3, 1]
        );
        assert_eq!(leading_number("7 passed (3.2s)", " passed"), 7);
        assert_eq!(leading_number("a test named 7 passed", " passed"), 0);
    }
}
