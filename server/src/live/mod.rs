//! The live link: its own WebSocket route. [`Hub`] knows who is on which stream; a [`connect`]ed socket is served by `team`,
//! on any stream that is `kept`, or by `partner`, which share no type of message (`VW4`), over one `link`.

mod connect;
mod encode;
mod hub;
mod kept;
mod link;
mod partner;
mod team;

pub use connect::connect;
pub use hub::Hub;
