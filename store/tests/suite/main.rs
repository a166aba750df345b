//! One suite for both databases. Each test runs its body on a fresh SQLite file, then on a fresh PostgreSQL database of
//! the server that `TEST_DATABASE_URL` names (an administrator's URL); without it the second half is said to be left out.
//!
//! Start at `world`: a store with two towns that know nothing of each other, and a tablet for each person in them. Time is
//! an argument everywhere: no test waits, none measures.

#![allow(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod access;
mod catalogue;
mod cells;
mod chance;
mod home;
mod keys;
mod letters;
mod log;
mod partners;
mod people;
mod projections;
mod search;
mod sessions;
mod signin;
mod statements;
mod tablet;
mod versions;
mod world;
mod writer;
