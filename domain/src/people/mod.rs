//! People as a cell receives them: what is asked of someone whose parcours is opened, and nothing more; who accompanies them;
//! who works with the cell, and what is written to them.

mod first_run;
mod letter;
mod member;
mod newcomer;
mod team;
mod unclear;

pub use first_run::{Founding, NewCell, ZONES, organisation};
pub use letter::{Letter, LetterState, NEW_PASSWORD};
pub use member::{EMAIL, MemberChange, Members, NewMember, WrittenMember, email};
pub(crate) use newcomer::phone;
pub use newcomer::{LANGUAGES, NAME, NewPerson, REACH, Told, Written};
pub use team::{Team, TeamChange};
pub(crate) use unclear::line;
pub use unclear::{Unclear, said_in_a_line};
