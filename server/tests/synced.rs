//! The real binary, watched as it calls the system: nothing of a command leaves it before the disk was asked to keep the page
//! of the log that holds it, and said that it does (`OR2`). On SQLite: what PostgreSQL writes, it writes itself.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/load/mod.rs"]
mod load;
mod support;

use futures_util::{SinkExt, StreamExt};
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{COMMAND_VERSION, Command as Wish, StepCommand};
use itineraire_domain::sync::message::CommandResult;
use itineraire_domain::sync::parcours::{FromPage, ToTeam};
use itineraire_domain::theme;
use itineraire_testing::link::{Link, hello, said, upgrade};
use itineraire_testing::random_id;
use load::{Server, Town};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::task::JoinSet;

/// People who write at once, each on a board of their own, and what each of them writes.
const PEOPLE: usize = 50;
const EACH: usize = 8;

/// A word that is there once in the world.
fn word(person: usize, number: usize) -> String {
    format!("mot{person:03}x{number:03}y")
}

/// What the process asked of the system that counts here, by when it began and when it was done, in microseconds.
#[derive(Debug)]
enum Call {
    /// Bytes into the database's log.
    Logs { text: String, done: u64 },
    /// The log is on the disk.
    Syncs { began: u64, done: u64 },
    /// Bytes to a page.
    Tells { link: String, text: String, began: u64 },
}

/// A line of the trace, if it is of that: `1764400000.123456 name(3</path>, …) = 4 <0.000123>`.
fn read(line: &str) -> Option<Call> {
    let (began, call) = line.split_once(' ')?;
    let took = line.rsplit_once('<')?.1.strip_suffix('>')?;
    let micros = |text: &str| -> Option<u64> {
        let (seconds, rest) = text.split_once('.')?;
        Some(seconds.parse::<u64>().ok()? * 1_000_000 + rest.parse::<u64>().ok()?)
    };
    let (began, took) = (micros(began)?, micros(took)?);
    let (name, arguments) = call.split_once('(')?;
    let (_, of) = arguments.split_once('<')?;
    let (file, _) = of.split_once('>')?;
    let (text, done) = (arguments.to_owned(), began + took);
    match name {
        "pwrite64" | "pwritev" if file.ends_with("-wal") => Some(Call::Logs { text, done }),
        "fdatasync" | "fsync" if file.ends_with("-wal") => Some(Call::Syncs { began, done }),
        "write" | "writev" | "sendto" | "sendmsg"
            if file.starts_with("socket:") || file.starts_with("TCP:") =>
        {
            let link = arguments.split_once('>')?.0.to_owned();
            Some(Call::Tells { link, text, began })
        }
        _ => None,
    }
}

/// How many answers were seen, or the first that came too early: each word that is told to a page, and each answer, is held
/// against the syncs of the log. A link is one person's, who says one word after the other.
fn checked(calls: &[Call]) -> Result<usize, String> {
    let syncs: Vec<(u64, u64)> = calls
        .iter()
        .filter_map(|call| match call {
            Call::Syncs { began, done } => Some((*began, *done)),
            _ => None,
        })
        .collect();
    // When each word is safe: the end of the first sync that began after it was in the log.
    let safe = |word: &str| -> Option<u64> {
        let logged = calls.iter().filter_map(|call| match call {
            Call::Logs { text, done } if text.contains(word) => Some(*done),
            _ => None,
        });
        let logged = logged.min()?;
        let after = syncs.iter().filter(|(began, _)| *began >= logged);
        after.map(|(_, done)| *done).min()
    };
    let mut links: BTreeMap<&str, Vec<(u64, &str)>> = BTreeMap::new();
    for call in calls {
        if let Call::Tells { link, text, began } = call {
            links.entry(link).or_default().push((*began, text));
        }
    }
    let mut answers = 0;
    for told in links.values_mut() {
        told.sort_unstable();
        let whole: String = told.iter().map(|(_, text)| *text).collect();
        let Some(person) = (0..PEOPLE).find(|person| whole.contains(&word(*person, 0))) else {
            continue;
        };
        let mut answered = 0;
        for (began, text) in told {
            for number in 0..EACH {
                let word = word(person, number);
                if text.contains(&word) && safe(&word).is_none_or(|safe| *began < safe) {
                    return Err(format!("{word} was told before it was safe"));
                }
            }
            for _ in text.matches(r#"{\"judged\":"#) {
                let word = word(person, answered);
                if safe(&word).is_none_or(|safe| *began < safe) {
                    return Err(format!("{word} was acknowledged before it was safe"));
                }
                answered += 1;
            }
        }
        answers += answered;
    }
    Ok(answers)
}

/// Who watches a process; it lets it go with this.
struct Watching(Child);

