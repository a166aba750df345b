//! `cargo xtask prove CHAPTER`: the proofs that an issue asks for, each a test that prints a line
//! `PROOF name: figure`. A proof without its line, or whose test fails, has failed.

use crate::bundle::bundle;
use crate::run::{Failure, Run, cargo, option, program, root, step};
use crate::{needs, test};

/// What a proof runs.
enum By {
    /// `cargo test --package P --test T`, and the variable that holds its count.
    Cargo {
        package: &'static str,
        test: &'static str,
        count: Option<(&'static str, &'static str, &'static str)>,
    },
    /// A story in the browser: the file's name in `end2end`.
    Browser { story: &'static str },
}

struct Proof {
    name: &'static str,
    what: &'static str,
    by: By,
}

const BOARD: &[Proof] = &[
    Proof {
        name: "same-title",
        what: "two people type in one title at once; kill -9; both words are there",
        by: By::Browser { story: "story-live" },
    },
    Proof {
        name: "agreement-walk",
        what: "no command of a professional makes the usager's agreement",
        by: By::Cargo {
            package: "itineraire-domain",
            test: "agreement_walk",
            count: Some(("--walks", "WALKS", "1000")),
        },
    },
    Proof {
        name: "simulator",
        what: "clients, cuts, duplicates: byte-identical states",
        by: By::Cargo {
            package: "itineraire-domain",
            test: "simulator",
            count: Some(("--seeds", "SEEDS", "1000")),
        },
    },
    Proof {
        name: "twin-worlds",
        what: "worlds that differ only in what a partner may not see give it equal bytes",
        by: By::Cargo {
            package: "itineraire-server",
            test: "twin_worlds",
            count: Some(("--pairs", "PAIRS", "50")),
        },
    },
    Proof {
        name: "sigkill",
        what: "killed under load: nothing acknowledged is lost, nothing applied twice",
        by: By::Cargo {
            package: "itineraire-server",
            test: "sigkill",
            count: Some(("--kills", "KILLS", "50")),
        },
    },
    Proof {
        name: "axe",
        what: "axe finds nothing on each screen",
        by: By::Browser { story: "access" },
    },
    Proof {
        name: "gestures",
        what: "every board action by keyboard alone and by single taps alone",
        by: By::Browser { story: "gestures" },
    },
    Proof {
        name: "screens",
        what: "screenshots of each screen at each size",
        by: By::Browser { story: "screens" },
    },
];

const CHAPTERS: &[(&str, &[Proof])] = &[("board", BOARD)];

/// Runs a chapter, or lists them.
pub fn prove(arguments: &[String]) -> Result<(), Failure> {
    let Some(wanted) = arguments.first().filter(|argument| !argument.starts_with("--")) else {
        for (chapter, proofs) in CHAPTERS {
            println!("cargo xtask prove {chapter}");
            for Proof { name, what, by } in *proofs {
                let option = match by {
                    By::Cargo {
                        count: Some((option, _, default)),
                        ..
                    } => format!(" ({option} {default})"),
                    _ => String::new(),
                };
                println!("  {name:<16} {what}{option}");
            }
        }
        return Ok(());
    };
    let (_, proofs) = CHAPTERS
        .iter()
        .find(|(chapter, _)| chapter == wanted)
        .ok_or_else(|| {
            Failure(format!(
                "there is no chapter {wanted}; cargo xtask prove lists them"
            ))
        })?;
    let only = option(arguments, "--only");
    let proofs: Vec<_> = proofs
        .iter()
        .filter(|proof| only.is_none_or(|only| only == proof.name))
        .collect();

    if proofs.iter().any(|proof| matches!(proof.by, By::Browser { .. })) {
        bundle()?;
        step("building the server", || {
            cargo(&["build", "--package", "itineraire-server"]).go()
        })?;
    }
    let mut lines = Vec::new();
    let mut failed = 0;
    for proof in proofs {
        let (output, passed) = step(proof.name, || {
            run_of(proof, arguments)?.watched(|line| line.contains("PROOF"))
        })?;
        let figure = figure_of(proof.name, &output);
        match (passed, figure) {
            (true, Some(figure)) => lines.push(format!("  ok      {:<16} {figure}", proof.name)),
            (true, None) => {
                failed += 1;
                lines.push(format!("  FAILED  {:<16} it printed no figure", proof.name));
            }
            (false, _) => {
                failed += 1;
                lines.push(format!("  FAILED  {:<16} {}", proof.name, proof.what));
            }
        }
    }
    println!("\nThe proofs of {wanted}:");
    for line in &lines {
        println!("{line}");
    }
    if failed == 0 {
        Ok(())
    } else {
        Err(Failure(format!("{failed} of {} proofs failed", lines.len())))
    }
}

fn run_of(proof: &Proof, arguments: &[String]) -> Result<Run, Failure> {
    match proof.by {
        By::Cargo { package, test, count } => {
            // Large counts want optimised code; the rules are the same.
            let mut run = cargo(&["test", "--package", package, "--test", test, "--", "--nocapture"]);
            if let Some((option_name, variable, default)) = count {
                run = run.env(variable, option(arguments, option_name).unwrap_or(default));
            }
            if let Some(seed) = option(arguments, "--seed") {
                run = run.env("FIRST_SEED", seed);
            }
            Ok(run)
        }
        By::Browser { story } => {
            test::browser_modules()?;
            let browser = needs::browser()?;
            let run = program("npx", &["playwright", "test", &format!("{story}.spec.ts")]);
            Ok(run.within(&root().join("end2end")).env("CHROMIUM", browser))
        }
    }
}

/// The figure of a proof in a test's output.
pub fn figure_of(name: &str, output: &str) -> Option<String> {
    let mark = format!("PROOF {name}: ");
    output
        .lines()
        .find_map(|line| line.split_once(&mark))
        .map(|(_, figure)| figure.trim().to_owned())
}

/// Every figure that an output holds.
pub fn figures(output: &str) -> impl Iterator<Item = &str> {
    output
        .lines()
        .filter_map(|line| line.split_once("PROOF "))
        .map(|(_, figure)| figure.trim())
}
