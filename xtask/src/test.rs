//! `cargo xtask test`: everything that CI runs. Ends with one line of counts, alone.

use crate::bundle::bundle;
use crate::counts::{self, Counts, programs};
use crate::given;
use crate::proofs::{self, Proof};
use crate::run::{ALL, Failure, Run, cargo, cargo_test, program, root, step, target};
use crate::{needs, prove};
use clap::ArgMatches;
use itineraire_testing::{Disk, Postgres};
use std::process::ExitCode;

/// The rules and the store.
const FAST: &[&str] = &["--package", "itineraire-domain", "--package", "itineraire-store"];

/// No `TEST_DATABASE_URL`: each test opens a file of its own.
const SQLITE: Option<&str> = None;

/// Runs the suite; `--fast` stops after the rules, and the store on SQLite.
pub fn test(options: &ArgMatches, proofs: Vec<Proof>) -> ExitCode {
    let fast = options.get_flag("fast");
    let mut suite = Suite {
        proofs,
        ..Suite::default()
    };
    // Before anything long: nobody should wait for a build to learn that npm is missing.
    if let Err(failure) = if fast { needs::wasm_target() } else { needs::all() } {
        suite.broke(failure.to_string());
        return suite.close();
    }
    if !fast {
        suite.check("types of the browser tests", || {
            let npx = program("npx", &["tsc", "--noEmit"]);
            npx.within(&root().join("end2end")).go()
        });
    }
    suite.check("format", || cargo(&["fmt", "--all", "--check"]).go());
    suite.check("clippy", || clippy(ALL));
    suite.check("clippy, for the browser", || {
        let browser = ["--target", "wasm32-unknown-unknown"];
        clippy(&[&["--package", "itineraire-frontend"], &browser[..]].concat())
    });
    let selection = if fast { FAST } else { ALL };
    let built = step("building the tests", || {
        cargo_test(selection, &["--tests", "--no-run"]).go()
    });
    if let Err(failure) = built {
        suite.broke(format!("the tests do not compile: {failure}"));
        return suite.close();
    }
    if fast {
        suite.tests(
            "tests of the rules and the store",
            FAST,
            &["domain", "store"].map(str::to_owned),
        );
        return suite.close();
    }
    suite.tests("tests", ALL, &proofs::packages());
    suite.tests_on_postgres();
    suite.check("benches, one round each: do they still do what they time", || {
        let once = ["--bench", "*", "--", "--once"];
        cargo_test(ALL, &once).quietly().map(drop)
    });
    suite.browser(given(options, "workers"));
    suite.proofs();
    suite.close()
}

fn clippy(what: &[&str]) -> Result<(), Failure> {
    let first: &[&str] = &["clippy", "--quiet", "--all-targets"];
    cargo(&[first, what, &["--", "-D", "warnings"]].concat()).go()
}

/// What was counted so far, and what it said.
#[derive(Default)]
struct Suite {
    proofs: Vec<Proof>,
    counts: Counts,
    /// What the tests that succeeded printed: the proofs' figures are in it.
    outputs: String,
    skipped: Vec<String>,
    broken: Vec<String>,
}

impl Suite {
    /// A check that passes or fails as a whole, and counts as one.
    fn check(&mut self, what: &str, work: impl FnOnce() -> Result<(), Failure>) {
        match step(what, work) {
            Ok(()) => self.counts.passed += 1,
            Err(failure) => self.broke(format!("{what}: {failure}")),
        }
    }

    /// The tests of packages, on SQLite. Each file of theirs must have run some.
    fn tests(&mut self, name: &str, selection: &[&str], packages: &[String]) {
        let run = cargo_test(selection, &["--tests", "--", "--show-output"]);
        self.cargo(name, run, &targets(packages), SQLITE);
    }

    /// The same of what a database is for, where PostgreSQL's programs are.
    fn tests_on_postgres(&mut self) {
        match Postgres::start(Disk::NotWaited) {
            Ok(Some(postgres)) => {
                let targets = targets(&["store", "server"].map(str::to_owned));
                let chosen = targets.iter().flat_map(|it| ["--test", it]);
                let chosen: Vec<&str> = chosen.chain(["--", "--show-output"]).collect();
                let run = cargo_test(ALL, &chosen);
                self.cargo("tests on PostgreSQL", run, &targets, Some(&postgres.url()));
            }
            Ok(None) => self.skip(
                "the tests on PostgreSQL: initdb, pg_ctl and postgres are not on the PATH nor in /usr/lib/postgresql \
                 (on Debian: apt install postgresql)",
            ),
            Err(error) => self.broke(format!("the throw-away PostgreSQL: {error}")),
        }
    }

