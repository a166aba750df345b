//! The person's way: the step to look at first, and the others in their order.

use crate::kernel::ids::StepId;
use crate::parcours::{Board, Column, Step};

/// The step to look at first: under way or decided, the earliest date first.
pub fn next_step(board: &Board) -> Option<StepId> {
    let mut steps = board.column(Column::Decided);
    steps.extend(board.column(Column::InProgress));
    steps.sort_by_key(|(_, step)| (step.when.is_none(), step.when.map(|when| (when.day, when.hour))));
    steps.first().map(|(id, _)| *id)
}

/// The steps of the way, but for the next one: what waits for an answer, then what is talked about, what comes, what is done,
/// what was given up.
pub fn path(board: &Board, next: Option<StepId>) -> Vec<StepId> {
    let (asked, talked): (Vec<_>, Vec<_>) = board
        .column(Column::ToDiscuss)
        .into_iter()
        .partition(|(_, step)| step.is_unanswered_by(board.usager));
    let later = [Column::InProgress, Column::Decided].map(|column| board.column(column));
    let (done, stopped) = done(board);
    let all = [asked, talked].into_iter().chain(later).chain([done, stopped]);
    let all = all.flatten().map(|(id, _)| id);
    all.filter(|id| Some(*id) != next).collect()
}

/// Steps by their names, in their order.
type Steps<'a> = Vec<(StepId, &'a Step)>;

/// What is done, and what was given up.
pub(super) fn done(board: &Board) -> (Steps<'_>, Steps<'_>) {
    let over = board.column(Column::Done).into_iter();
    over.partition(|(_, step)| !step.stage.is_stopped())
}
