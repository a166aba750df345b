//! The service's side of a command, as one pure step (`ID3`): is it new, may it be, what does it lead to. The caller
//! does all of it in one transaction, stores the verdict, and only then answers.

use super::given::Given;
use super::stream::{EventOf, Stream};
use crate::access::Actor;
use crate::kernel::ids::Seq;
use crate::kernel::refusal::Refusal;

/// What is to be done with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<S: Stream> {
    /// It was judged before: answer with the stored first result, refusals too.
    Repeat,
    /// A number was skipped.
    Gap {
        /// The number expected.
        expected: u64,
    },
    /// It is carried out by these events; none when it changes nothing.
    Kept(Vec<EventOf<S>>),
    /// It is refused; the refusal is stored like any result.
    Refused(Refusal),
}

impl<S: Stream> Verdict<S> {
    /// Whether it would make someone's *yes* stand. Then the caller reads what happened since the page that it comes from
    /// had looked ([`seen`]), and asks [`Verdict::unless_withdrawn`].
    pub fn says_yes(&self) -> bool {
        matches!(self, Self::Kept(events) if events.iter().any(S::says_yes))
    }

    /// The verdict, unless its author took back elsewhere what it says, after the page that it comes from had looked: a
    /// withdrawal always wins over a *yes* that was given without having seen it, however late that arrives (`CF2`). On
    /// one and the same client the two are in order already.
    #[must_use]
    pub fn unless_withdrawn(self, state: &S, since: &[EventOf<S>]) -> Self {
        let Self::Kept(events) = &self else { return self };
        let overruled = events.iter().any(|event| {
            let mut elsewhere = since.iter().filter(|later| later.client != event.client);
            S::says_yes(event) && elsewhere.any(|later| state.takes_back(later, event))
        });
        if overruled {
            Self::Refused(Refusal::Stale)
        } else {
            self
        }
    }
}

/// What the page had seen when a command was given on it; nothing, if it does not say.
pub fn seen(body: &serde_json::Value) -> Seq {
    let on = body.get("on").and_then(serde_json::Value::as_u64);
    on.map_or(Seq(0), Seq)
}

/// Judges command `seq` of a client whose last judged command is `last`.
pub fn judge<S: Stream>(
    state: &S,
    last: u64,
    actor: &Actor,
    seq: u64,
    version: u16,
    body: &serde_json::Value,
) -> Verdict<S> {
    if seq <= last {
        return Verdict::Repeat;
    }
    if seq != last + 1 {
        return Verdict::Gap { expected: last + 1 };
    }
    if version > S::COMMAND_VERSION {
        return Verdict::Refused(Refusal::NewerVersion);
    }
    let Some(given) = Given::read(body) else {
        return Verdict::Refused(Refusal::UnknownCommand);
    };
    match state.decide(actor, &given.command) {
        Ok(events) => Verdict::Kept(events),
        Err(refusal) => Verdict::Refused(refusal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Who;
    use crate::kernel::calendar::Moment;
    use crate::kernel::ids::{ClientId, ParcoursId, PersonId};
    use crate::parcours::{Board, COMMAND_VERSION};
    use serde_json::json;
    use uuid::Uuid;

    fn judged(last: u64, seq: u64, version: u16, body: &serde_json::Value) -> Verdict<Board> {
        let person = PersonId(Uuid::from_u128(2));
        let actor = Actor {
            who: Who::Professional { person },
            client: ClientId(Uuid::from_u128(12)),
            at: Moment(0),
        };
        let board = Board::empty(ParcoursId(Uuid::from_u128(9)), PersonId(Uuid::from_u128(1)));
        judge(&board, last, &actor, seq, version, body)
    }

    #[test]
    fn id3_a_repeat_is_not_judged_again_and_a_gap_is_told() {
        let body = json!({ "step": [Uuid::from_u128(3), { "propose": { "title": "CV", "theme": "work" } }] });
        assert!(matches!(judged(4, 5, 1, &body), Verdict::Kept(events) if events.len() == 1));
        assert_eq!(judged(4, 4, 1, &body), Verdict::Repeat);
        assert_eq!(
            judged(4, 1, 9, &json!("?")),
            Verdict::Repeat,
            "whatever it says now"
        );
        assert_eq!(judged(4, 0, 1, &body), Verdict::Repeat);
        assert_eq!(judged(4, 6, 1, &body), Verdict::Gap { expected: 5 });
    }

    #[test]
    fn ev1_what_this_server_cannot_read_is_refused_by_name() {
        let body = json!({ "undo": { "of": 1 } });
        assert_eq!(judged(0, 1, 1, &body), Verdict::Refused(Refusal::NotUndoable));
        assert_eq!(
            judged(0, 1, COMMAND_VERSION + 1, &body),
            Verdict::Refused(Refusal::NewerVersion)
        );
        for unknown in [
            json!({ "delete_all": {} }),
            json!({ "undo": {} }),
            json!([]),
            json!(null),
        ] {
            assert_eq!(
                judged(0, 1, 1, &unknown),
                Verdict::Refused(Refusal::UnknownCommand),
                "{unknown}"
            );
        }
    }
}
