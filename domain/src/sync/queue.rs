//! What a page has given and what was not answered yet: the numbers (`ID2`), what is kept in the browser's own store, what
//! the service refused.

use super::message::{FRAME_LIMIT, FromPage};
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{ClientId, Epoch, ParcoursId, PersonId};
use crate::kernel::refusal::Refusal;
use crate::parcours::{BOARD_VERSION, Board, COMMAND_VERSION, Command, Given, Seq};
use serde::{Deserialize, Serialize};

/// A command that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Its number (`ID2`).
    pub seq: u64,
    /// When it was given, on the page's clock.
    pub at: Moment,
    /// The command.
    pub command: Command,
    /// What the service had confirmed to the page that it was given on (`CF2`).
    #[serde(default, skip_serializing_if = "Seq::is_zero")]
    pub on: Seq,
}

/// Room for a command's number, which may grow when it is numbered anew (`GR3`).
const NUMBER_ROOM: usize = 20;

impl Queued {
    pub(super) fn message(&self) -> Option<FromPage> {
        let given = Given {
            command: self.command.clone(),
            on: self.on,
        };
        Some(FromPage::Command {
            seq: self.seq,
            version: COMMAND_VERSION,
            body: given.body()?,
        })
    }

    /// Whether it fits in no frame (`BP2`): sent, it would end the link, and be sent again on the next.
    pub(super) fn is_too_large(&self) -> bool {
        let frame = self
            .message()
            .and_then(|message| serde_json::to_vec(&message).ok());
        frame.is_none_or(|frame| frame.len() + NUMBER_ROOM > FRAME_LIMIT)
    }
}

/// A command that the service refused, with its whole text: it never vanishes by itself (`RB2`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Its number.
    pub seq: u64,
    /// The command, words and all.
    pub command: Command,
    /// Why.
    pub refusal: Refusal,
}

/// What a page keeps in the browser's own store: enough to take the work up again after it was closed.
///
/// It is replaced as a whole. Between two such writes a command that is given may be added to `queue`, no more: what was
/// answered leaves the queue together with the board that holds it. Otherwise a page that opens without the service
/// would number the letters it types like letters that it had typed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Whose numbers these are.
    pub client: ClientId,
    /// Of which parcours, and whose it is.
    pub parcours: ParcoursId,
    /// The usager.
    pub usager: PersonId,
    /// The confirmed board, and its epoch.
    pub board: KeptBoard,
    /// The epoch of `board`.
    pub epoch: Option<Epoch>,
    /// The epoch in which the commands were numbered.
    pub numbered_in: Option<Epoch>,
    /// The next number.
    pub next: u64,
    /// What waits for an answer, oldest first.
    pub queue: Vec<Queued>,
    /// What was refused and not yet dealt with.
    pub conflicts: Vec<Conflict>,
}

/// A board as a page keeps it, with the version of its encoding. One of another version is not read: the service sends it
/// anew, and what waits in the queue stays (`EV2`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptBoard {
    version: u16,
    board: Option<Board>,
}

impl KeptBoard {
    /// A board of this version.
    pub(super) const fn of(board: Board) -> Self {
        Self {
            version: BOARD_VERSION,
            board: Some(board),
        }
    }

    /// The board, if this version reads it.
    pub(super) fn read(self) -> Option<Board> {
        self.board
    }
}

impl<'de> Deserialize<'de> for KeptBoard {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            version: u16,
            board: serde_json::Value,
        }
        let Written { version, board } = Written::deserialize(input)?;
        let board = if version == BOARD_VERSION {
            Some(serde_json::from_value(board).map_err(serde::de::Error::custom)?)
        } else {
            None
        };
        Ok(Self { version, board })
    }
}

impl Saved {
    /// Adds a command that was given since.
    pub fn add(&mut self, queued: Queued) {
        self.next = queued.seq + 1;
        self.queue.push(queued);
    }
}

#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub queued: Queued,
    /// On this socket.
    pub sent: bool,
    /// Its event has come, its answer has not: `confirmed` holds it.
    pub held: bool,
}

impl Pending {
    pub fn new(queued: Queued) -> Self {
        Self {
            queued,
            sent: false,
            held: false,
        }
    }
}
