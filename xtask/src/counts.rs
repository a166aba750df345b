//! What was counted, and how it is read from what the runners say: the suite ends with one line of sums.

use crate::run::Failure;

/// How many tests ended each way.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// The sums of cargo's closing lines, one for each test binary.
    pub fn of_cargo(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines() {
            // Under `--nocapture` the end of another line may stand before it.
            let Some((_, closing)) = line.split_once("test result: ") else {
                continue;
            };
            counts.passed += number_before(closing, " passed");
            counts.failed += number_before(closing, " failed");
            counts.skipped += number_before(closing, " ignored");
        }
        counts
    }

    /// The sums of Playwright's JSON report. A test that passed only when tried again has failed.
    pub fn of_playwright(report: &str) -> Result<Self, Failure> {
        let report: serde_json::Value = serde_json::from_str(report)
            .map_err(|error| Failure(format!("Playwright's report cannot be read: {error}")))?;
        let stat = |name: &str| {
            report["stats"][name]
                .as_u64()
                .ok_or_else(|| Failure(format!("Playwright's report has no count of {name}")))
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

    /// Why a run with these counts is a failure, though its tests may all have passed.
    pub fn trouble(self, succeeded: bool) -> Option<&'static str> {
        if self.passed + self.failed == 0 {
            Some("no test ran")
        } else if self.failed == 0 && !succeeded {
            Some("the run failed outside its tests")
        } else {
            None
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// The number in front of a word: 12 in `ok. 12 passed; …`.
fn number_before(line: &str, word: &str) -> u64 {
    let Some((front, _)) = line.split_once(word) else {
        return 0;
    };
    front
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_s_closing_lines_are_summed() {
        let output = "running 2 tests\ntest a ... ok\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 5 filtered out; finished in 0.01s\n\
            a test named 7 passed\n\
            .test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(
            Counts::of_cargo(output),
            Counts {
                passed: 15,
                failed: 2,
                skipped: 1
            }
        );
    }

    #[test]
    fn playwright_s_report_is_read_and_a_flaky_test_has_failed() {
        let report = r#"{"stats":{"expected":9,"unexpected":1,"flaky":1,"skipped":2}}"#;
        let read = Counts {
            passed: 9,
            failed: 2,
            skipped: 2,
        };
        assert_eq!(Counts::of_playwright(report).unwrap(), read);
        assert!(Counts::of_playwright(r#"{"stats":{}}"#).is_err());
        assert!(Counts::of_playwright("").is_err());
    }

    #[test]
    fn a_run_without_tests_or_that_breaks_outside_them_is_in_trouble() {
        let some = Counts {
            passed: 1,
            ..Counts::default()
        };
        assert_eq!(Counts::default().trouble(true), Some("no test ran"));
        assert!(some.trouble(false).is_some());
        assert_eq!(some.trouble(true), None);
        let only_skipped = Counts {
            skipped: 4,
            ..Counts::default()
        };
        assert_eq!(only_skipped.trouble(true), Some("no test ran"));
    }
}
