//! What may become of a need that was noticed.

use super::written::paragraph;
use crate::kernel::ids::ParcoursId;
use crate::kernel::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// The longest question, answer or reason, in characters.
const WORDS: usize = 500;

/// Where it stands: the one word that whoever sent it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralState {
    /// It waits for the cell.
    Received,
    /// The cell asks something of whoever sent it.
    Asked,
    /// The person is accompanied: their parcours is open.
    Taken,
    /// Others were named who help better.
    Redirected,
    /// The cell cannot help.
    Declined,
}

impl ReferralState {
    /// Each, in the order of their words on the screen.
    pub const ALL: [Self; 5] = [
        Self::Received,
        Self::Asked,
        Self::Taken,
        Self::Redirected,
        Self::Declined,
    ];

    /// Whether something is still to be done about it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Asked)
    }

    /// What it is after a move; `sent`: whoever makes it is who sent it.
    pub fn after(self, it: &Move, sent: bool) -> Result<Self, Refusal> {
        let next = match it {
            Move::Ask(_) => Self::Asked,
            Move::Answer(_) => Self::Received,
            Move::Take(_) => Self::Taken,
            Move::Redirect(_) => Self::Redirected,
            Move::Decline(_) => Self::Declined,
        };
        // Who sent it answers what was asked; the cell does all else.
        if sent != matches!(it, Move::Answer(_)) {
            return Err(Refusal::NotAllowed);
        }
        let may = match it {
            Move::Ask(_) => self == Self::Received,
            Move::Answer(_) => self == Self::Asked,
            Move::Take(_) | Move::Redirect(_) | Move::Decline(_) => self.is_open(),
        };
        if may { Ok(next) } else { Err(Refusal::WrongStage) }
    }
}

/// What is done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// A question to who sent it.
    Ask(String),
    /// Their answer.
    Answer(String),
    /// A parcours was opened for the person.
    Take(ParcoursId),
    /// Who helps better, in words for who sent it.
    Redirect(String),
    /// Why not, in words for who sent it.
    Decline(String),
}

impl Move {
    /// Its words, as they are kept: none where some are needed, or too many, is no move.
    pub fn words(&self) -> Result<Option<String>, Refusal> {
        match self {
            Self::Take(_) => Ok(None),
            Self::Ask(words) | Self::Answer(words) | Self::Redirect(words) | Self::Decline(words) => {
                paragraph(words, WORDS).map(Some).ok_or(Refusal::Empty)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_need_goes_from_state_to_state_by_who_may() {
        use ReferralState::{Asked, Declined, Received, Redirected, Taken};
        let words = || "Pour quand ?".to_owned();
        let take = Move::Take(ParcoursId(Uuid::from_u128(1)));
        let moves = [
            Move::Ask(words()),
            Move::Answer(words()),
            take,
            Move::Redirect(words()),
            Move::Decline(words()),
        ];
        let late = Err(Refusal::WrongStage);
        for (state, expected) in [
            (
                Received,
                [Ok(Asked), late.clone(), Ok(Taken), Ok(Redirected), Ok(Declined)],
            ),
            (
                Asked,
                [
                    late.clone(),
                    Ok(Received),
                    Ok(Taken),
                    Ok(Redirected),
                    Ok(Declined),
                ],
            ),
            (
                Taken,
                [
                    late.clone(),
                    late.clone(),
                    late.clone(),
                    late.clone(),
                    late.clone(),
                ],
            ),
            (
                Redirected,
                [
                    late.clone(),
                    late.clone(),
                    late.clone(),
                    late.clone(),
                    late.clone(),
                ],
            ),
            (
                Declined,
                [
                    late.clone(),
                    late.clone(),
                    late.clone(),
                    late.clone(),
                    late.clone(),
                ],
            ),
        ] {
            for (it, answer) in moves.iter().zip(expected) {
                let sent = matches!(it, Move::Answer(_));
                assert_eq!(state.after(it, sent), answer, "{state:?} {it:?}");
                assert_eq!(
                    state.after(it, !sent),
                    Err(Refusal::NotAllowed),
                    "{state:?} {it:?}"
                );
            }
        }
        assert_eq!(
            ReferralState::ALL.map(ReferralState::is_open),
            [true, true, false, false, false]
        );
    }

    #[test]
    fn what_is_said_needs_words() {
        let long = "é".repeat(501);
        for words in ["", " \n ", &long] {
            let words = words.to_owned();
            for it in [
                Move::Ask(words.clone()),
                Move::Answer(words.clone()),
                Move::Redirect(words.clone()),
                Move::Decline(words),
            ] {
                assert_eq!(it.words(), Err(Refusal::Empty), "{it:?}");
            }
        }
        assert_eq!(
            Move::Ask(" Quand ?\r\n".into()).words(),
            Ok(Some("Quand ?".into()))
        );
        assert_eq!(Move::Take(ParcoursId(Uuid::nil())).words(), Ok(None));
    }
}
