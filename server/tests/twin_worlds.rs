//! Twin worlds: pairs of databases that differ only in what a partner organisation may not see are lived side by side,
//! on the same ids at the same times, and everything that the partner gets over HTTP and over the live link must be the
//! same bytes (`VW1`, `VW2`, `VW3`).
//!
//! `PAIRS=50 cargo test -p itineraire-server --test twin_worlds -- --nocapture` lives more pairs; a failure names its
//! seed, and `FIRST_SEED=… PAIRS=1` lives that pair again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/twins/mod.rs"]
mod twins;

use twins::{Compared, Leak, compare};

fn from_env(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(usual)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn worlds_that_differ_in_what_a_partner_may_not_see_give_it_the_same_bytes() {
    let (first, pairs) = (from_env("FIRST_SEED", 1), from_env("PAIRS", 3));
    let mut all = Compared::default();
    for seed in first..first + pairs {
        let one = Box::pin(compare(seed, None)).await.unwrap_or_else(|difference| {
            panic!("seed {seed} (FIRST_SEED={seed} PAIRS=1 lives it again): {difference}")
        });
        all.answers += one.answers;
        all.frames += one.frames;
        all.bytes += one.bytes;
        all.hidden += one.hidden;
        all.views += one.views;
    }
    println!(
        "PROOF twin-worlds: {pairs} pairs (seeds {first}..{}), {} hidden acts, {} answers and {} frames of {} bytes, all equal",
        first + pairs - 1,
        all.hidden,
        all.answers,
        all.frames,
        all.bytes
    );
    // Silent worlds, or a partner who is shown nothing, would prove nothing.
    let pairs = usize::try_from(pairs).unwrap();
    assert!(all.views > 4 * pairs, "{all:?}");
    assert!(pairs < 3 || all.hidden > 30 * pairs, "{all:?}");
}

/// The comparison is not blind: with one redaction left out at the projection each of these is found.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_redaction_left_out_is_found() {
    // Each starts at a seed that found it once: the order tells something only where shared steps were moved.
    for (leak, first) in [
        (Leak::EveryStep, 1),
        (Leak::BoardNumber, 1),
        (Leak::BoardOrder, 5),
    ] {
        let mut found = None;
        for seed in first..first + 8 {
            if let Err(difference) = Box::pin(compare(seed, Some(leak))).await {
                found = Some(difference);
                break;
            }
        }
        let found = found.unwrap_or_else(|| panic!("{leak:?} was not found"));
        assert!(found.contains("frame: one world answers"), "{leak:?}: {found}");
    }
}
