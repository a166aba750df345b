//! The board's live link: its own WebSocket route. [`Hub`] knows who is on which board; a [`connect`]ed socket is served by
//! `team` or `partner`, which share no type of message (`VW4`), over one `link`.

mod connect;
mod encode;
mod hub;
mod link;
mod partner;
mod team;

pub use connect::connect;
pub use hub::Hub;
