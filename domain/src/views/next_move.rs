//! The one thing that a board waits for most, as one of its people sees it.

use crate::kernel::calendar::Day;
use crate::kernel::ids::{PersonId, StepId};
use crate::parcours::{Agreement, Board, Column, Step};

/// What a person is told on top of a board, about one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextMove {
    /// The usager asked for help.
    Help(StepId),
    /// Somebody, by whom it was proposed or agreed to, waits for this person's answer.
    Answer {
        /// Which step.
        step: StepId,
        /// Who waits.
        waits: PersonId,
    },
    /// The usager said *Non*.
    Refused(StepId),
    /// The usager said *On en parle*.
    Talk(StepId),
    /// Its day is gone by.
    Late(StepId),
    /// The usager has not answered yet, whoever else has.
    AwaitsUsager(StepId),
}

impl NextMove {
    /// The step that it is about.
    pub const fn step(self) -> StepId {
        match self {
            Self::Answer { step, .. }
            | Self::Help(step)
            | Self::Refused(step)
            | Self::Talk(step)
            | Self::Late(step)
            | Self::AwaitsUsager(step) => step,
        }
    }

    /// What `me` is told on a day, if anything: help first, then answers, in the order of the board.
    pub fn of(board: &Board, me: PersonId, today: Day) -> Option<Self> {
        let to_discuss = board.column(Column::ToDiscuss);
        let mut said: Vec<Self> = to_discuss
            .iter()
            .filter_map(|(id, step)| of_step(board, *id, step, me))
            .collect();
        if me != board.usager {
            let mut open = to_discuss;
            open.extend(board.column(Column::Decided));
            open.extend(board.column(Column::InProgress));
            let helped = open.iter().filter(|(_, step)| step.needs_help.is_some());
            said.extend(helped.map(|(id, _)| Self::Help(*id)));
            let day = |step: &Step| step.when.map(|when| when.day).filter(|day| *day < today);
            let late = open.iter().filter_map(|(id, step)| Some((day(step)?, *id)));
            said.extend(late.min().map(|(_, id)| Self::Late(id)));
        }
        // The first of the most urgent: `min_by_key` gives the first of equal ones.
        said.into_iter().min_by_key(|it| it.urgency())
    }

    const fn urgency(self) -> u8 {
        match self {
            Self::Help(_) => 0,
            Self::Answer { .. } => 1,
            Self::Refused(_) => 2,
            Self::Talk(_) => 3,
            Self::Late(_) => 4,
            Self::AwaitsUsager(_) => 5,
        }
    }
}

/// What a step that is discussed asks of `me`.
fn of_step(board: &Board, id: StepId, step: &Step, me: PersonId) -> Option<NextMove> {
    let usager = board.usager;
    let of = |person: PersonId| step.agreements.get(&person);
    let agreed = |answer: Option<&Agreement>| matches!(answer, Some(Agreement::Agreed { .. }));
    let others = step.agreements.iter().filter(|(person, _)| **person != me);
    let agrees = others
        .filter(|(_, answer)| agreed(Some(answer)))
        .map(|(person, _)| *person)
        .collect::<Vec<_>>();
    // A professional is waited for as long as none of the team agrees, the usager whoever does; what one proposed oneself
    // asks nothing before the usager has agreed.
    let team = agrees.iter().any(|person| *person != usager);
    let asked = match of(me) {
        None | Some(Agreement::OnPaper { .. }) => me != step.proposed_by || agrees.contains(&usager),
        Some(Agreement::ToConfirm { .. }) => true,
        Some(Agreement::Agreed { .. } | Agreement::Refused { .. } | Agreement::Talk { .. }) => false,
    };
    let unanswered = matches!(
        of(me),
        None | Some(Agreement::ToConfirm { .. } | Agreement::OnPaper { .. })
    );
    if (me == usager && unanswered) || (asked && !team) {
        let agrees = agrees
            .contains(&usager)
            .then_some(usager)
            .or(agrees.first().copied());
        let proposes = (me != step.proposed_by).then_some(step.proposed_by);
        let waits = agrees.or(proposes).unwrap_or(usager);
        return Some(NextMove::Answer { step: id, waits });
    }
    if me == usager {
        return None;
    }
    match of(usager) {
        Some(Agreement::Refused { .. }) => Some(NextMove::Refused(id)),
        Some(Agreement::Talk { .. }) => Some(NextMove::Talk(id)),
        Some(Agreement::Agreed { .. }) => None,
        _ => Some(NextMove::AwaitsUsager(id)),
    }
}
