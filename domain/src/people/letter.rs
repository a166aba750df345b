//! What is written by mail to those who work with a cell. Whoever is accompanied is never written to.

use crate::kernel::calendar::{Day, Hour, Moment};
use serde::{Deserialize, Serialize};

/// A letter before it is put in words: it has nowhere to put a name, a theme or a place of anyone who is accompanied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// Someone is asked to come; the number that opens their membership is made as it is sent.
    Invitation,
    /// Someone asks for another password; the number that lets them choose it is made as it is sent.
    NewPassword,
    /// A password was changed.
    PasswordChanged(Day, Hour),
    /// Codes are asked beside the password from then on, or no longer.
    CodesChanged(bool, Day, Hour),
    /// Someone signed in from a browser that was not known: which, and when.
    NewBrowser(String, Day, Hour),
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// It is still to be sent.
    Waiting,
    /// It is being given to the mail server, which has not said yet that it keeps it. Where it never does nobody knows what became of
    /// it, and it is not sent a second time.
    Handed,
    /// The mail server said that it keeps it.
    Sent,
    /// The mail server will not have it: the address, mostly.
    Refused,
    /// Its time was over before it could be sent, or what it was about.
    Dropped,
}

impl LetterState {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Handed,
        Self::Sent,
        Self::Refused,
        Self::Dropped,
    ];
}

/// How long to wait after so many tries that failed, in seconds: the last, again and again.
const WAITS: [i64; 5] = [30, 120, 600, 1800, 3600];

impl Letter {
    /// When it is tried again, that failed at a moment, the `tries`-th time.
    pub fn again(tries: u32, now: Moment) -> Moment {
        let at = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
        let last = WAITS[WAITS.len() - 1];
        now.plus_seconds(WAITS.get(at).copied().unwrap_or(last))
    }

    /// Until when it says something: what opens nothing any more is not sent.
    pub fn lasts(&self, now: Moment) -> Moment {
        now.plus_seconds(match self {
            Self::NewPassword => NEW_PASSWORD,
            Self::Invitation | Self::PasswordChanged(..) | Self::CodesChanged(..) | Self::NewBrowser(..) => {
                3 * 24 * 3600
            }
        })
    }
}

/// How long a number stands that lets someone choose another password, in seconds.
pub const NEW_PASSWORD: i64 = 3600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_failed_is_tried_again_later_and_later_and_never_given_up_by_the_count() {
        let waits = [1, 2, 3, 4, 5, 6, 5000].map(|tries| Letter::again(tries, Moment(0)).0 / 1000);
        assert_eq!(waits, [30, 120, 600, 1800, 3600, 3600, 3600]);
    }
}
