//! `cargo xtask test`: everything that CI runs. Ends with one line of counts, alone.

use crate::binaries::{self, Binary, Built};
use crate::bundle::bundle;
use crate::counts::Counts;
use crate::options::Options;
use crate::run::{Failure, cargo, program, root, step, target};
use crate::{needs, proofs, prove, size};
use itineraire_testing::{Disk, Postgres};
use std::process::ExitCode;

/// Runs the suite; `--fast` stops after the rules, and the store on SQLite.
pub fn test(arguments: &[String]) -> Result<ExitCode, Failure> {
    let options = Options::new(arguments, &["--fast"], &["--workers"])?;
    options.number("--workers")?;
    let mut suite = Suite::default();
    let fast = options.flag("--fast");
    // Before anything long: nobody should wait for a build to learn that npm is missing.
    if let Err(failure) = what_it_needs(fast) {
        suite.broke(failure.to_string());
        return Ok(suite.close());
    }
    if !fast {
        suite.check("types of the browser tests", || {
            program("npx", &["tsc", "--noEmit"])
                .within(&root().join("end2end"))
                .go()
        });
    }
    suite.check("format", || cargo(&["fmt", "--all", "--check"]).go());
    suite.check("clippy", || {
        clippy(&["--workspace", "--exclude", "itineraire-frontend"])
    });
    suite.check("clippy, for the browser", || {
        clippy(&[
            "--package",
            "itineraire-frontend",
            "--target",
            "wasm32-unknown-unknown",
        ])
    });
    if fast {
        let built = suite.build(&["--package", "itineraire-domain", "--package", "itineraire-store"]);
        suite.package(&built, "domain", SQLITE);
        suite.package(&built, "store", SQLITE);
        return Ok(suite.close());
    }
    let built = suite.build(binaries::ALL);
    suite.package(&built, "domain", SQLITE);
    suite.package(&built, "store", SQLITE);
    match Postgres::start(Disk::NotWaited) {
        Ok(Some(postgres)) => {
            let url = postgres.url();
            suite.package(&built, "store", Some(&url));
            suite.package(&built, "server", Some(&url));
        }
        Ok(None) => suite.skip(
            "the tests on PostgreSQL: initdb, pg_ctl and postgres are not on the PATH nor in /usr/lib/postgresql \
             (on Debian: apt install postgresql)",
        ),
        Err(error) => suite.broke(format!("the throw-away PostgreSQL: {error}")),
    }
    suite.package(&built, "server", SQLITE);
    suite.package(&built, "xtask", SQLITE);
    suite.package(&built, "benches", SQLITE);
    suite.others(&built, &["domain", "store", "server", "xtask", "benches"]);
    suite.check("benches, one round each: do they still do what they time", || {
        let once = |bench: &Binary| bench.run("--once").quietly().map(drop);
        built.benches.iter().try_for_each(once)
    });
    suite.browser(&built, options.value("--workers"));
    suite.proofs();
    Ok(suite.close())
}

fn what_it_needs(fast: bool) -> Result<(), Failure> {
    needs::wasm_target()?;
    if fast {
        return Ok(());
    }
    needs::node()?;
    needs::browser()?;
    needs::browser_modules()
}

/// No `TEST_DATABASE_URL`: each test opens a file of its own.
const SQLITE: Option<&str> = None;

/// What was counted so far, and what it said.
#[derive(Default)]
struct Suite {
    counts: Counts,
    /// What the runners that succeeded printed: the proofs' figures are in it.
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

    /// Builds the test programs; none when they do not compile, and each package then misses its tests.
    fn build(&mut self, selection: &[&str]) -> Built {
        match step("building the tests", || binaries::build(selection)) {
            Ok(tests) => tests,
            Err(failure) => {
                self.broke(failure.to_string());
                Built::default()
            }
        }
    }

    /// The tests of a package, on SQLite or on the PostgreSQL at a URL. It must have some.
    fn package(&mut self, built: &Built, package: &str, postgres: Option<&str>) {
        let on = if postgres.is_some() { " on PostgreSQL" } else { "" };
        let name = format!("tests of {package}{on}");
        let before = self.counts;
        let ran = step(&name, || {
            for binary in built.tests.iter().filter(|binary| binary.package == package) {
                self.binary(binary, postgres)?;
            }
            Ok(())
        });
        if let Err(failure) = ran {
            self.broke(format!("{name}: {failure}"));
        } else if self.counts == before {
            self.broke(format!("{name}: no test ran"));
        }
    }

