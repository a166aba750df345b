//! How a text is written down: each run names its writer by the place among the writers, since a client's id is longer than
//! most of what was typed at once.

use super::{Run, Words, Writer};
use crate::kernel::ids::{ClientId, Seq};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// The shape, with texts borrowed or owned.
#[derive(Serialize, Deserialize)]
struct Written<T> {
    /// Each writer, and the number of their next character.
    #[serde(rename = "w", default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    writers: Vec<(ClientId, u32)>,
    /// Of each run: whose it is, the number of its first character, its characters, and the event that erased them.
    #[serde(rename = "r", default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    runs: Vec<(u32, u32, T, Seq)>,
    #[serde(rename = "f", default, skip_serializing_if = "is_zero")]
    let_go: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let place = |client| {
            let found = self
                .writers
                .iter()
                .zip(0..)
                .find(|(writer, _)| writer.client == client);
            found.map_or(0, |(_, place)| place)
        };
        Written {
            writers: self.writers.iter().map(|it| (it.client, it.next)).collect(),
            runs: self
                .runs
                .iter()
                .map(|run| (place(run.client), run.first, run.text.as_str(), run.erased))
                .collect(),
            let_go: self.let_go,
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = Written::<String>::deserialize(from)?;
        let writers: Vec<_> = written
            .writers
            .into_iter()
            .map(|(client, next)| Writer { client, next })
            .collect();
        let runs = written.runs.into_iter().map(|(place, first, text, erased)| {
            let writer: &Writer = writers.get(place as usize)?;
            // A run of nothing has no last character.
            (!text.is_empty()).then_some(Run {
                client: writer.client,
                first,
                text,
                erased,
            })
        });
        let runs = runs
            .collect::<Option<_>>()
            .ok_or_else(|| D::Error::custom("no such writer"))?;
        Ok(Self {
            writers,
            runs,
            let_go: written.let_go,
        })
    }
}
