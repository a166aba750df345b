//! The one thing that a board waits for most, as one of its people sees it.

use crate::kernel::calendar::Day;
use crate::kernel::ids::{OrganisationId, PersonId, StepId};
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
    /// An organisation offers the usager help, who has not answered: told to the usager.
    Offered {
        /// For which step.
        step: StepId,
        /// Who offers it.
        organisation: OrganisationId,
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
            | Self::Offered { step, .. }
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
        if me == board.usager {
            let offers = board.offers().filter(|(_, offer)| offer.wanted.is_none());
            said.extend(offers.map(|(step, offer)| Self::Offered {
                step,
                organisation: offer.organisation,
            }));
        } else {
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
            Self::Offered { .. } => 2,
            Self::Refused(_) => 3,
            Self::Talk(_) => 4,
            Self::Late(_) => 5,
            Self::AwaitsUsager(_) => 6,
        }
    }
}

/// What a step that is discussed asks of `me`.
fn of_step(board: &Board, id: StepId, step: &Step, me: PersonId) -> Option<NextMove> {
    let usager = board.usager;
    let of = |person: PersonId| step.agreements.get(&person);
    let agreed = |answer: &Agreement| matches!(answer, Agreement::Agreed { .. });
    let usager_waits = me != usager && of(usager).is_some_and(agreed);
    let mut team = step.agreements.iter().filter(|(person, _)| **person != usager);
    let colleague = team.find(|(person, answer)| **person != me && agreed(answer));
    let colleague = colleague.map(|(person, _)| *person);
    let proposer = (me != step.proposed_by).then_some(step.proposed_by);
    // The usager is asked whoever has agreed; a professional as long as none of the team has, and about what they proposed
    // themselves only once the usager has agreed, or what they had agreed to is another.
    let had_agreed = matches!(of(me), Some(Agreement::ToConfirm { .. }));
    let is_asked =
        me == usager || (colleague.is_none() && (proposer.is_some() || usager_waits || had_agreed));
    if step.is_unanswered_by(me) && is_asked {
        let waits = usager_waits.then_some(usager).or(colleague).or(proposer);
        let waits = waits.unwrap_or(usager);
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
