//! People as a cell receives them: what is asked of someone whose parcours is opened, and nothing more; and who accompanies
//! them.

mod newcomer;
mod team;

pub use newcomer::{LANGUAGES, NAME, NewPerson, REACH, Told, Unclear, Written};
pub use team::{Team, TeamChange};
