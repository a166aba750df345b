//! What a text weighs, and how what was erased from it is forgotten.

use super::{CharRef, Run, Words};
use crate::kernel::ids::Seq;

/// About what the name of a run of characters weighs, in bytes of the text as it is written down.
pub const RUN_WEIGHT: usize = 16;

impl Run {
    fn weight(&self) -> usize {
        RUN_WEIGHT + self.text.len()
    }
}

impl Words {
    /// About how many bytes it is written down in.
    pub fn weight(&self) -> usize {
        let writers = self.writers.len() * 3 * RUN_WEIGHT;
        writers + self.runs.iter().map(Run::weight).sum::<usize>()
    }

    /// What was erased and is still there: the event that erased it, and what it weighs.
    pub fn erased(&self) -> impl Iterator<Item = (Seq, usize)> {
        let hidden = self.runs.iter().filter(|run| run.hidden());
        hidden.map(|run| (run.erased, run.weight()))
    }

    /// Whether all of `count` characters from `from` are there, erased or not.
    pub fn holds(&self, from: CharRef, count: u32) -> bool {
        let there = [true, false].map(|hidden| {
            self.parts(from, count, hidden)
                .map(|(_, count)| count)
                .sum::<u32>()
        });
        there.iter().sum::<u32>() == count
    }

    /// Forgets what was erased up to an event.
    pub fn forget(&mut self, floor: Seq) {
        self.runs.retain(|run| !run.hidden() || run.erased > floor);
        self.let_clients_go();
        self.join();
    }

    /// A text does not carry the name of a client of which it holds no character.
    fn let_clients_go(&mut self) {
        let (runs, let_go) = (&self.runs, &mut self.let_go);
        self.writers.retain(|writer| {
            let stays = runs.iter().any(|run| run.client == writer.client);
            if !stays {
                *let_go = (*let_go).max(writer.next);
            }
            stays
        });
    }
}
