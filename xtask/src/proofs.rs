//! The proofs that an issue asks for, as a table. Each is a test that anyone can run again, and that prints a line
//! `PROOF name: figure`; a proof without its line has failed, whatever its test says. So has one whose faults made on
//! purpose were not found: the test that makes them prints a line of its own.

/// What a proof runs.
pub enum By {
    /// A file of a package's `tests/`, and what sets its count.
    Cargo {
        /// The package's folder.
        package: &'static str,
        test: &'static str,
        /// None where there is nothing to repeat.
        count: Option<Count>,
    },
    /// A story in the browser: the file's name in `end2end`, without `.spec.ts`.
    Browser { story: &'static str },
}

/// How much of a proof is run: as asked for, or as much as CI has time for.
pub struct Count {
    pub option: &'static str,
    pub variable: &'static str,
    pub full: &'static str,
    pub ci: &'static str,
}

pub struct Proof {
    pub name: &'static str,
    pub what: &'static str,
    /// The lines that it prints besides its own: what was broken on purpose, and found.
    pub too: &'static [&'static str],
    pub by: By,
}

/// Each chapter is an issue's list *Shown by*.
pub const CHAPTERS: &[(&str, &[Proof])] = &[("board", BOARD), ("kept", KEPT), ("house", HOUSE)];

const BOARD: &[Proof] = &[
    Proof {
        name: "same-title",
        what: "two people type in one title at once, then kill -9: both words are there",
        too: &[],
        by: By::Browser { story: "story-live" },
    },
    Proof {
        name: "agreement-walk",
        what: "no command of a professional makes the usager's agreement",
        too: &["agreement-seen"],
        by: By::Cargo {
            package: "domain",
            test: "agreement_walk",
            count: Some(Count {
                option: "--walks",
                variable: "WALKS",
                full: "1000",
                ci: "200",
            }),
        },
    },
    Proof {
        name: "simulator",
        what: "clients, cuts, duplicates: byte-identical states",
        too: &["wrong-evolve", "hasty-service", "forgetful-service"],
        by: By::Cargo {
            package: "domain",
            test: "simulator",
            count: Some(Count {
                option: "--seeds",
                variable: "SEEDS",
                full: "1000",
                ci: "100",
            }),
        },
    },
    Proof {
        name: "twin-worlds",
        what: "worlds that differ only in what a partner may not see give it equal bytes",
        too: &["redaction"],
        by: By::Cargo {
            package: "server",
            test: "twin_worlds",
            count: Some(Count {
                option: "--pairs",
                variable: "PAIRS",
                full: "50",
                ci: "5",
            }),
        },
    },
    Proof {
        name: "sigkill",
        what: "killed under load: nothing acknowledged is lost, nothing applied twice",
        too: &["witness"],
        by: By::Cargo {
            package: "server",
            test: "sigkill",
            count: Some(Count {
                option: "--kills",
                variable: "KILLS",
                full: "50",
                ci: "5",
            }),
        },
    },
    Proof {
        name: "axe",
        what: "axe finds nothing on each screen, at each size",
        too: &[],
        by: By::Browser { story: "access" },
    },
    Proof {
        name: "keyboard-and-taps",
        what: "every board action by keyboard alone, and by single taps alone",
        too: &[],
        by: By::Browser { story: "gestures" },
    },
    Proof {
        name: "screens",
        what: "pictures of each screen at each size, in end2end/screenshots",
        too: &[],
        by: By::Browser { story: "screens" },
    },
];

const KEPT: &[Proof] = &[
    Proof {
        name: "file-limit",
        what: "full disks, PostgreSQL stopped and cut, a database taken away, a second server, an old session",
        too: &[
            "small-disk",
            "spoiled-connection",
            "postgres-stopped",
            "postgres-read-only",
            "postgres-cuts",
            "taken-away",
            "one-server",
            "two-starts",
            "session",
        ],
        by: By::Cargo {
            package: "server",
            test: "kept",
            count: Some(Count {
                option: "--rounds",
                variable: "ROUNDS",
                full: "20",
                ci: "2",
            }),
        },
    },
    Proof {
        name: "full-disk-page",
        what: "what a person sees on a full disk, and when their session ends",
        too: &["words-of-an-ended-session"],
        by: By::Browser { story: "story-kept" },
    },
];

