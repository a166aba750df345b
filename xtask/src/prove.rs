//! `cargo xtask prove`: lists the chapters; with a chapter's name, runs its proofs and prints a line for each.

use crate::binaries::{self, Binary, Built};
use crate::bundle::{Site, bundle};
use crate::needs;
use crate::options::Options;
use crate::proofs::{By, CHAPTERS, Proof};
use crate::run::{Failure, Run, program, root, server_binary, step};

/// Runs a chapter, or lists them.
pub fn prove(arguments: &[String]) -> Result<(), Failure> {
    let Some((wanted, rest)) = arguments.split_first() else {
        list();
        return Ok(());
    };
    let (chapter, proofs) = CHAPTERS
        .iter()
        .find(|(chapter, _)| chapter == wanted)
        .ok_or_else(|| {
            Failure(format!(
                "there is no chapter {wanted}; cargo xtask prove lists them"
            ))
        })?;
    let mut values = vec!["--seed", "--only"];
    values.extend(proofs.iter().filter_map(Proof::count).map(|count| count.option));
    let options = Options::new(rest, &["--ci"], &values)?;
    let only = options.value("--only");
    let proofs: Vec<&Proof> = proofs
        .iter()
        .filter(|proof| only.is_none_or(|only| only == proof.name))
        .collect();
    if proofs.is_empty() {
        return Err(Failure(format!(
            "the chapter {chapter} has no proof of that name; cargo xtask prove lists them"
        )));
    }

    for counted in &values {
        if *counted != "--only" {
            options.number(counted)?;
        }
    }

    let ready = Ready::for_proofs(&proofs)?;
    let mut lines = Vec::new();
    let (ran, mut failed) = (proofs.len(), 0);
    for proof in proofs {
        let ran = step(proof.name, || {
            ready
                .run(proof, &options)?
                .watched(|line| line.contains("PROOF "))
        });
        let shown = match ran {
            Ok((output, true)) => proof
                .figures(&output)
                .map_err(|name| format!("it printed no line PROOF {name}")),
            Ok((_, false)) => Err(format!("not shown: {}", proof.what)),
            Err(failure) => Err(failure.to_string()),
        };
        match shown {
            Ok(figures) => lines.extend(
                figures
                    .iter()
                    .map(|(name, figure)| format!("  ok      {name:<18} {figure}")),
            ),
            Err(why) => {
                failed += 1;
                lines.push(format!("  FAILED  {:<18} {why}", proof.name));
                lines.push(format!("          again: {}", again(chapter, proof, &options)));
            }
        }
    }
    println!("\nThe proofs of {chapter}:");
    for line in &lines {
        println!("{line}");
    }
    if failed == 0 {
        Ok(())
    } else {
        Err(Failure(format!("{failed} of {ran} proofs failed")))
    }
}

/// The environment in which a browser test starts the built server; installs what such tests need.
pub fn browser_environment(site: &Site) -> Result<Vec<(&'static str, String)>, Failure> {
    let browser = needs::browser()?;
    needs::browser_modules()?;
    let mut environment = site.env();
    environment.push(("ITINERAIRE_BINARY", server_binary().display().to_string()));
    environment.push(("CHROMIUM", browser.display().to_string()));
    Ok(environment)
}

/// Playwright, on all the stories or on one.
pub fn playwright(arguments: &[&str]) -> Run {
    let arguments = [&["playwright", "test"], arguments].concat();
    program("npx", &arguments).within(&root().join("end2end"))
}

fn list() {
    println!(
        "cargo xtask prove CHAPTER [--only PROOF] [--seed S] [--ci], and for more or less of it the option shown:"
    );
    for (chapter, proofs) in CHAPTERS {
        println!("\n{chapter}");
        for proof in *proofs {
            let count = proof
                .count()
                .map(|count| format!("{} {}", count.option, count.full))
                .unwrap_or_default();
            println!("  {:<18} {count:<13} {}", proof.name, proof.what);
        }
    }
}

/// What the proofs run, built.
struct Ready {
    built: Built,
    environment: Vec<(&'static str, String)>,
}

impl Ready {
    fn for_proofs(proofs: &[&Proof]) -> Result<Self, Failure> {
        let in_browser = proofs.iter().any(|proof| matches!(proof.by, By::Browser { .. }));
        let of_rules = |proof: &&Proof| {
            matches!(
                proof.by,
                By::Cargo {
                    package: "domain",
                    ..
                }
            )
        };
        let selection = if proofs.iter().all(of_rules) {
            binaries::RULES
        } else {
            binaries::ALL
        };
        // Before anything long: nobody should wait for a build to learn that npm is missing.
        if in_browser {
            needs::wasm_target()?;
            needs::browser()?;
            needs::browser_modules()?;
        }
        let built = step("building the tests", || binaries::build(selection))?;
        let environment = if in_browser {
            built.with_server()?;
            browser_environment(&bundle()?)?
        } else {
            Vec::new()
        };
        Ok(Self { built, environment })
    }

    fn run(&self, proof: &Proof, options: &Options) -> Result<Run, Failure> {
        match &proof.by {
            By::Cargo { package, test, .. } => {
                let wanted = |binary: &&Binary| binary.package == *package && binary.target == *test;
                let binary = self
                    .built
                    .tests
                    .iter()
                    .find(wanted)
                    .ok_or_else(|| Failure(format!("there is no {package}/tests/{test}.rs")))?;
                let mut run = binary.run("--nocapture");
                if let Some((variable, value)) = count_of(proof, options) {
                    run = run.env(variable, value);
                }
                if let Some(seed) = options.value("--seed") {
                    run = run.env("FIRST_SEED", seed);
                }
                Ok(run)
            }
            By::Browser { story } => {
                Ok(playwright(&[&format!("{story}.spec.ts")]).envs(self.environment.iter().cloned()))
            }
        }
    }
}

/// The command that runs a proof again, as it ran.
fn again(chapter: &str, proof: &Proof, options: &Options) -> String {
    let mut command = format!("cargo xtask prove {chapter} --only {}", proof.name);
    if let (Some(count), Some((_, value))) = (proof.count(), count_of(proof, options)) {
        command.push_str(&format!(" {} {value}", count.option));
    }
    if let Some(seed) = options.value("--seed") {
        command.push_str(&format!(" --seed {seed}"));
    }
    command
}

/// The variable that holds a proof's count, and its value: the option's, or CI's, or what the issue asks for.
fn count_of<'a>(proof: &'a Proof, options: &'a Options) -> Option<(&'a str, &'a str)> {
    let count = proof.count()?;
    let usual = if options.flag("--ci") {
        count.ci
    } else {
        count.full
    };
    Some((count.variable, options.value(count.option).unwrap_or(usual)))
}
