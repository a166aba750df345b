//! The words of the simulated world. Each word is one letter that nobody else ever types, repeated: so a lost, doubled
//! or split word is seen by counting.

use itineraire_domain::parcours::{Board, Command, FindingCommand, StepCommand};
use std::collections::{BTreeMap, BTreeSet};

pub type Count = BTreeMap<char, usize>;

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FA5;

/// Who typed what, and what was erased by someone who saw it.
#[derive(Default)]
pub struct Ledger {
    given_out: u32,
    /// Words that merge or stay beside each other: they stand on the board.
    merged: Count,
    /// Short values: the last one stands, the earlier ones stay in the history (`CF1`).
    short: Count,
    erased: BTreeSet<char>,
    /// Words from before a restore, of which at least so much must be there.
    survivors: Count,
    /// Words begun before it.
    before_restore: u32,
}

impl Ledger {
    /// A letter that nobody typed yet.
    pub fn letter(&mut self) -> char {
        self.given_out += 1;
        char::from_u32(FIRST + self.given_out)
            .filter(|letter| u32::from(*letter) <= LAST)
            .unwrap()
    }

    pub fn given(&mut self, command: &Command) {
        let into = if is_short(command) {
            &mut self.short
        } else {
            &mut self.merged
        };
        add(into, &of_command(command));
    }

    /// What someone took away from what they saw.
    pub fn erased(&mut self, before: &Count, after: &Count) {
        let less = before
            .iter()
            .filter(|(letter, count)| after.get(letter).is_none_or(|now| now < count));
        self.erased.extend(less.map(|(letter, _)| *letter));
    }

    /// After a restore only what the pages still hold is promised.
    pub fn restored<'a>(&mut self, pending: impl Iterator<Item = &'a Command>) {
        self.merged.clear();
        self.short.clear();
        self.survivors.clear();
        self.before_restore = self.given_out;
        for command in pending.filter(|command| !is_short(command)) {
            add(&mut self.survivors, &of_command(command));
        }
    }

    /// Compares with the world: the board, the log's events as text, the conflicts.
    pub fn check(&self, board: &Board, log: &str, conflicts: &Count) -> Result<(), String> {
        let mut there = of_board(board);
        add(&mut there, conflicts);
        let found = |count: &Count, letter: &char| count.get(letter).copied().unwrap_or(0);
        for (letter, typed) in &self.merged {
            let now = found(&there, letter);
            let erased = self.erased.contains(letter);
            if now < *typed && !erased {
                return Err(format!(
                    "CF3: {letter} was typed {typed} times and is there {now} times"
                ));
            }
            if now > *typed && u32::from(*letter) > FIRST + self.before_restore {
                return Err(format!(
                    "CF3: {letter} was typed {typed} times and is there {now} times"
                ));
            }
        }
        for (letter, typed) in &self.survivors {
            if found(&there, letter) < *typed && !self.erased.contains(letter) {
                return Err(format!("GR3: {letter} was still to be sent, and is gone"));
            }
        }
        let mut history = of_text(log);
        add(&mut history, conflicts);
        for (letter, typed) in &self.short {
            let now = found(&history, letter);
            if now != *typed {
                return Err(format!(
                    "CF1: {letter} was given {typed} times and is in the history {now} times"
                ));
            }
        }
        Ok(())
    }
}

fn is_short(command: &Command) -> bool {
    let long = matches!(
        command,
        Command::Finding(_, FindingCommand::Add { .. })
            | Command::Step(
                _,
                StepCommand::Propose { .. } | StepCommand::Comment { .. } | StepCommand::AddCheck { .. }
            )
    );
    !long && command.writing().is_none()
}

pub fn of_command(command: &Command) -> Count {
    of_text(&serde_json::to_string(command).unwrap())
}

/// The words that stand on a board, in the bin too.
pub fn of_board(board: &Board) -> Count {
    of_text(&texts(board).concat())
}

/// The texts of a board in which words are typed letter by letter, and those that are only added.
pub fn texts(board: &Board) -> Vec<String> {
    let mut texts = vec![board.goal.text()];
    texts.extend(board.findings.values().map(|finding| finding.words.text()));
    for step in board.steps.values() {
        texts.extend([step.title.text(), step.details.text()]);
        texts.extend(step.comments.iter().map(|said| said.words.clone()));
        texts.extend(step.checklist.iter().map(|line| line.words.clone()));
    }
    texts
}

/// Words that stand in pieces.
pub fn split(board: &Board) -> usize {
    let apart = |text: &String| {
        let mut runs: Vec<char> = text.chars().filter(|letter| is_letter(*letter)).collect();
        runs.dedup();
        let all = runs.len();
        runs.sort_unstable();
        runs.dedup();
        all - runs.len()
    };
    texts(board).iter().map(apart).sum()
}

pub fn of_text(text: &str) -> Count {
    let mut count = Count::new();
    for letter in text.chars().filter(|letter| is_letter(*letter)) {
        *count.entry(letter).or_default() += 1;
    }
    count
}

pub fn add(into: &mut Count, more: &Count) {
    for (letter, count) in more {
        *into.entry(*letter).or_default() += count;
    }
}

fn is_letter(letter: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(letter))
}