    /// Test programs, with the proofs' counts that fit CI. What cannot be counted has failed: a program without its
    /// counts, a file of tests that ran none, a run that failed though no test did.
    fn cargo(&mut self, name: &str, mut run: Run, wanted: &[String], postgres: Option<&str>) {
        for count in self.proofs.iter().filter_map(|proof| proof.count.as_ref()) {
            run = run.env(&count.variable, &count.ci);
        }
        run = match postgres {
            Some(url) => run.env("TEST_DATABASE_URL", url),
            None => run.without("TEST_DATABASE_URL"),
        };
        let telling = |line: &str| {
            let words = ["PROOF ", "SKIPPED", "... FAILED", "to rerun pass"];
            words.iter().any(|it| line.contains(it))
        };
        let (output, succeeded) = match step(name, || run.watched(telling)) {
            Ok(ran) => ran,
            Err(failure) => return self.broke(format!("{name}: {failure}")),
        };
        let broken = self.broken.len();
        let mut missing: Vec<&String> = wanted.iter().collect();
        for program in programs(&output) {
            match program.counts() {
                Ok(counts) => {
                    if counts.ran() {
                        println!("  {}: {counts}", program.target);
                        missing.retain(|it| **it != program.target);
                    }
                    let failed = counts::failed(&program.output);
                    self.counted(
                        &format!("{name}: {}", program.target),
                        counts,
                        failed,
                        &program.output,
                    );
                }
                Err(failure) => self.broke(format!("{name}: {failure}")),
            }
        }
        for target in missing {
            self.broke(format!("{name}: no test of {target} ran"));
        }
        if !succeeded && self.broken.len() == broken {
            self.broke(format!("{name}: the run failed outside its tests"));
        }
    }

    /// The stories in a browser, the page's size among them: they start the server that was built beside the tests.
    fn browser(&mut self, workers: Option<&str>) {
        let environment = match bundle().and_then(|site| prove::browser_environment(&site)) {
            Ok(environment) => environment,
            Err(failure) => return self.broke(format!("building for the browser tests: {failure}")),
        };
        let report = target().join("playwright.json");
        let _ = std::fs::remove_file(&report);
        let mut arguments = vec!["--reporter=list,json"];
        if let Some(workers) = workers {
            arguments.extend(["--workers", workers]);
        }
        let run = prove::playwright(&arguments)
            .envs(environment)
            .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
        let name = "browser tests";
        let ran = step(name, || {
            let (output, succeeded) = run.watched(|_| true)?;
            let report = std::fs::read_to_string(&report).unwrap_or_default();
            let counts = Counts::of_playwright(&report)?;
            match (counts.ran(), succeeded, counts.failed) {
                (false, ..) => Err(Failure::new("no test ran")),
                (_, false, 0) => Err(Failure::new("the run failed outside its tests")),
                _ => Ok((output, counts, counts::failed_in_browser(&report))),
            }
        });
        match ran {
            Ok((output, counts, failed)) => self.counted(name, counts, failed, &output),
            Err(failure) => self.broke(format!("{name}: {failure}")),
        }
    }

    fn counted(&mut self, name: &str, counts: Counts, failed: Vec<String>, output: &str) {
        self.counts.add(counts);
        if counts.failed > 0 {
            self.broken.push(format!("{name}: {} failed", counts.failed));
            self.broken.extend(failed.iter().map(|test| format!("  {test}")));
        } else {
            self.outputs.push_str(output);
        }
    }

    /// The proofs ran among the tests above, with fewer rounds; each must have printed its figure, and counts as one.
    fn proofs(&mut self) {
        println!("▸ proofs, with the counts that fit this run (cargo xtask prove raises them)");
        // Named in one line: where a whole suite has failed, what failed in it is told above them.
        let mut missing = Vec::new();
        for proof in std::mem::take(&mut self.proofs) {
            let figures = proofs::figures(&proof.name, &self.outputs);
            for figure in &figures {
                println!("  ok      {:<25} {figure}", proof.name);
            }
            if figures.is_empty() {
                println!("  FAILED  no line PROOF {} ({})", proof.name, proof.what);
                self.counts.failed += 1;
                missing.push(proof.name);
            } else {
                self.counts.passed += 1;
            }
        }
        if !missing.is_empty() {
            self.broken.push(format!("no line PROOF {}", missing.join(", ")));
        }
    }

    fn skip(&mut self, what: &str) {
        println!("▸ SKIPPED: {what}");
        self.counts.skipped += 1;
        self.skipped.push(what.to_owned());
    }

    fn broke(&mut self, what: String) {
        println!("  FAILED  {what}");
        self.counts.failed += 1;
        self.broken.push(what);
    }

    fn close(self) -> ExitCode {
        println!();
        self.skipped.iter().for_each(|what| println!("skipped  {what}"));
        self.broken.iter().for_each(|what| println!("FAILED   {what}"));
        println!("{}", self.counts);
        let whole = self.counts.failed == 0 && self.broken.is_empty();
        if whole {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The targets of packages' `tests/`: each file, and each folder that begins in a `main.rs`.
fn targets(packages: &[String]) -> Vec<String> {
    let files = packages.iter().flat_map(|package| proofs::tests(package));
    files
        .filter(|(target, path)| {
            path.ends_with(&format!("tests/{target}.rs"))
                || path.ends_with(&format!("tests/{target}/main.rs"))
        })
        .map(|(target, _)| target)
        .collect()
}
