//! The live link: its messages, and both ends as pure step machines. `judge` is the service's, `replica` the page's,
//! with the `queue` of what it has given: they are of any [`stream::Stream`], and `parcours` makes a parcours one.
//! `partner` is the partner's page's, `draft` what a text field holds before it is given. The simulator in `tests/`
//! drives them over a network that cuts, delays and repeats.

pub mod draft;
pub mod given;
pub mod judge;
pub mod kept;
pub mod message;
pub mod parcours;
pub mod partner;
pub mod queue;
pub mod replica;
pub mod stream;
