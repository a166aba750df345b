//! What takes back what happened to the goal.

use super::fact::GoalFact;
use crate::kernel::ids::ClientId;
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::ActionName;

pub(in crate::parcours) fn inverse(
    board: &Board,
    client: ClientId,
    fact: &GoalFact,
) -> Option<(ActionName, Vec<Fact>)> {
    match fact {
        GoalFact::Written { changes } => {
            let changes = board.goal.all_inverse(client, changes);
            Some((ActionName::Words, vec![Fact::Goal(GoalFact::Written { changes })]))
        }
        // Who changes their mind writes other words.
        GoalFact::SaidOwn => None,
    }
}
