//! The board of a parcours: its state, the commands people give, the events that follow.
//!
//! `decide(&Board, &Actor, &Command) -> Result<Vec<Event>, Refusal>` says what a command leads to;
//! `evolve(&mut Board, &Event)` applies what happened. Both are pure. Tests quote the rules of the live board (`AG2`,
//! `CF5`…) by their numbers.

mod agreement;
mod command;
mod decide;
mod event;
mod evolve;
mod order;
mod state;
mod undo;
mod words;

pub use agreement::{Agreement, Decided, Digest, Started, UsagerYes};
pub use command::{COMMAND_VERSION, Command, Given, WrittenWhen};
pub use decide::decide;
pub use event::{EVENT_VERSION, Event, Seq, What};
pub use evolve::evolve;
pub use order::OrderKey;
pub use state::{
    BIN_DAYS, Barrier, Board, Check, Column, Comment, Doer, Field, Item, Level, Lever, Offer, Place, Rating,
    Removed, Share, SharedItem, Stage, Step, Voice, Voices, When,
};
pub use undo::{Action, ActionName};
pub use words::{CharRef, Words, WordsChange};
