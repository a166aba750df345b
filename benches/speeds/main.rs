//! What the issue asks to time, each beside its reference of the same run.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

mod link;
mod rules;

fn main() {
    // Built by `cargo test --all-targets`, it is started to no purpose.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    println!("{:<46} {:>11}   compared in this run", "", "median");
    rules::speeds();
    link::speeds();
}
