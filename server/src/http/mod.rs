//! HTTP: what is where ([`router`]), what is told of every answer ([`security`]), and how long a connection may keep us
//! ([`connections`]).

pub mod connections;
pub mod router;
pub mod security;
