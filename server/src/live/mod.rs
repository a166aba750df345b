//! The board's live link: its own WebSocket route. [`Hub`] knows who is on which board; a socket is served by
//! `team` or `partner`, which share no type of message (`VW4`).

mod hub;
mod partner;
mod socket;
mod team;

pub use hub::Hub;
pub use socket::connect;
