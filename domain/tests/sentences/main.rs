//! Sentences as people write them, in `sentences.toml` with what should come out; and what holds of every other.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod any_text;
mod chips;
mod days;
mod world;

use itineraire_domain::sentence::read;
use world::{Case, Out, file, out};

// @proof experience sentences: sentences as people write them give the step that they mean, 95 in 100 whole, and never a wrong day
#[test]
fn sentences_as_people_write_them_give_the_step_that_they_mean() {
    let (_, cases) = file();
    let (mut whole, mut wrong_days) = (0, 0);
    for Case { says, known, wanted } in &cases {
        let got = out(&read(says, known));
        let day = |out: &Out| {
            out.draft
                .when
                .as_ref()
                .map(|when| (when.day.clone(), when.before))
        };
        if got == *wanted {
            whole += 1;
        } else {
            println!("not whole: {says}\n  wanted {wanted:?}\n  got    {got:?}");
        }
        if got.draft.when.is_some() && day(&got) != day(wanted) {
            println!("A WRONG DAY: {says}");
            wrong_days += 1;
        }
    }
    let all = cases.len();
    assert_eq!(wrong_days, 0, "a wrong day is worse than none");
    assert!(all >= 120 && whole * 100 >= all * 95, "{whole} of {all} whole");
    println!("PROOF sentences: {whole} of {all} sentences whole, {wrong_days} wrong days");
}
