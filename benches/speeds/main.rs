//! What the issue asks to time, each beside its reference of the same run.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

mod link;
mod rules;

/// Rounds of each work; odd, for a true middle.
const ROUNDS: usize = 201;

fn main() {
    // `--once`, as the tests start it: whether the works still do what is timed. Its figures say nothing.
    let once = std::env::args().any(|argument| argument == "--once");
    let rounds = if once { 1 } else { ROUNDS };
    println!("{:<46} {:>11}   compared in this run", "", "median");
    rules::speeds(rounds);
    rules::keys(rounds);
    link::speeds(rounds);
}
