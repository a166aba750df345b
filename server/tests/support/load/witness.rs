//! What was acknowledged, on disk before it is counted; and what must hold of it at the end.

use itineraire_domain::ids::{ClientId, ParcoursId};
use itineraire_domain::sync::message::CommandResult;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What a command says: a word that no other command of the run says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub client: ClientId,
    pub seq: u64,
    pub parcours: ParcoursId,
    pub word: String,
}

/// An acknowledged command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub said: Said,
    pub result: CommandResult,
}

/// The file of the acknowledged commands.
pub struct Witness(Mutex<File>);

impl Witness {
    pub fn new(path: &Path) -> Self {
        Self(Mutex::new(File::create_new(path).unwrap()))
    }

    /// Writes a line down and waits for the disk.
    pub fn notes(&self, line: &Line) {
        let mut text = serde_json::to_vec(line).unwrap();
        text.push(b'\n');
        tokio::task::block_in_place(|| {
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            file.write_all(&text).unwrap();
            file.sync_data().unwrap();
        });
    }

    pub fn read(path: &Path) -> Vec<Line> {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// What the database holds at the end.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Every word of every board, as often as it is there.
    pub words: BTreeMap<(ParcoursId, String), usize>,
    /// The number that the service expects next of each client.
    pub next: BTreeMap<ClientId, u64>,
}

/// Everything that is wrong: nothing acknowledged may be missing, nothing may be there twice, nothing refused or never
/// said may be there, and each client's numbers follow one another.
pub fn problems(witness: &[Line], state: &State) -> Vec<String> {
    let mut problems = Vec::new();
    let mut known = BTreeSet::new();
    let mut seqs: BTreeMap<ClientId, BTreeSet<u64>> = BTreeMap::new();
    for Line { said, result } in witness {
        let key = (said.parcours, said.word.clone());
        let there = state.words.get(&key).copied().unwrap_or(0);
        let kept = matches!(result, CommandResult::Kept { .. });
        match (kept, there) {
            (true, 0) => problems.push(format!("lost: {said:?}")),
            (true, 1) | (false, 0) => {}
            (true, times) => problems.push(format!("there {times} times: {said:?}")),
            (false, _) => problems.push(format!("refused and there: {said:?}")),
        }
        if !seqs.entry(said.client).or_default().insert(said.seq) {
            problems.push(format!("acknowledged twice as new: {said:?}"));
        }
        known.insert(key);
    }
    for (client, seqs) in &seqs {
        let count = u64::try_from(seqs.len()).unwrap();
        if seqs.last() != Some(&count) {
            problems.push(format!("the numbers of {client} have holes"));
        }
        if state.next.get(client) != Some(&(count + 1)) {
            let next = state.next.get(client);
            problems.push(format!("{client} said {count}, the service expects {next:?}"));
        }
    }
    for key in state.words.keys().filter(|key| !known.contains(*key)) {
        problems.push(format!("never said: {key:?}"));
    }
    problems
}
