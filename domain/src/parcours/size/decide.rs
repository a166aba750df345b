//! What a full board still takes.

use crate::kernel::refusal::Refusal;
use crate::kernel::words::WordsChange;
use crate::parcours::board::Board;
use crate::parcours::command::Command;

/// Refuses what would make a full board larger.
pub(in crate::parcours) fn room_for(board: &Board, command: &Command) -> Result<(), Refusal> {
    if board.size.is_full() && grows(command) {
        Err(Refusal::Full)
    } else {
        Ok(())
    }
}

/// Whether a command brings new words. What erases, removes, answers or ends stays possible on a full board.
fn grows(command: &Command) -> bool {
    match command.writing() {
        Some((_, changes)) => changes
            .iter()
            .any(|change| matches!(change, WordsChange::Insert { .. })),
        None => !command.words().is_empty(),
    }
}
