//! What was counted, and how it is read from what the runners say: the suite ends with one line of sums.

use crate::run::Failure;

/// How many tests ended each way.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

/// A test program that `cargo test` ran.
pub struct Program {
    /// The target: `itineraire_store` for the tests within, or the name of a file of `tests/`.
    pub target: String,
    /// What it printed.
    pub output: String,
}

/// The programs of a `cargo test`, cut where cargo says `Running … (…/deps/TARGET-HASH)`.
pub fn programs(output: &str) -> Vec<Program> {
    let mut all: Vec<Program> = Vec::new();
    for line in output.lines() {
        let target = line
            .strip_prefix("     Running ")
            .and_then(|rest| rest.rsplit_once("deps/")?.1.rsplit_once('-'));
        if let Some((target, _)) = target {
            all.push(Program {
                target: target.to_owned(),
                output: String::new(),
            });
        } else if let Some(program) = all.last_mut() {
            program.output.push_str(line);
            program.output.push('\n');
        }
    }
    all
}

impl Program {
    /// Its closing line, the last of its kind: a test may have printed another.
    pub fn counts(&self) -> Result<Counts, Failure> {
        let mut closing = self
            .output
            .lines()
            .filter_map(|it| it.strip_prefix("test result: "));
        let closing = closing.next_back().unwrap_or_default();
        let number = |word: &str| {
            let part = closing.split([';', '.']).find_map(|it| it.strip_suffix(word));
            let number = part.and_then(|it| it.trim().parse().ok());
            number.ok_or_else(|| Failure(format!("{} told no count of{word}", self.target)))
        };
        Ok(Counts {
            passed: number(" passed")?,
            failed: number(" failed")?,
            skipped: number(" ignored")?,
        })
    }
}

/// The tests of a program that failed, by their names.
pub fn failed(output: &str) -> Vec<String> {
    let names = output
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    names.map(str::to_owned).collect()
}

/// The same of Playwright's JSON report: a file's suites, each with its tests and suites of its own. With where each stopped,
/// and what was wanted there: of a long log only the end may be kept.
pub fn failed_in_browser(report: &str) -> Vec<String> {
    fn look(suite: &serde_json::Value, found: &mut Vec<String>) {
        let all = |name: &str| suite[name].as_array().into_iter().flatten();
        let broken = all("specs").filter(|spec| spec["ok"] == false);
        found.extend(broken.map(|spec| {
            let [file, title] = ["file", "title"].map(|it| spec[it].as_str().unwrap_or_default());
            let error = &spec["tests"][0]["results"][0]["error"];
            let line = &error["location"]["line"];
            let why = error["message"].as_str().unwrap_or("without a word");
            format!("{file}: {title}, at line {line}: {}", short(why))
        }));
        all("suites").for_each(|within| look(within, found));
    }
    let mut found = Vec::new();
    if let Ok(report) = serde_json::from_str(report) {
        look(&report, &mut found);
    }
    found
}

/// The first words of an error, in one line without colours.
fn short(error: &str) -> String {
    let mut words = String::new();
    let mut rest = error.chars();
    while let Some(c) = rest.next().filter(|_| words.len() < 400) {
        if c == '\u{1b}' {
            rest.find(char::is_ascii_alphabetic);
        } else if !(c.is_whitespace() && words.ends_with(' ')) {
            words.push(if c.is_whitespace() { ' ' } else { c });
        }
    }
    words
}

impl Counts {
    /// The sums of Playwright's JSON report. A test that passed only when tried again has failed.
    pub fn of_playwright(report: &str) -> Result<Self, Failure> {
        let report: serde_json::Value = serde_json::from_str(report)
            .map_err(|error| Failure(format!("Playwright's report cannot be read: {error}")))?;
        let stat = |name: &str| {
            let number = report["stats"][name].as_u64();
            number.ok_or_else(|| Failure(format!("Playwright's report has no count of {name}")))
        };
        Ok(Self {
            passed: stat("expected")?,
            failed: stat("unexpected")? + stat("flaky")?,
            skipped: stat("skipped")?,
        })
    }

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Whether a test ran: one that is skipped did not.
    pub fn ran(self) -> bool {
        self.passed + self.failed > 0
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passed, failed, .. } = self;
        write!(f, "{passed} passed, {failed} failed, {} skipped", self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "   Compiling itineraire-store
     Running unittests lib.rs (target/debug/deps/itineraire_store-1f)
test result: ok. 900 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
PROOF a: 3
test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 5 filtered out; finished in 0.01s
     Running tests/kept.rs (target/debug/deps/kept-2e)
running 3 tests
error: signal: 9";

    #[test]
    fn a_program_s_own_closing_line_is_read_and_one_that_has_none_is_told() {
        let [store, kept] = <[Program; 2]>::try_from(programs(SAID)).ok().unwrap();
        assert_eq!((&*store.target, &*kept.target), ("itineraire_store", "kept"));
        assert!(store.output.contains("PROOF a: 3"));
        let read = store.counts().unwrap();
        assert_eq!(read.to_string(), "12 passed, 2 failed, 1 skipped");
        assert!(kept.counts().is_err());
    }

    #[test]
    fn playwright_s_report_is_read_and_a_flaky_test_has_failed() {
        let report = r#"{"stats":{"expected":9,"unexpected":1,"flaky":1,"skipped":2}}"#;
        let read = Counts::of_playwright(report).unwrap();
        assert_eq!(read.to_string(), "9 passed, 2 failed, 2 skipped");
        assert!(Counts::of_playwright(r#"{"stats":{}}"#).is_err());
        assert!(Counts::of_playwright("").is_err());
    }

    #[test]
    fn what_failed_is_named() {
        let said = "test a::one ... ok\ntest a::two ... FAILED\ntest tests - prints ... FAILED?";
        assert_eq!(failed(said), ["a::two"]);
        let report = r#"{"suites":[{"specs":[{"ok":true,"file":"f.ts","title":"goes"}],"suites":[
            {"specs":[{"ok":false,"file":"f.ts","title":"falls","tests":[{"results":[{"error":
                {"message":"Error: \u001b[2mexpect(\u001b[22mit)\n\n  Wanted: 3","location":{"line":7}}}]}]}]}]}]}"#;
        assert_eq!(
            failed_in_browser(report),
            ["f.ts: falls, at line 7: Error: expect(it) Wanted: 3"]
        );
        assert!(failed_in_browser("").is_empty());
    }

    #[test]
    fn what_was_only_skipped_did_not_run() {
        let report = r#"{"stats":{"expected":0,"unexpected":0,"flaky":0,"skipped":4}}"#;
        assert!(!Counts::of_playwright(report).unwrap().ran());
    }
}
