//! The live link, both ends, over a network that delays, repeats and cuts, with a service that dies between any two
//! steps and tablets that sleep for days. At the end every copy is the same bytes and every word typed is there once.
//!
//! `SEEDS=20000 cargo test --release -p itineraire-domain --test simulator -- --nocapture` runs more worlds; a failure
//! names its seed, and `FIRST_SEED=… SEEDS=1` runs that world again, step by step the same.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

#[path = "support/simulator/mod.rs"]
mod simulator;
mod support;

use simulator::run;
use simulator::run_all;
use simulator::service::Faults;

/// From so many worlds on, a quiet one is no excuse.
const GUARDED: u64 = 20;

// @proof board simulator SEEDS=1000/100: clients, cuts, duplicates: byte-identical states
#[test]
fn all_copies_are_the_same_bytes_and_every_word_is_there_once() {
    let (first, seeds, all) = run_all(60, "all_copies", false);
    let guarded = seeds >= GUARDED;
    println!(
        "PROOF simulator: {seeds} seeds ({first}..{}), {} commands, {} cuts, {} duplicates, {} conflicts in {} seeds, \
         identical{}",
        first + seeds - 1,
        all.commands,
        all.cuts,
        all.repeats,
        all.conflicts,
        all.with_conflict,
        if guarded { "" } else { "; too few for the guards" }
    );
    println!("{all:?}");
    if !guarded {
        return;
    }
    // A quiet world would prove nothing.
    assert!(all.commands > seeds * 40, "{all:?}");
    assert!(all.cuts > seeds * 2 && all.deaths > seeds / 2, "{all:?}");
    assert!(all.repeats > seeds * 2 && all.conflicts > seeds, "{all:?}");
    assert!(all.with_conflict * 10 > seeds * 8, "{all:?}");
    assert!(
        all.late_frames > seeds && all.reopened > seeds && all.loaded > seeds / 10,
        "{all:?}"
    );
}

#[test]
fn gr3_after_a_restore_from_a_backup_all_copies_are_one_again_and_what_was_to_be_sent_is_there() {
    let (_, seeds, all) = run_all(60, "gr3", true);
    if seeds >= GUARDED {
        assert!(all.restores > seeds / 10, "{all:?}");
    }
}

/// How many worlds a fault is looked for in.
const WORLDS: u64 = 40;

/// How many of these worlds go wrong with this fault, and what is said of the first.
fn wrong_with(faults: Faults, worlds: u64) -> (usize, String) {
    let wrong: Vec<_> = (1..=worlds)
        .filter_map(|seed| run(seed, faults, false).err())
        .collect();
    (wrong.len(), wrong.first().cloned().unwrap_or_default())
}

#[test]
fn a_page_whose_evolve_drops_one_kind_of_change_is_found() {
    let first_page_drops = Some("step.place_set");
    let (wrong, first) = wrong_with(
        Faults {
            first_page_drops,
            sends_no_hash: true,
            ..Faults::default()
        },
        WORLDS,
    );
    assert!(wrong > 20 && first.contains("differs"), "{wrong} {first}");
}

/// Words, facts, order, the bin, the diagnosis, an agreement: what an `evolve` may pass over.
const KINDS: [&str; 10] = [
    "step.details_written",
    "step.when_set",
    "step.place_set",
    "step.check_added",
    "step.commented",
    "shelf.moved",
    "finding.rated",
    "shelf.removed",
    "finding.added",
    "answer.professional_agreed",
];

// @proof board wrong-evolve: an evolve that drops a kind of change is found
#[test]
fn a_page_whose_evolve_drops_any_of_several_kinds_of_change_is_found() {
    let mut found = 0;
    for kind in KINDS {
        let faults = Faults {
            first_page_drops: Some(kind),
            sends_no_hash: true,
            ..Faults::default()
        };
        let wrong = (1..=WORLDS).find_map(|seed| run(seed, faults, false).err());
        let wrong = wrong.unwrap_or_else(|| panic!("an evolve that drops {kind} was not found"));
        assert!(wrong.contains("differs"), "{kind}: {wrong}");
        found += 1;
    }
    println!(
        "PROOF wrong-evolve: {found} of {} kinds of change found when dropped",
        KINDS.len()
    );
}

#[test]
fn gr4_the_hash_brings_a_page_that_differs_back() {
    let first_page_drops = Some("step.place_set");
    let (wrong, first) = wrong_with(
        Faults {
            first_page_drops,
            ..Faults::default()
        },
        WORLDS,
    );
    assert_eq!((wrong, first), (0, String::new()));
}

// @proof board hasty-service: a service that acknowledges before the commit is found
#[test]
fn a_service_that_acknowledges_before_the_commit_is_found() {
    // A service must die between the two: few do.
    let worlds = 3 * WORLDS;
    let (wrong, first) = wrong_with(
        Faults {
            acknowledges_before_commit: true,
            ..Faults::default()
        },
        worlds,
    );
    println!("PROOF hasty-service: found in {wrong} of {worlds} worlds that acknowledge before the commit");
    assert!(wrong > 2, "{wrong} {first}");
}

// @proof board forgetful-service: a service that carries out repeats is found
#[test]
fn a_service_that_carries_out_repeats_is_found() {
    let (wrong, first) = wrong_with(
        Faults {
            forgets_repeats: true,
            ..Faults::default()
        },
        WORLDS,
    );
    println!("PROOF forgetful-service: found in {wrong} of {WORLDS} worlds that carry out repeats");
    assert!(wrong > 10, "{wrong} {first}");
}
