//! What a parcours says on paper. It lies on a kitchen table, and whoever passes reads it: it holds what the person's own page
//! shows of what is to be done, and nothing of what is said about it. No exchange, no frein, no share, no answer; what was given
//! up is not on it, nor why.

#![allow(missing_docs, reason = "the fields are named after what they say")]

use super::pages::BoardPage;
use super::way::{done, next_step};
use crate::kernel::calendar::Day;
use crate::kernel::ids::{PersonId, StepId};
use crate::parcours::{Column, Doer, Step, When};

/// A parcours on paper, for its usager and the team alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperView {
    /// *Rose*: the first name alone.
    pub first_name: PaperName,
    pub goal: Option<PaperGoal>,
    /// The step to look at first, as the person's own page chooses it.
    pub next: Option<PaperStep>,
    /// The other steps that are to be done: under way, decided, to be discussed. What nobody agreed to yet stands last, where a
    /// page ends.
    pub later: Vec<PaperStep>,
    /// The titles of what is done.
    pub done: Vec<String>,
    /// The day in the commune when it was printed.
    pub printed: Day,
}

/// The goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperGoal {
    pub words: String,
    /// The usager, when the words are theirs; whoever wrote in it last, until they say so.
    pub by: PaperName,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperStep {
    pub title: String,
    /// More words; of the next step alone.
    pub details: String,
    pub column: Column,
    pub when: Option<When>,
    pub place: String,
    pub bring: String,
    /// The person does it.
    pub theirs: bool,
    /// Who else does it.
    pub others: Vec<PaperName>,
}

/// A name, where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperName {
    Known(String),
    /// Someone whose name did not come.
    Someone,
    /// An organisation whose name did not come.
    Organisation,
}

impl PaperView {
    /// What a board's page says on paper, on the day when that page was made.
    pub fn of(page: &BoardPage) -> Self {
        let board = &page.board;
        let next = next_step(board);
        let columns = [Column::InProgress, Column::Decided, Column::ToDiscuss];
        let later = columns.into_iter().flat_map(|column| board.column(column));
        let later = later.filter(|(id, _)| Some(*id) != next);
        let title = |(_, step): (StepId, &Step)| step.title.text();
        Self {
            first_name: page.name(board.usager),
            goal: page.goal(),
            next: next.and_then(|id| board.steps.get(&id)).map(|step| PaperStep {
                details: step.details.text(),
                ..page.step(step)
            }),
            later: later.map(|(_, step)| page.step(step)).collect(),
            done: done(board).0.into_iter().map(title).collect(),
            printed: page.words.zone.day(page.now),
        }
    }

    /// How many steps it speaks of.
    pub fn steps(&self) -> usize {
        usize::from(self.next.is_some()) + self.later.len() + self.done.len()
    }
}

impl BoardPage {
    fn goal(&self) -> Option<PaperGoal> {
        let board = &self.board;
        let by = board.goal_asks().unwrap_or(board.usager);
        (!board.goal.is_blank()).then(|| PaperGoal {
            words: board.goal.text(),
            by: self.name(by),
        })
    }

    fn step(&self, step: &Step) -> PaperStep {
        let person = Doer::Person(self.board.usager);
        let others = step.doers.iter().filter(|doer| **doer != person);
        PaperStep {
            title: step.title.text(),
            details: String::new(),
            column: self.board.column_of(step),
            when: step.when,
            place: step.place_words.clone(),
            bring: step.bring.clone(),
            theirs: step.doers.contains(&person),
            others: others.map(|doer| self.doer(doer)).collect(),
        }
    }

    fn name(&self, person: PersonId) -> PaperName {
        let name = self.people.get(&person);
        name.map_or(PaperName::Someone, |name| PaperName::Known(name.first.clone()))
    }

    fn doer(&self, doer: &Doer) -> PaperName {
        match doer {
            Doer::Person(person) => self.name(*person),
            Doer::Organisation(organisation) => {
                let name = self.organisations.get(organisation).cloned();
                name.map_or(PaperName::Organisation, PaperName::Known)
            }
            Doer::Named(name) => PaperName::Known(name.clone()),
        }
    }
}
