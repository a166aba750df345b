//! What a board knows of its size.

use crate::kernel::ids::Seq;
use serde::{Deserialize, Serialize};

/// The most that a board may weigh, in bytes: ten times one of 200 steps as they are usually written.
pub const BOARD_LIMIT: usize = 1_000_000;

/// From here on its page says that it will be full.
const NEARLY: usize = BOARD_LIMIT / 10 * 8;

/// What a board knew of its size when it was last looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// About how many bytes it is written down in.
    pub weight: usize,
    /// What was erased up to this event is forgotten.
    pub floor: Seq,
}

impl Size {
    /// Nothing more may be written on it.
    pub const fn is_full(self) -> bool {
        self.weight > BOARD_LIMIT
    }

    /// It will soon be full, or is.
    pub const fn is_nearly_full(self) -> bool {
        self.weight > NEARLY
    }
}
