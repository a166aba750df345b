//! What a page has given and what was not answered yet: the numbers (`ID2`), what is kept in the browser's own store, what
//! the service refused.

use super::given::Given;
use super::message::{FRAME_LIMIT, FromPage};
use super::stream::Stream;
use crate::kernel::calendar::Moment;
use crate::kernel::ids::{ClientId, Epoch, PersonId, Seq, StreamId};
use crate::kernel::reading;
use crate::kernel::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// A command that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Queued<S: Stream> {
    /// Its number (`ID2`).
    pub seq: u64,
    /// When it was given, on the page's clock.
    pub at: Moment,
    /// The command.
    pub command: S::Command,
    /// What the service had confirmed to the page that it was given on (`CF2`).
    #[serde(default, skip_serializing_if = "Seq::is_zero")]
    pub on: Seq,
}

/// Room for a command's number, which may grow when it is numbered anew (`GR3`).
const NUMBER_ROOM: usize = 20;

impl<S: Stream> Queued<S> {
    pub(super) fn message(&self) -> Option<FromPage<S>> {
        let given = Given {
            command: self.command.clone(),
            on: self.on,
        };
        Some(FromPage::Command {
            seq: self.seq,
            version: S::COMMAND_VERSION,
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
#[serde(bound = "")]
pub struct Conflict<S: Stream> {
    /// Its number.
    pub seq: u64,
    /// The command, words and all.
    pub command: S::Command,
    /// Why.
    pub refusal: Refusal,
}

/// What a page keeps in the browser's own store: enough to take the work up again after it was closed.
///
/// It is replaced as a whole. Between two such writes a command that is given may be added to `queue`, no more: what was
/// answered leaves the queue together with the board that holds it. Otherwise a page that opens without the service
/// would number the letters it types like letters that it had typed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Saved<S: Stream> {
    /// Whose numbers these are.
    pub client: ClientId,
    /// Of what. Its name, as those of the next two, is the encoding's (`EV1`).
    #[serde(rename = "parcours")]
    pub stream: StreamId,
    /// Whose that is.
    #[serde(rename = "usager")]
    pub owner: PersonId,
    /// What was confirmed.
    #[serde(rename = "board")]
    pub confirmed: KeptState<S>,
    /// The epoch of `confirmed`.
    pub epoch: Option<Epoch>,
    /// The epoch in which the commands were numbered.
    pub numbered_in: Option<Epoch>,
    /// The service has said how far the client has come (`ID1`): the numbers count.
    pub knows_its_client: bool,
    /// The next number.
    pub next: u64,
    /// What waits for an answer, oldest first.
    pub queue: Vec<Queued<S>>,
    /// What was refused and not yet dealt with.
    pub conflicts: Vec<Conflict<S>>,
}

/// A state as a page keeps it, with the version of its encoding. One of another version is not read: the service sends it
/// anew, and what waits in the queue stays (`EV2`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(bound = "")]
pub struct KeptState<S: Stream> {
    version: u16,
    #[serde(rename = "board")]
    state: Option<S>,
}

impl<S: Stream> KeptState<S> {
    /// A state of this version.
    pub(super) const fn of(state: S) -> Self {
        Self {
            version: S::VERSION,
            state: Some(state),
        }
    }

    /// The state, if this version reads it.
    pub(super) fn read(self) -> Option<S> {
        self.state
    }
}

impl<'de, S: Stream> Deserialize<'de> for KeptState<S> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            version: u16,
            board: serde_json::Value,
        }
        let Written { version, board } = Written::deserialize(input)?;
        let state = if version == S::VERSION {
            Some(reading::of(board).map_err(serde::de::Error::custom)?)
        } else {
            None
        };
        Ok(Self { version, state })
    }
}

#[derive(Clone, Debug)]
pub(super) struct Pending<S: Stream> {
    pub queued: Queued<S>,
    /// On this socket.
    pub sent: bool,
    /// Its event has come, its answer has not: `confirmed` holds it.
    pub held: bool,
}

impl<S: Stream> Pending<S> {
    pub fn new(queued: Queued<S>) -> Self {
        Self {
            queued,
            sent: false,
            held: false,
        }
    }
}
