//! The real binary, killed with SIGKILL while many write: nothing that was acknowledged is lost, and what is sent again
//! is not applied twice (`ID2`, `ID3`, `OR2`).
//!
//! On SQLite, or on the PostgreSQL of `TEST_DATABASE_URL`, which lives on: it is our own server that is killed.
//!
//! `KILLS=50 cargo test -p itineraire-server --test sigkill -- --nocapture` kills more often; `FIRST_SEED` changes what
//! is written and when. What a killed process had written stays with the system, so this shows that nothing is
//! acknowledged before it is committed, not that a commit waits for the disk: `PRAGMA synchronous` has its own test.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/load/mod.rs"]
mod load;
#[path = "support/rerun.rs"]
mod rerun;
mod support;

use itineraire_domain::Refusal;
use itineraire_domain::ids::{ClientId, ParcoursId};
use itineraire_domain::parcours::Seq;
use itineraire_domain::sync::message::CommandResult;
use load::{
    Line, Said, Server, State, Tablet, Tally, Witness, back, found, people_of, problems, state_of, until,
    writing,
};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rerun::{Again, from_env};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use uuid::Uuid;

/// Parcours that are written on at once.
const AT_ONCE: usize = 3;

/// After so many kills the writing moves to other parcours: a board has room for so much only.
const KILLS_EACH: u64 = 5;

// @proof board sigkill KILLS=50/5: killed under load: nothing acknowledged is lost, nothing applied twice
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_under_load_nothing_acknowledged_is_lost_and_nothing_is_applied_twice() {
    let (kills, seed) = (from_env("KILLS", 3), from_env("FIRST_SEED", 1));
    let mut rng = StdRng::seed_from_u64(seed);
    let _again = Again(format!(
        "FIRST_SEED={seed} KILLS={kills} cargo test -p itineraire-server --test sigkill"
    ));
    let folder = tempfile::tempdir().unwrap();
    let witnessed = folder.path().join("witness");
    let (database, _file) = support::fresh_database().await;
    let groups = usize::try_from(kills.div_ceil(KILLS_EACH)).unwrap();
    let town = found(&database, groups * AT_ONCE, &mut rng).await;
    let (witness, tally) = (Arc::new(Witness::new(&witnessed)), Arc::new(Tally::default()));
    let mut all = people_of(&town, seed, &witness, &tally).into_iter();
    let (mut done, mut under_load) = (0, 0);
    while done < kills {
        let mut tablets: Vec<Tablet> = all.by_ref().take(AT_ONCE * 3).collect();
        let then = kills.min(done + KILLS_EACH);
        while done < then {
            let server = Server::start(&database).await;
            let writing = writing(tablets, &server, false, &tally);
            until(|| tally.since_start.load(Ordering::SeqCst) >= 20).await;
            tokio::time::sleep(Duration::from_millis(rng.random_range(0..400))).await;
            // Every other one at the very moment of an answer.
            if done % 2 == 1 {
                *tally.at_an_answer.lock().unwrap() = Some(server.trigger());
                until(|| tally.at_an_answer.lock().unwrap().is_none()).await;
            }
            server.kill();
            tally.over.store(true, Ordering::SeqCst);
            tablets = back(writing).await;
            under_load += u64::from(tablets.iter().any(Tablet::awaits_an_answer));
            done += 1;
        }
        // Everything that was on its way, once more, to a server that lives.
        let server = Server::start(&database).await;
        let last = back(writing(tablets, &server, true, &tally)).await;
        assert!(!last.iter().any(Tablet::waits));
    }
    let (state, mut wrong) = state_of(&database, &town).await;
    let lines = Witness::read(&witnessed);
    wrong.extend(problems(&lines, &state));
    assert!(
        wrong.is_empty(),
        "{} problems:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    let acknowledged = tally.acknowledged.load(Ordering::SeqCst);
    let repeated = tally.repeated.load(Ordering::SeqCst);
    assert_eq!(lines.len(), acknowledged);
    let unheard = tally.unheard.load(Ordering::SeqCst);
    let uncommitted = tally.uncommitted.load(Ordering::SeqCst);
    let on = rerun::engine();
    println!(
        "PROOF sigkill: {under_load} kills under load on {on}, {acknowledged} commands acknowledged, {repeated} sent again, \
         {unheard} committed with their answer unheard, {uncommitted} sent and not committed, 0 lost, 0 twice"
    );
    assert_eq!(under_load, kills, "a kill found nothing on its way");
    // A kill that never falls between a commit and its answer shows nothing of repeats (ID3).
    assert!(
        kills < 10 || unheard > 0,
        "no kill fell between a commit and its answer"
    );
}

// @proof board witness: a lost, a doubled, a misnumbered command are each found
/// The check is not blind: each thing that may go wrong is found, and by its name.
#[test]
fn a_lost_a_doubled_and_a_misnumbered_command_are_each_found() {
    let (parcours, client) = (ParcoursId(Uuid::from_u128(1)), ClientId(Uuid::from_u128(2)));
    let kept = CommandResult::Kept {
        first: Seq(1),
        last: Seq(1),
    };
    let refused = CommandResult::Refused {
        refusal: Refusal::NotFound,
    };
    let line = |seq: u64, result: &CommandResult| Line {
        said: Said {
            client,
            seq,
            parcours,
            word: format!("w{seq}"),
        },
        result: result.clone(),
    };
    let state = |words: &[(&str, usize)], next: u64| State {
        words: words
            .iter()
            .map(|(word, times)| ((parcours, (*word).to_owned()), *times))
            .collect(),
        next: [(client, next)].into(),
    };
    let witness = [line(1, &kept), line(2, &kept), line(3, &refused)];
    let right = [("w1", 1), ("w2", 1)];
    assert_eq!(problems(&witness, &state(&right, 4)), Vec::<String>::new());
    let mut faults = 0;
    let mut one = |witness: &[Line], state: State| {
        let found = problems(witness, &state);
        assert_eq!(found.len(), 1, "{found:?}");
        faults += 1;
        found[0].clone()
    };
    assert!(one(&witness, state(&[("w1", 1)], 4)).starts_with("lost: "));
    assert!(one(&witness, state(&[("w1", 1), ("w2", 2)], 4)).starts_with("there 2 times: "));
    let there = [("w1", 1), ("w2", 1), ("w3", 1)];
    assert!(one(&witness, state(&there, 4)).starts_with("refused and there: "));
    let more = [("w1", 1), ("w2", 1), ("w9", 1)];
    assert!(one(&witness, state(&more, 4)).starts_with("never said: "));
    assert!(one(&witness, state(&right, 3)).contains("the service expects"));
    assert!(
        one(
            &[line(1, &kept), line(3, &kept)],
            state(&[("w1", 1), ("w3", 1)], 3)
        )
        .contains("holes")
    );
    let twice = [line(1, &kept), line(1, &kept)];
    assert!(one(&twice, state(&[("w1", 1)], 2)).starts_with("acknowledged twice"));
    println!("PROOF witness: {faults} faults in what the database holds, each found by its name");
}