impl Watching {
    /// None where this machine does not let one process watch another, or has no `strace`.
    async fn begin(process: i32, folder: &Path) -> Option<Self> {
        let calls = "trace=pwrite64,pwritev,fdatasync,fsync,write,writev,sendto,sendmsg";
        let watching = Command::new("strace")
            .args(["-f", "-ff", "-ttt", "-T", "-y", "-s", "70000", "-e", calls, "-o"])
            .arg(folder.join("trace"))
            .args(["-p", &process.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut watching = Self(watching);
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if watching.0.try_wait().unwrap().is_some() {
                return None;
            }
            // One file a thread, as soon as it is watched.
            if std::fs::read_dir(folder).unwrap().count() > 2 {
                return Some(watching);
            }
        }
        None
    }

    /// Lets it go, and waits until all that was seen is written down.
    fn end(mut self) {
        let asked = Command::new("kill")
            .args(["-INT", &self.0.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
        self.0.wait().unwrap();
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn judged(socket: &mut Link) -> (u64, CommandResult) {
    loop {
        let frame = tokio::time::timeout(Duration::from_mins(1), socket.next())
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        if let Ok(ToTeam::Judged { seq, result }) = serde_json::from_str(frame.to_text().unwrap()) {
            return (seq, result);
        }
    }
}

/// One person, who says one word after the other.
async fn writes(
    address: SocketAddr,
    (cookie, parcours, client): (
        String,
        itineraire_domain::ids::ParcoursId,
        itineraire_domain::ids::ClientId,
    ),
    person: usize,
) {
    let request = upgrade(address, &cookie, &format!("http://{address}"));
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    socket.send(hello(client, parcours)).await.unwrap();
    let mut rng = StdRng::seed_from_u64(person as u64);
    for number in 0..EACH {
        let (title, theme) = (word(person, number), theme!("work"));
        let wish = Wish::Step(
            StepId(random_id(&mut rng)),
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        );
        let seq = number as u64 + 1;
        let (version, body) = (COMMAND_VERSION, serde_json::to_value(wish).unwrap().into());
        socket
            .send(said(&FromPage::Command { seq, version, body }))
            .await
            .unwrap();
        let (answered, result) = judged(&mut socket).await;
        assert!(
            answered == seq && matches!(result, CommandResult::Kept { .. }),
            "{result:?}"
        );
    }
    // Until the others have written too: a number of a link that is closed is another's soon.
    tokio::time::sleep(Duration::from_secs(1)).await;
}

// @proof fast synced: no acknowledgement precedes the sync of the log that covers it, with 50 people who write at once
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn or2_nothing_of_a_command_is_told_before_the_log_that_holds_it_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("t.db").display());
    let mut rng = StdRng::seed_from_u64(1);
    let store = itineraire_store::Store::create(&database).await.unwrap();
    let town = Town::found(&store, (PEOPLE, &[]), support::now(), &mut rng).await;
    store.close().await;
    drop(store);
    let server = Server::start(&database).await;
    let traces = tempfile::tempdir().unwrap();
    let Some(watching) = Watching::begin(server.id(), traces.path()).await else {
        println!("PROOF synced: SKIPPED, this machine has no strace, or does not let it watch a process");
        return;
    };
    let mut people = JoinSet::new();
    for (person, tablet) in town.tablets.into_iter().enumerate() {
        people.spawn(writes(server.address, tablet, person));
    }
    while let Some(done) = people.join_next().await {
        done.unwrap();
    }
    watching.end();
    let mut calls = Vec::new();
    for trace in std::fs::read_dir(traces.path()).unwrap() {
        let bytes = std::fs::read(trace.unwrap().path()).unwrap();
        calls.extend(String::from_utf8_lossy(&bytes).lines().filter_map(read));
    }
    let syncs = calls
        .iter()
        .filter(|call| matches!(call, Call::Syncs { .. }))
        .count();
    let answers = checked(&calls).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(answers, PEOPLE * EACH, "every answer was seen");
    println!(
        "PROOF synced: {answers} answers to {PEOPLE} people at once, each after the one of {syncs} syncs of the log that covers it"
    );
}

/// The check is not blind.
#[test]
fn an_answer_that_comes_too_early_is_found() {
    let line = |at: u64, call: &str| format!("1764400000.{at:06} {call} = 4 <0.000010>");
    let logs = |at: u64| {
        line(
            at,
            &format!(r#"pwrite64(11</t/t.db-wal>, "..{}..", 4096, 0)"#, word(0, 0)),
        )
    };
    let syncs = |at: u64| line(at, "fdatasync(11</t/t.db-wal>)");
    let tells = |at: u64| {
        line(
            at,
            &format!(
                r#"sendto(20<TCP:[127.0.0.1:1->127.0.0.1:2]>, "{}", 9, 0)"#,
                word(0, 0)
            ),
        )
    };
    let answers = |at: u64| {
        line(
            at,
            r#"writev(20<TCP:[127.0.0.1:1->127.0.0.1:2]>, [{"{\"judged\":{\"seq\":1"}], 1)"#,
        )
    };
    let check = |lines: &[String]| checked(&lines.iter().filter_map(|line| read(line)).collect::<Vec<_>>());
    assert_eq!(check(&[logs(10), syncs(30), tells(50), answers(60)]), Ok(1));
    for wrong in [
        // Told, or answered, before the sync is over; a sync that began before the page was in the log; of another file;
        // none at all; and a word that the log never held.
        vec![logs(10), syncs(30), tells(39), answers(60)],
        vec![logs(10), syncs(30), answers(35), tells(50)],
        vec![logs(10), syncs(15), tells(50), answers(60)],
        vec![
            logs(10),
            line(30, "fdatasync(12</t/t.db>)"),
            tells(50),
            answers(60),
        ],
        vec![logs(10), tells(50), answers(60)],
        vec![syncs(30), tells(50), answers(60)],
    ] {
        assert!(check(&wrong).is_err(), "{wrong:?}");
    }
}
