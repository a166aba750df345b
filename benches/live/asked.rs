//! What was asked for.

use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;
use std::time::Duration;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// People who write at once.
    Writing,
    /// Links that nobody writes on.
    Quiet,
    /// What a page takes to be written.
    Pages,
}

/// What was asked for.
#[derive(Debug)]
pub struct Asked {
    /// As the tests start it: whether it still works. Its figures say nothing.
    pub once: bool,
    pub what: What,
    quick: bool,
    against: Option<PathBuf>,
}

impl Asked {
    /// Reads the arguments; one that is not known ends it with a sentence.
    pub fn read() -> Self {
        let flag = |name, help| Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
        let against = Arg::new("against").long("against").value_name("BINARY");
        let read = Command::new("cargo xtask bench live").args([
            flag("quick", "One round of less"),
            flag("quiet", "What pages take that nobody writes on"),
            flag("pages", "What a page takes to be written"),
            against
                .help("Another server takes turns with this one")
                .value_parser(value_parser!(PathBuf)),
            flag("once", "As the tests start it").hide(true),
            // What cargo says to every bench.
            flag("bench", "").hide(true),
        ]);
        let read = read.get_matches();
        Self {
            once: read.get_flag("once"),
            what: match (read.get_flag("quiet"), read.get_flag("pages")) {
                (true, _) => What::Quiet,
                (_, true) => What::Pages,
                _ => What::Writing,
            },
            quick: read.get_flag("quick"),
            against: read.get_one("against").cloned(),
        }
    }

    /// Times that each row is measured.
    pub fn rounds(&self) -> usize {
        if self.once || self.quick { 1 } else { 3 }
    }

    /// Which of the rates.
    pub fn rates(&self, all: &[Option<u32>]) -> Vec<Option<u32>> {
        let few = self.once || self.quick;
        let kept = |rate: &Option<u32>| !few || matches!(rate, Some(1_000 | 4_000) | None);
        let mut rates: Vec<_> = all.iter().copied().filter(kept).collect();
        if self.once {
            rates.truncate(1);
        }
        rates
    }

    /// The server as it is, and the one that it is held against.
    pub fn binaries(&self) -> Vec<(&'static str, PathBuf)> {
        let ours = ("", itineraire_testing::Server::binary());
        let other = self.against.clone().map(|binary| (", the other", binary));
        std::iter::once(ours).chain(other).collect()
    }

    /// Boards, with four people at each.
    pub fn boards(&self) -> usize {
        if self.once { 2 } else { 50 }
    }

    /// Steps of each board.
    pub fn steps(&self) -> usize {
        if self.once { 4 } else { 40 }
    }

    /// How long they write before it counts.
    pub fn warming(&self) -> Duration {
        Duration::from_millis(if self.once { 100 } else { 1_000 })
    }

    /// How long it counts.
    pub fn window(&self) -> Duration {
        Duration::from_millis(match (self.once, self.quick) {
            (true, _) => 200,
            (_, true) => 3_000,
            _ => 5_000,
        })
    }

    /// How long the last edits are waited for.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(3)
    }
}
