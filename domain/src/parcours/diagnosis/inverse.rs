//! What takes back what happened to the diagnosis.

use super::fact::FindingFact;
use crate::kernel::ids::{ClientId, FindingId};
use crate::parcours::board::Board;
use crate::parcours::fact::Fact;
use crate::parcours::history::action::ActionName;
use crate::parcours::item::Item;
use crate::parcours::shelf::fact::ShelfFact;

pub(in crate::parcours) fn inverse(
    board: &Board,
    client: ClientId,
    id: FindingId,
    fact: &FindingFact,
) -> Option<(ActionName, Vec<Fact>)> {
    let one = |name, fact| Some((name, vec![Fact::Finding(id, fact)]));
    match fact {
        FindingFact::Added { .. } => Some((
            ActionName::Added,
            vec![Fact::Shelf(Item::Finding(id), ShelfFact::Removed)],
        )),
        FindingFact::Written { changes } => {
            let changes = board.findings.get(&id)?.words.all_inverse(client, changes);
            one(ActionName::Words, FindingFact::Written { changes })
        }
        FindingFact::Rated { voice, .. } => {
            let before = board.findings.get(&id)?.level.of(*voice);
            let level = before.map(|rating| rating.level);
            one(ActionName::Rated, FindingFact::Rated { voice: *voice, level })
        }
    }
}
