//! Twin worlds: pairs of databases that differ only in what a partner organisation may not see are lived side by side,
//! on the same ids at the same times, and everything that the partner gets over HTTP and over the live link must be the
//! same bytes (`VW1`, `VW2`, `VW3`).
//!
//! On SQLite, or on the PostgreSQL of `TEST_DATABASE_URL`.
//!
//! `PAIRS=50 cargo test -p itineraire-server --test twin_worlds -- --nocapture` lives more pairs; a failure names its
//! seed, and `FIRST_SEED=… PAIRS=1` lives that pair again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/rerun.rs"]
mod rerun;
mod support;
#[path = "support/twins/mod.rs"]
mod twins;

use rerun::{Again, from_env};
use twins::{Compared, Leak, compare};

// @proof board twin-worlds PAIRS=50/5: what a partner may not see makes no byte of what it gets differ
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn worlds_that_differ_in_what_a_partner_may_not_see_give_it_the_same_bytes() {
    let (first, pairs) = (from_env("FIRST_SEED", 1), from_env("PAIRS", 3));
    let mut all = Compared::default();
    for seed in first..first + pairs {
        let _again = Again(format!(
            "FIRST_SEED={seed} PAIRS=1 cargo test -p itineraire-server --test twin_worlds"
        ));
        let one = Box::pin(compare(seed, None))
            .await
            .unwrap_or_else(|difference| panic!("seed {seed}: {difference}"));
        // Silent worlds, or a partner who is shown nothing, or who asks nothing, would prove nothing.
        assert!(
            one.hidden > 20 && one.views > 4 && one.pages > 0 && one.probes > 40,
            "seed {seed}: {one:?}"
        );
        all.answers += one.answers;
        all.frames += one.frames;
        all.bytes += one.bytes;
        all.hidden += one.hidden;
        all.views += one.views;
        all.pages += one.pages;
        all.probes += one.probes;
    }
    println!(
        "PROOF twin-worlds: {pairs} pairs (seeds {first}..{}) on {}, {} hidden acts that changed something, \
         {} answers ({} pages with shared titles, {} probes) and {} frames of {} bytes, all equal",
        first + pairs - 1,
        rerun::engine(),
        all.hidden,
        all.answers,
        all.pages,
        all.probes,
        all.frames,
        all.bytes
    );
    let pairs = usize::try_from(pairs).unwrap();
    assert!(all.views > 4 * pairs, "{all:?}");
    assert!(pairs < 3 || all.hidden > 30 * pairs, "{all:?}");
}

/// Redactions that are left out, each with a seed from which it is soon found (the order tells something only where
/// shared steps were moved), and what the comparison says of it.
const LEAKS: [(Leak, u64, &str); 7] = [
    (Leak::WordsOfNow, 1, "frame: one world answers"),
    (Leak::EveryStep, 1, "frame: one world answers"),
    (Leak::BoardNumber, 1, "frame: one world answers"),
    (Leak::BoardOrder, 5, "frame: one world answers"),
    (
        Leak::EveryStepAnswered,
        1,
        "/api/v1/partner_board: one world answers",
    ),
    (Leak::BoardNumberOnPage, 1, ": /partage/"),
    (
        Leak::Forbidden,
        1,
        "hidden and absent answer differently (VW2): probe /api/v1/partner_board",
    ),
];

// @proof board redaction: one redaction left out is found
/// The comparison is not blind: with one redaction left out each of these is found, and where it was left out.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_redaction_left_out_is_found() {
    let mut leaks_found = 0;
    for (leak, first, says) in LEAKS {
        let mut found = None;
        for seed in first..first + 8 {
            if let Err(difference) = Box::pin(compare(seed, Some(leak))).await {
                found = Some(difference);
                break;
            }
        }
        let found = found.unwrap_or_else(|| panic!("{leak:?} was not found"));
        assert!(found.contains(says), "{leak:?}: {found}");
        leaks_found += 1;
    }
    println!("PROOF redaction: {leaks_found} of {} leaks found", LEAKS.len());
}
