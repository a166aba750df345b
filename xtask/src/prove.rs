//! `cargo xtask prove`: lists the chapters; with a chapter's name, runs its proofs and prints a line for each.

use crate::bundle::{Site, bundle, server};
use crate::proofs::{self, By, Count, Proof};
use crate::run::{ALL, Failure, RULES, Run, binary, cargo_test, program, root, step};
use crate::{flag, given, needs, number, value};
use clap::{Arg, ArgMatches, Command, value_parser};
use std::collections::BTreeSet;

/// The command: below it one for each chapter, with an option for each of its counts.
pub fn command(all: &[Proof]) -> Command {
    let mut prove =
        Command::new("prove").about("The proofs that an issue asks for; without a chapter, their list");
    for proofs in all.chunk_by(|one, other| one.chapter == other.chapter) {
        let names: Vec<String> = proofs.iter().map(|proof| proof.name.clone()).collect();
        let mut chapter = Command::new(proofs[0].chapter.clone()).args([
            value("only", "One proof").value_parser(names),
            number("seed", "The first seed"),
            flag("ci", "As much as CI has time for"),
        ]);
        let options: BTreeSet<String> = proofs
            .iter()
            .filter_map(|it| Some(it.count.as_ref()?.option()))
            .collect();
        for option in options {
            let number = value_parser!(u64).range(1..);
            chapter = chapter.arg(Arg::new(option.clone()).long(option).value_parser(number));
        }
        prove = prove.subcommand(chapter);
    }
    prove
}

/// Runs a chapter, or lists them.
pub fn prove(asked: &ArgMatches, all: &[Proof]) -> Result<(), Failure> {
    let Some((chapter, options)) = asked.subcommand() else {
        list(all);
        return Ok(());
    };
    let only = given(options, "only");
    let wanted = |proof: &&Proof| proof.chapter == chapter && only.is_none_or(|only| proof.name == only);
    let proofs: Vec<&Proof> = all.iter().filter(wanted).collect();
    let runner = Runner::for_proofs(all, &proofs, options)?;
    let (mut lines, mut failed) = (Vec::new(), 0);
    // A file may show several, one after another here: it runs once.
    for shown in proofs.chunk_by(|one, other| one.by == other.by) {
        let names: Vec<_> = shown.iter().map(|proof| proof.name.as_str()).collect();
        let ran = step(&names.join(", "), || {
            let run = runner.run(&shown[0].by);
            match run.watched(|line| line.contains("PROOF "))? {
                (output, true) => Ok(output),
                _ => Err(Failure::new("its test failed")),
            }
        });
        for Proof { name, what, .. } in shown {
            let figures = ran.as_ref().map(|output| proofs::figures(name, output));
            let why = match figures {
                Ok(figures) if !figures.is_empty() => {
                    lines.extend(figures.iter().map(|it| format!("  ok      {name:<25} {it}")));
                    continue;
                }
                Ok(_) => "it printed no line",
                Err(failure) => &failure.0,
            };
            failed += 1;
            lines.push(format!("  FAILED  {name:<25} {why}: {what}"));
            lines.push(format!(
                "          again: {}",
                runner.again(chapter, name, &shown[0].by)
            ));
        }
    }
    println!("\nThe proofs of {chapter}:");
    println!("{}", lines.join("\n"));
    if failed == 0 {
        Ok(())
    } else {
        Err(Failure(format!("{failed} of {} proofs failed", proofs.len())))
    }
}

/// The environment in which a browser test starts the built server; installs what such tests need.
pub fn browser_environment(site: &Site) -> Result<Vec<(&'static str, String)>, Failure> {
    let browser = needs::browser()?;
    needs::browser_modules()?;
    let mut environment = site.env();
    environment.push(("ITINERAIRE_BINARY", binary("itineraire")));
    environment.push(("CHROMIUM", browser.display().to_string()));
    Ok(environment)
}

/// What the board's page weighs, as a browser receives it: a story that the suite runs among the others.
pub fn size() -> Result<(), Failure> {
    let site = bundle()?;
    server()?;
    playwright(&["size.spec.ts"])
        .envs(browser_environment(&site)?)
        .go()
}

/// Playwright, on all the stories or on one.
pub fn playwright(arguments: &[&str]) -> Run {
    let arguments = [&["playwright", "test"], arguments].concat();
    program("npx", &arguments).within(&root().join("end2end"))
}

fn list(all: &[Proof]) {
    println!("cargo xtask prove CHAPTER [--only PROOF] [--seed S] [--ci], and its counts as options:");
    let mut chapter = "";
    for proof in all {
        if chapter != proof.chapter {
            chapter = &proof.chapter;
            println!("\n{chapter}");
        }
        let count = proof.count.as_ref();
        let count = count.map_or(String::new(), |it| format!("--{} {}", it.option(), it.full));
        println!("  {:<25} {count:<13} {}", proof.name, proof.what);
    }
}

/// What runs the proofs, with what was asked for; all is built.
struct Runner<'a> {
    all: &'a [Proof],
    options: &'a ArgMatches,
    selection: &'static [&'static str],
    environment: Vec<(&'static str, String)>,
}

impl<'a> Runner<'a> {
    fn for_proofs(all: &'a [Proof], proofs: &[&Proof], options: &'a ArgMatches) -> Result<Self, Failure> {
        let in_browser = proofs.iter().any(|proof| matches!(proof.by, By::Browser { .. }));
        let of_rules = |by: &By| matches!(by, By::Cargo { package, .. } if package == "domain");
        let only_rules = proofs.iter().all(|proof| of_rules(&proof.by));
        let selection = if only_rules { RULES } else { ALL };
        // Before anything long: nobody should wait for a build to learn that npm is missing.
        if in_browser {
            needs::all()?;
        }
        // The server stands beside the tests that start it.
        step("building the tests", || {
            cargo_test(selection, &["--tests", "--no-run"]).go()
        })?;
        let mut runner = Self {
            all,
            options,
            selection,
            environment: Vec::new(),
        };
        if in_browser {
            runner.environment = browser_environment(&bundle()?)?;
        }
        Ok(runner)
    }

    fn run(&self, file: &By) -> Run {
        match file {
            By::Browser { story } => playwright(&[story]).envs(self.environment.iter().cloned()),
            By::Cargo { test, .. } => {
                let mut run = cargo_test(self.selection, &["--test", test, "--", "--nocapture"]);
                for count in self.counts(file) {
                    run = run.env(&count.variable, self.value(count));
                }
                match given(self.options, "seed") {
                    Some(seed) => run.env("FIRST_SEED", seed),
                    None => run,
                }
            }
        }
    }

    /// The counts of a file, whichever of its proofs names them.
    fn counts(&self, file: &By) -> impl Iterator<Item = &'a Count> {
        let of_it = self.all.iter().filter(move |proof| proof.by == *file);
        of_it.filter_map(|proof| proof.count.as_ref())
    }

    /// The option's, or CI's, or what the issue asks for.
    fn value(&self, count: &'a Count) -> &str {
        let for_ci = self.options.get_flag("ci");
        let usual = if for_ci { &count.ci } else { &count.full };
        given(self.options, &count.option()).unwrap_or(usual)
    }

    /// The command that runs a proof again, as it ran.
    fn again(&self, chapter: &str, name: &str, by: &By) -> String {
        let mut command = format!("cargo xtask prove {chapter} --only {name}");
        for count in self.counts(by) {
            command.push_str(&format!(" --{} {}", count.option(), self.value(count)));
        }
        if let Some(seed) = given(self.options, "seed") {
            command.push_str(&format!(" --seed {seed}"));
        }
        command
    }
}
