//! What each viewer receives: pages for the usager and the team, and the partner's own types, built by allow-list (`VW4`).

pub mod forms;
pub mod next_move;
pub mod pages;
pub mod paper;
pub mod partner;
pub mod way;
pub mod words;
