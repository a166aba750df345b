//! HTTP: what is where ([`router`]), what is told of every answer ([`security`]) and noted of it ([`noted`]), under which name
//! and through which proxies we are reached ([`front`]), how long a connection may keep us ([`connections`]), and TLS of our
//! own ([`tls`]).

pub mod connections;
pub mod front;
pub mod noted;
mod paper;
pub mod router;
pub mod security;
pub mod tls;