const HOUSE: &[Proof] = &[
    Proof {
        name: "no-circle",
        what: "no circle between the files of a crate, nor between the folders of the rules",
        too: &["circle-found"],
        by: By::Cargo {
            package: "testing",
            test: "no_circle",
            count: None,
        },
    },
    Proof {
        name: "recipe",
        what: "a command by the recipe touches at most 6 files, and none can be forgotten",
        too: &[],
        by: By::Cargo {
            package: "testing",
            test: "recipe",
            count: None,
        },
    },
    Proof {
        name: "cells",
        what: "a query without its cell, outside the tables, is found",
        too: &["bare-query"],
        by: By::Cargo {
            package: "testing",
            test: "cells",
            count: None,
        },
    },
    Proof {
        name: "snapshot-versions",
        what: "a snapshot, an event, a database of another version: replayed, brought up, refused; foreign keys hold",
        too: &["event-versions", "newer-database", "foreign-keys"],
        by: By::Cargo {
            package: "store",
            test: "suite",
            count: None,
        },
    },
    Proof {
        name: "older-page",
        what: "a page that reads other boards, or speaks another protocol, is told to update",
        too: &[],
        by: By::Cargo {
            package: "server",
            test: "bad_input",
            count: None,
        },
    },
    Proof {
        name: "modal-step",
        what: "the keyboard's place: not behind an opened step, not lost because somebody else types",
        too: &["focus-kept"],
        by: By::Browser { story: "story-focus" },
    },
    Proof {
        name: "key-cost",
        what: "a key on a board of 400 cards costs the page at most twice what it costs on one of 4",
        too: &[],
        by: By::Browser {
            story: "story-key-cost",
        },
    },
];

/// Every proof of every chapter.
pub fn all() -> impl Iterator<Item = &'static Proof> {
    CHAPTERS.iter().flat_map(|(_, proofs)| proofs.iter())
}

impl Proof {
    /// Whether a file of a package's `tests/` shows it.
    pub fn is_of(&self, folder: &str, file: &str) -> bool {
        matches!(self.by, By::Cargo { package, test, .. } if package == folder && test == file)
    }

    pub fn count(&self) -> Option<&Count> {
        match &self.by {
            By::Cargo { count, .. } => count.as_ref(),
            By::Browser { .. } => None,
        }
    }

    /// The proof's figures, each with the name of its line: its own first, as often as it was printed. The name of the
    /// line that is missing, if one is. The name of the test may stand before a line where tests run without capture.
    pub fn figures(&self, output: &str) -> Result<Vec<(&'static str, String)>, &'static str> {
        let mut all = Vec::new();
        for name in [self.name].iter().chain(self.too) {
            let mark = format!("PROOF {name}: ");
            let figures = output
                .lines()
                .filter_map(|line| line.split_once(&mark))
                .map(|(_, figure)| (*name, figure.trim().to_owned()))
                .filter(|(_, figure)| !figure.is_empty());
            let before = all.len();
            all.extend(figures);
            if all.len() == before {
                return Err(name);
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALK: Proof = Proof {
        name: "walk",
        what: "",
        too: &["walk-seen"],
        by: By::Browser { story: "walk" },
    };

    #[test]
    fn a_figure_is_read_from_its_own_line_alone_and_as_often_as_it_is_there() {
        let output = "PROOF axe: 9 screens\ntest walk ... PROOF walk: 200 walks\nPROOF walk-seen: 7 of 7\n\
            PROOF walk: 100 walks on PostgreSQL\n";
        let figures = WALK.figures(output).unwrap();
        let lines: Vec<_> = figures
            .iter()
            .map(|(name, figure)| format!("{name}: {figure}"))
            .collect();
        assert_eq!(
            lines,
            [
                "walk: 200 walks",
                "walk: 100 walks on PostgreSQL",
                "walk-seen: 7 of 7"
            ]
        );
    }

    #[test]
    fn a_line_that_is_missing_is_named() {
        assert_eq!(WALK.figures("PROOF axe: 9 screens\nwalk: 3"), Err("walk"));
        assert_eq!(WALK.figures("PROOF walk: \nPROOF walk-seen: 7"), Err("walk"));
        assert_eq!(WALK.figures("PROOF walk: 200 walks"), Err("walk-seen"));
    }
}
