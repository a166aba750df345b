//! The service's side of a command, as one pure step (`ID3`): is it new, may it be, what does it lead to. The caller
//! does all of it in one transaction, stores the verdict, and only then answers.

use crate::access::Actor;
use crate::kernel::ids::PersonId;
use crate::kernel::refusal::Refusal;
use crate::parcours::{AnswerFact, Board, COMMAND_VERSION, Event, Fact, Given, Seq, SharingFact, decide};

/// What is to be done with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was judged before: answer with the stored first result, refusals too.
    Repeat,
    /// A number was skipped.
    Gap {
        /// The number expected.
        expected: u64,
    },
    /// It is carried out by these events; none when it changes nothing.
    Kept(Vec<Event>),
    /// It is refused; the refusal is stored like any result.
    Refused(Refusal),
}

impl Verdict {
    /// Whether it would make someone's *yes* stand: an agreement, one on paper, or a share. Then the caller reads what
    /// happened since the page that it comes from had looked ([`seen`]), and asks [`Verdict::unless_withdrawn`].
    pub fn says_yes(&self) -> bool {
        matches!(self, Self::Kept(events) if events.iter().any(says_yes))
    }

    /// The verdict, unless its author took back elsewhere what it says, after the page that it comes from had looked: a
    /// withdrawal always wins over a *yes* that was given without having seen it, however late that arrives (`CF2`). On
    /// one and the same client the two are in order already.
    #[must_use]
    pub fn unless_withdrawn(self, usager: PersonId, since: &[Event]) -> Self {
        let Self::Kept(events) = &self else { return self };
        let overruled = events.iter().any(|event| {
            let mut elsewhere = since.iter().filter(|later| later.client != event.client);
            says_yes(event) && elsewhere.any(|later| takes_back(later, event, usager))
        });
        if overruled {
            Self::Refused(Refusal::Stale)
        } else {
            self
        }
    }
}

fn says_yes(event: &Event) -> bool {
    match &event.fact {
        Fact::Answer(_, fact) => is_yes(fact),
        Fact::Sharing(fact) => matches!(fact, SharingFact::Shared { .. }),
        _ => false,
    }
}

fn is_yes(fact: &AnswerFact) -> bool {
    match fact {
        AnswerFact::UsagerAgreed(_)
        | AnswerFact::ProfessionalAgreed { .. }
        | AnswerFact::PaperRecorded { .. } => true,
        AnswerFact::TalkAsked | AnswerFact::Refused | AnswerFact::Withdrawn => false,
    }
}

/// Whether `later` takes back what `yes` says: the same share, or the same person's answer to the same step. Paper speaks
/// for the usager (`AG4`).
fn takes_back(later: &Event, yes: &Event, usager: PersonId) -> bool {
    match (&later.fact, &yes.fact) {
        (
            Fact::Sharing(SharingFact::Ended { item, organisation }),
            Fact::Sharing(SharingFact::Shared {
                item: shared,
                organisation: with,
                ..
            }),
        ) => (item, organisation) == (shared, with),
        (Fact::Answer(step, answer), Fact::Answer(agreed, yes_to)) => {
            let whose = match yes_to {
                AnswerFact::PaperRecorded { .. } => usager,
                _ => yes.by,
            };
            !is_yes(answer) && step == agreed && later.by == whose
        }
        _ => false,
    }
}

/// What the page had seen when a command was given on it; nothing, if it does not say.
pub fn seen(body: &serde_json::Value) -> Seq {
    Given::read(body).map_or(Seq(0), |given| given.on)
}

/// Judges command `seq` of a client whose last judged command is `last`.
pub fn judge(
    board: &Board,
    last: u64,
    actor: &Actor,
    seq: u64,
    version: u16,
    body: &serde_json::Value,
) -> Verdict {
    if seq <= last {
        return Verdict::Repeat;
    }
    if seq != last + 1 {
        return Verdict::Gap { expected: last + 1 };
    }
    if version > COMMAND_VERSION {
        return Verdict::Refused(Refusal::NewerVersion);
    }
    let Some(given) = Given::read(body) else {
        return Verdict::Refused(Refusal::UnknownCommand);
    };
    match decide(board, actor, &given.command) {
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
    use serde_json::json;
    use uuid::Uuid;

    fn judged(last: u64, seq: u64, version: u16, body: &serde_json::Value) -> Verdict {
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
