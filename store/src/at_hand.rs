//! Boards that stay in memory, for whoever reads one: made once from the log, then as each commit leaves them. What is here is
//! no more than a shortcut: whoever takes a board says where the log stands, and is given it only if it stands there too.

use itineraire_domain::ids::{ParcoursId, Seq};
use itineraire_domain::parcours::Board;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many.
const AT_MOST: usize = 256;

/// Boards that stay in memory. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct AtHand(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    boards: HashMap<ParcoursId, (Board, u64)>,
    uses: u64,
}

impl AtHand {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A panic while the map was held leaves it usable: each entry stands alone.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The board, if it is as the log is.
    pub(crate) fn at(&self, parcours: ParcoursId, head: Seq) -> Option<Board> {
        let mut kept = self.kept();
        kept.uses += 1;
        let now = kept.uses;
        let (board, used) = kept.boards.get_mut(&parcours)?;
        *used = now;
        (board.seq == head).then(|| board.clone())
    }

    /// Keeps a board, unless a later one is there.
    pub(crate) fn keep(&self, board: Board) {
        let mut kept = self.kept();
        kept.uses += 1;
        let now = kept.uses;
        let known = kept.boards.get(&board.parcours);
        if known.is_some_and(|(known, _)| known.seq > board.seq) {
            return;
        }
        kept.boards.insert(board.parcours, (board, now));
        if kept.boards.len() > AT_MOST {
            let oldest = kept.boards.iter().min_by_key(|(_, (_, used))| *used);
            if let Some(oldest) = oldest.map(|(parcours, _)| *parcours) {
                kept.boards.remove(&oldest);
            }
        }
    }

    /// Forgets one, of which it is not known what the log holds.
    pub(crate) fn forget(&self, parcours: ParcoursId) {
        self.kept().boards.remove(&parcours);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use itineraire_domain::ids::PersonId;
    use uuid::Uuid;

    fn board(number: u128, seq: u64) -> Board {
        let mut board = Board::empty(ParcoursId(Uuid::from_u128(number)), PersonId(Uuid::nil()));
        board.seq = Seq(seq);
        board
    }

    #[test]
    fn a_board_is_given_only_as_the_log_is_and_an_older_one_takes_no_newer_one_s_place() {
        let at_hand = AtHand::default();
        let one = board(1, 4);
        at_hand.keep(one.clone());
        assert_eq!(at_hand.at(one.parcours, Seq(4)), Some(one.clone()));
        assert_eq!(at_hand.at(one.parcours, Seq(5)), None, "the log went on");
        assert_eq!(at_hand.at(one.parcours, Seq(3)), None, "it was taken back");
        at_hand.keep(board(1, 2));
        assert_eq!(at_hand.at(one.parcours, Seq(4)), Some(one.clone()));
        at_hand.forget(one.parcours);
        assert_eq!(at_hand.at(one.parcours, Seq(4)), None);
    }

    #[test]
    fn those_that_nobody_asked_for_go_first() {
        let at_hand = AtHand::default();
        for number in 0..AT_MOST as u128 {
            at_hand.keep(board(number, 1));
        }
        let first = board(0, 1);
        assert!(at_hand.at(first.parcours, Seq(1)).is_some());
        at_hand.keep(board(1_000, 1));
        assert!(at_hand.at(first.parcours, Seq(1)).is_some());
        assert!(at_hand.at(board(1, 1).parcours, Seq(1)).is_none());
        assert_eq!(at_hand.kept().boards.len(), AT_MOST);
    }
}
