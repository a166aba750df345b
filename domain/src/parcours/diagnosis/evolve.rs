//! The diagnosis after what happened.

use super::fact::FindingFact;
use super::state::{Finding, Rating};
use crate::kernel::ids::FindingId;
use crate::parcours::board::Board;
use crate::parcours::fact::Event;
use crate::parcours::shelf::state::Rank;
use std::sync::Arc;

pub(in crate::parcours) fn evolve(board: &mut Board, event: &Event, id: FindingId, fact: &FindingFact) {
    if let FindingFact::Added {
        side,
        theme,
        words,
        key,
    } = fact
    {
        let rank = Rank {
            key: key.clone(),
            given: event.seq,
        };
        let added = Finding::added(event.client, *side, *theme, words, rank);
        board.findings.insert(id, Arc::new(added));
        return;
    }
    let Some(finding) = board.findings.get_mut(&id).map(Arc::make_mut) else {
        return;
    };
    match fact {
        // Above: there was none yet.
        FindingFact::Added { .. } => {}
        FindingFact::Written { changes } => finding.words.apply(event.client, changes, event.seq),
        FindingFact::Rated { voice, level } => {
            let rating = level.map(|level| Rating {
                level,
                by: event.by,
                at: event.at,
            });
            *finding.level.of_mut(*voice) = rating;
        }
    }
}
