//! Whether an action can be undone, and by what.

use super::action::ActionName;
use crate::kernel::ids::Seq;
use crate::kernel::refusal::Refusal;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::Action;

impl Board {
    /// The actions that can be undone now, the newest first.
    pub fn undoable(&self) -> impl Iterator<Item = &Action> {
        let all = self.actions.iter().rev().map(|action| &**action);
        all.filter(|action| !action.undone)
    }
}

/// The facts that undo an action. Whether each of them may happen now is asked as of any fact: undo opens nothing that is
/// closed otherwise.
pub(in crate::parcours) fn undo(board: &Board, of: Seq) -> Result<Vec<Fact>, Refusal> {
    let action = board
        .actions
        .iter()
        .find(|action| action.seq == of && !action.undone)
        .ok_or(Refusal::NotUndoable)?;
    let stands_on_it = |later: &Action| {
        let cancelled = later.undone
            || later
                .undoes
                .is_some_and(|of| board.actions.iter().any(|it| it.seq == of && it.undone));
        later.seq > of && later.name == action.name && later.item == action.item && !cancelled
    };
    // Words and checklists merge, so that an earlier edit can be taken back alone.
    let merges = matches!(action.name, ActionName::Words | ActionName::Checklist);
    if !merges && board.actions.iter().any(|later| stands_on_it(later)) {
        return Err(Refusal::Superseded);
    }
    Ok(action.inverse.clone())
}
