//! A parcours: its state, the commands people give, the facts that follow, in nested parts.
//!
//! `decide(&Board, &Actor, &Command) -> Result<Vec<Event>, Refusal>` says what a command leads to;
//! `evolve(&mut Board, &Event)` applies what happened. Both are pure, and hand each command and each fact to its part:
//! [`goal`], [`diagnosis`], [`steps`], [`agreement`], [`life`], [`sharing`], [`shelf`], [`history`]. A part has its state,
//! its commands, its facts; `decide` (with `may`, which undo asks too), `evolve`, and the `inverse` of each fact. Every
//! match is total: what is forgotten does not compile. Tests quote the rules of the live board (`AG2`, `CF5`…) by their
//! numbers.

mod agreement;
mod apply;
mod board;
mod circle;
mod command;
mod decide;
mod diagnosis;
mod evolve;
mod fact;
mod goal;
mod history;
mod item;
mod life;
mod may;
mod sharing;
mod shelf;
mod size;
mod steps;
mod text;
mod upcast;

pub use crate::kernel::digest::Digest;
pub use crate::kernel::ids::Seq;
pub use crate::kernel::order::OrderKey;
pub use crate::kernel::words::{CharRef, Words, WordsChange};
pub use agreement::command::AnswerCommand;
pub use agreement::fact::AnswerFact;
pub use agreement::state::{AgreedTo, Agreement, Decided, ProposerYes, Started, UsagerYes};
pub use board::Board;
pub use circle::CircleLevel;
pub use command::{COMMAND_VERSION, Command};
pub use decide::decide;
pub use diagnosis::command::FindingCommand;
pub use diagnosis::fact::FindingFact;
pub use diagnosis::state::{Finding, Level, Rating, Side, Voices};
pub use evolve::evolve;
pub use fact::{BOARD_VERSION, EVENT_VERSION, Event, Fact};
pub use goal::command::GoalCommand;
pub use goal::fact::GoalFact;
pub use goal::state::{OwnWords, Whose};
pub use history::action::{Action, ActionName};
pub use item::{Field, Item, Voice};
pub use life::command::StageCommand;
pub use life::fact::StageFact;
pub use life::state::{Column, Stage};
pub use sharing::command::SharingCommand;
pub use sharing::decide::SHARE_DAYS;
pub use sharing::fact::SharingFact;
pub use sharing::state::{NotShown, Offer, Share, SharedItem, Shown};
pub use shelf::command::ShelfCommand;
pub use shelf::fact::ShelfFact;
pub use shelf::state::{BIN_DAYS, Rank, Removed, Shelved};
pub use size::state::{BOARD_LIMIT, Size};
pub use steps::command::{StepCommand, WrittenTerms, WrittenWhen};
pub use steps::fact::StepFact;
pub use steps::state::{Check, Comment, Step};
pub use steps::terms::{Doer, Term, Terms, When};
pub use upcast::{Unreadable, upcast};
