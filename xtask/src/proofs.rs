//! The proofs that an issue asks for, as a table. Each is a test that anyone can run again, and that prints a line
//! `PROOF name: figure`; a proof without its line has failed, whatever its test says.

/// What a proof runs.
pub enum By {
    /// A file of a package's `tests/`, and what sets its count.
    Cargo {
        /// The package's folder.
        package: &'static str,
        test: &'static str,
        count: Count,
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
    pub by: By,
}

/// Each chapter is an issue's list *Shown by*.
pub const CHAPTERS: &[(&str, &[Proof])] = &[("board", BOARD)];

const BOARD: &[Proof] = &[
    Proof {
        name: "same-title",
        what: "two people type in one title at once, then kill -9: both words are there",
        by: By::Browser { story: "story-live" },
    },
    Proof {
        name: "agreement-walk",
        what: "no command of a professional makes the usager's agreement",
        by: By::Cargo {
            package: "domain",
            test: "agreement_walk",
            count: Count {
                option: "--walks",
                variable: "WALKS",
                full: "1000",
                ci: "200",
            },
        },
    },
    Proof {
        name: "simulator",
        what: "clients, cuts, duplicates: byte-identical states",
        by: By::Cargo {
            package: "domain",
            test: "simulator",
            count: Count {
                option: "--seeds",
                variable: "SEEDS",
                full: "1000",
                ci: "100",
            },
        },
    },
    Proof {
        name: "twin-worlds",
        what: "worlds that differ only in what a partner may not see give it equal bytes",
        by: By::Cargo {
            package: "server",
            test: "twin_worlds",
            count: Count {
                option: "--pairs",
                variable: "PAIRS",
                full: "50",
                ci: "5",
            },
        },
    },
    Proof {
        name: "sigkill",
        what: "killed under load: nothing acknowledged is lost, nothing applied twice",
        by: By::Cargo {
            package: "server",
            test: "sigkill",
            count: Count {
                option: "--kills",
                variable: "KILLS",
                full: "50",
                ci: "5",
            },
        },
    },
    Proof {
        name: "axe",
        what: "axe finds nothing on each screen, at each size",
        by: By::Browser { story: "access" },
    },
    Proof {
        name: "keyboard-and-taps",
        what: "every board action by keyboard alone, and by single taps alone",
        by: By::Browser { story: "gestures" },
    },
    Proof {
        name: "screens",
        what: "pictures of each screen at each size, in end2end/screenshots",
        by: By::Browser { story: "screens" },
    },
];

/// Every proof of every chapter.
pub fn all() -> impl Iterator<Item = &'static Proof> {
    CHAPTERS.iter().flat_map(|(_, proofs)| proofs.iter())
}

impl Proof {
    /// The test that shows it, from the root of the repository.
    fn file(&self) -> String {
        match &self.by {
            By::Cargo { package, test, .. } => format!("{package}/tests/{test}.rs"),
            By::Browser { story } => format!("end2end/{story}.spec.ts"),
        }
    }

    /// Whether its test is there. A proof that nobody wrote yet is said to be missing, never passed over.
    pub fn is_written(&self) -> bool {
        crate::run::root().join(self.file()).exists()
    }

    pub fn count(&self) -> Option<&Count> {
        match &self.by {
            By::Cargo { count, .. } => Some(count),
            By::Browser { .. } => None,
        }
    }

    /// The proof's figure, if the output of a test holds its line. The name of the test may stand before it, on the
    /// same line, where tests run without capture.
    pub fn figure(&self, output: &str) -> Option<String> {
        let mark = format!("PROOF {}: ", self.name);
        output
            .lines()
            .find_map(|line| line.split_once(&mark))
            .map(|(_, figure)| figure.trim().to_owned())
            .filter(|figure| !figure.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_read_from_its_own_line_alone() {
        let walk = all().find(|proof| proof.name == "agreement-walk").unwrap();
        let output =
            "PROOF axe: 9 screens\ntest walk ... PROOF agreement-walk: 200 walks, 0 agreements made\n";
        assert_eq!(
            walk.figure(output).as_deref(),
            Some("200 walks, 0 agreements made")
        );
        assert_eq!(walk.figure("PROOF axe: 9 screens\nagreement-walk: 3"), None);
        assert_eq!(walk.figure("PROOF agreement-walk: \n"), None);
    }
}