    /// The packages that nobody named: they may have no test, but one that they have is run.
    fn others(&mut self, built: &Built, named: &[&str]) {
        let others = built
            .tests
            .iter()
            .filter(|binary| !named.contains(&binary.package.as_str()));
        let ran = step("tests of the other packages", || {
            for binary in others {
                self.binary(binary, SQLITE)?;
            }
            Ok(())
        });
        if let Err(failure) = ran {
            self.broke(format!("tests of the other packages: {failure}"));
        }
    }

    /// One test program, with the proofs' counts that fit CI.
    fn binary(&mut self, binary: &Binary, postgres: Option<&str>) -> Result<(), Failure> {
        let mut run = binary.run("--show-output");
        for count in proofs::all().filter_map(proofs::Proof::count) {
            run = run.env(count.variable, count.ci);
        }
        run = match postgres {
            Some(url) => run.env("TEST_DATABASE_URL", url),
            None => run.without("TEST_DATABASE_URL"),
        };
        let (output, succeeded) = run.watched(|line| {
            let telling = ["PROOF ", "SKIPPED", "... FAILED"];
            telling.iter().any(|it| line.contains(it))
        })?;
        let counts = Counts::of_cargo(&output);
        if counts != Counts::default() {
            println!("  {}/{}: {counts}", binary.package, binary.target);
        }
        if counts.failed > 0 || !succeeded {
            println!("  again: {}", again(binary, postgres));
        }
        if counts != Counts::default() || !succeeded {
            self.ran(
                &format!("{}/{}", binary.package, binary.target),
                counts,
                &output,
                succeeded,
            );
        }
        Ok(())
    }

    /// The size of the page and the stories in a browser: both start the server that was built beside the tests.
    fn browser(&mut self, tests: &Built, workers: Option<&str>) {
        let built = bundle().and_then(|site| {
            tests.with_server()?;
            Ok((prove::browser_environment(&site)?, site))
        });
        let (environment, site) = match built {
            Ok(built) => built,
            Err(failure) => return self.broke(format!("building for the browser tests: {failure}")),
        };
        self.check("size of the page", || size::measure(&site));
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
            let counts = Counts::of_playwright(&std::fs::read_to_string(&report).unwrap_or_default())?;
            Ok((output, counts, succeeded))
        });
        match ran {
            Ok((output, counts, succeeded)) => self.ran(name, counts, &output, succeeded),
            Err(failure) => self.broke(format!("{name}: {failure}")),
        }
    }

    fn ran(&mut self, name: &str, counts: Counts, output: &str, succeeded: bool) {
        self.counts.add(counts);
        if counts.failed > 0 {
            self.broken.push(format!("{name}: {} failed", counts.failed));
        } else if let Some(trouble) = counts.trouble(succeeded) {
            self.broke(format!("{name}: {trouble}"));
        } else {
            self.outputs.push_str(output);
        }
    }

    /// The proofs ran among the tests above, with fewer rounds; each must have printed its figure, and counts as one.
    fn proofs(&mut self) {
        println!("▸ proofs, with the counts that fit this run (cargo xtask prove raises them)");
        for proof in proofs::all() {
            match proof.figures(&self.outputs) {
                Ok(figures) => {
                    for (name, figure) in figures {
                        println!("  ok      {name:<18} {figure}");
                    }
                    self.counts.passed += 1;
                }
                Err(name) => self.broke(format!(
                    "proof {}: no line PROOF {name} ({})",
                    proof.name, proof.what
                )),
            }
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
        if self.counts.failed == 0 && self.broken.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The command that runs a test program again, with the counts it had.
fn again(binary: &Binary, postgres: Option<&str>) -> String {
    let mut command = String::new();
    if postgres.is_some() {
        command.push_str("TEST_DATABASE_URL=postgres://… ");
    }
    let counts = proofs::all().filter(|proof| proof.is_of(&binary.package, &binary.target));
    for count in counts.filter_map(proofs::Proof::count) {
        command.push_str(&format!("{}={} ", count.variable, count.ci));
    }
    command.push_str(&format!(
        "cargo test --package {} {}",
        binary.full_package(),
        binary.selected()
    ));
    command
}

fn clippy(what: &[&str]) -> Result<(), Failure> {
    cargo(
        &[
            &["clippy", "--quiet", "--all-targets"],
            what,
            &["--", "-D", "warnings"],
        ]
        .concat(),
    )
    .go()
}
