//! The changes that an edit is made of: those that lead to a text, and those that take others back.

use super::{CharRef, Words, WordsChange};
use crate::kernel::ids::ClientId;

impl Words {
    /// The changes that turn the text as read into `wanted`, as typed by `client` whose cursor now stands after
    /// `cursor` characters (when known: it tells which of two equal letters was typed).
    pub fn diff(&self, client: ClientId, wanted: &str, cursor: Option<usize>) -> Vec<WordsChange> {
        let old: Vec<(char, CharRef)> = self.visible().collect();
        let new: Vec<char> = wanted.chars().collect();
        let same_end = |most: usize| {
            old.iter()
                .rev()
                .zip(new.iter().rev())
                .take(most)
                .take_while(|(was, is)| was.0 == **is)
                .count()
        };
        let tail = same_end(cursor.map_or(new.len(), |cursor| new.len().saturating_sub(cursor)));
        let head = old[..old.len() - tail.min(old.len())]
            .iter()
            .zip(&new[..new.len() - tail])
            .take_while(|(was, is)| was.0 == **is)
            .count();
        let tail = tail.max(same_end((old.len() - head).min(new.len() - head)));
        let mut changes = Vec::new();
        let erased = &old[head..old.len() - tail];
        let mut rest = erased;
        while let Some(((_, from), _)) = rest.split_first() {
            let length = rest
                .iter()
                .zip(from.number..)
                .take_while(|((_, at), number)| at.client == from.client && at.number == *number)
                .count();
            changes.push(WordsChange::Hide {
                from: *from,
                count: u32::try_from(length).unwrap_or(u32::MAX),
            });
            rest = &rest[length..];
        }
        let typed: String = new[head..new.len() - tail].iter().collect();
        if !typed.is_empty() {
            let after = head.checked_sub(1).map(|at| old[at].1);
            let before = self.next_after(after);
            changes.push(WordsChange::Insert {
                after,
                before,
                first: self.next_number(client),
                text: typed,
            });
        }
        changes
    }

    /// What takes several changes back, seen from the text before them.
    pub fn all_inverse(&self, client: ClientId, changes: &[WordsChange]) -> Vec<WordsChange> {
        let mut words = self.clone();
        let mut back = Vec::new();
        for change in changes {
            let inverse = words.inverse(client, change);
            words.try_out(client, std::slice::from_ref(change));
            back.splice(0..0, inverse);
        }
        joined(back)
    }

    /// The change that takes `change` back, seen from this text, before `change` is applied.
    pub fn inverse(&self, client: ClientId, change: &WordsChange) -> Vec<WordsChange> {
        match change {
            WordsChange::Insert { first, text, .. } => vec![WordsChange::Hide {
                from: CharRef {
                    client,
                    number: *first,
                },
                count: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
            }],
            // Only what this change really hides or shows comes back: another client may have done part of it before.
            WordsChange::Hide { from, count } => self
                .parts(*from, *count, false)
                .map(|(from, count)| WordsChange::Show { from, count })
                .collect(),
            WordsChange::Show { from, count } => self
                .parts(*from, *count, true)
                .map(|(from, count)| WordsChange::Hide { from, count })
                .collect(),
        }
    }

    /// The characters among `count` from `from` that are there, as they stand: erased, or read.
    pub(super) fn parts(
        &self,
        from: CharRef,
        count: u32,
        hidden: bool,
    ) -> impl Iterator<Item = (CharRef, u32)> {
        let end = from.number.saturating_add(count);
        self.runs.iter().filter_map(move |run| {
            let (first, past) = (run.first.max(from.number), (run.last() + 1).min(end));
            (run.client == from.client && run.hidden() == hidden && first < past).then(|| {
                (
                    CharRef {
                        client: run.client,
                        number: first,
                    },
                    past - first,
                )
            })
        })
    }
}

/// What some changes type, one after the other.
pub fn typed(changes: &[WordsChange]) -> String {
    let inserted = changes.iter().filter_map(|change| match change {
        WordsChange::Insert { text, .. } => Some(text.as_str()),
        WordsChange::Hide { .. } | WordsChange::Show { .. } => None,
    });
    inserted.collect()
}

/// The same changes, those that erase or show characters whose numbers follow one another as one.
pub fn joined(changes: Vec<WordsChange>) -> Vec<WordsChange> {
    let mut all: Vec<WordsChange> = Vec::with_capacity(changes.len());
    for change in changes {
        match (all.last_mut(), &change) {
            (
                Some(WordsChange::Hide { from, count }),
                WordsChange::Hide {
                    from: next,
                    count: more,
                },
            )
            | (
                Some(WordsChange::Show { from, count }),
                WordsChange::Show {
                    from: next,
                    count: more,
                },
            ) if from.client == next.client
                && (from.number.saturating_add(*count) == next.number
                    || next.number.saturating_add(*more) == from.number) =>
            {
                from.number = from.number.min(next.number);
                *count = count.saturating_add(*more);
            }
            _ => all.push(change),
        }
    }
    all
}
