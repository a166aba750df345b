//! How large a board may become. What was erased is kept for those who had not seen that yet, and for undo, but not for ever:
//! beyond a weight the board forgets what was erased first, up to a *floor* that is written in it. An edit of before the
//! floor whose place is gone becomes a conflict with its whole text (`RB2`). And a board as a whole has a limit, which its page
//! says before it is reached.
//!
//! Looked at now and then, at an event and from the board alone, so that every copy does it at the same rank.

pub mod decide;
pub mod evolve;
pub mod state;
