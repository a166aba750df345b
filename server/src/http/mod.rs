//! HTTP: what is where ([`router`]), what is told of every answer ([`security`]), under which name and through which proxies
//! we are reached ([`front`]), and how long a connection may keep us ([`connections`]).

pub mod connections;
pub mod front;
pub mod router;
pub mod security;
