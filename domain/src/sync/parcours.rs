//! The parcours as a stream: what of its rules the live link asks for, and the link's own types for it.

use super::stream::Stream;
use super::{judge, message, queue, replica};
use crate::access::{Actor, Who};
use crate::kernel::ids::{ClientId, PersonId, Seq, StreamId};
use crate::kernel::refusal::Refusal;
use crate::parcours::{
    Action, AnswerFact, BOARD_VERSION, Board, COMMAND_VERSION, Command, Event, Fact, Field, SharingFact,
    WordsChange, decide, evolve,
};

/// From a page of a parcours.
pub type FromPage = message::FromPage<Board>;
/// To a page of its usager or of an assigned professional.
pub type ToTeam = message::ToTeam<Board>;
/// Someone on its board.
pub type Here = message::Here<Field>;
/// What is to be done with a command for it.
pub type Verdict = judge::Verdict<Board>;
/// A command for it that waits.
pub type Queued = queue::Queued<Board>;
/// One that was refused.
pub type Conflict = queue::Conflict<Board>;
/// What a page keeps of it.
pub type Saved = queue::Saved<Board>;
/// A page's copy of it.
pub type Replica = replica::Replica<Board>;

impl Stream for Board {
    type Command = Command;
    type Fact = Fact;
    type Field = Field;

    const VERSION: u16 = BOARD_VERSION;
    const COMMAND_VERSION: u16 = COMMAND_VERSION;

    fn empty(id: StreamId, owner: PersonId) -> Self {
        Self::empty(id.into(), owner)
    }

    fn id(&self) -> StreamId {
        self.parcours.into()
    }

    fn owner(&self) -> PersonId {
        self.usager
    }

    fn seq(&self) -> Seq {
        self.seq
    }

    fn decide(&self, actor: &Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
        decide(self, actor, command)
    }

    fn evolve(&mut self, event: &Event) {
        evolve(self, event);
    }

    /// A *yes* of the usager and a share are never shown before the service has them.
    fn awaits_the_service(who: &Who, command: &Command) -> bool {
        matches!(who, Who::Usager { .. }) && command.takes_proof()
    }

    fn undoes(command: &Command) -> Option<Seq> {
        match command {
            Command::Undo { of } => Some(*of),
            _ => None,
        }
    }

    /// On an older board than it was typed on: its letters keep their names all the same.
    fn passes_over(&mut self, client: ClientId, command: &Command) {
        if let Some((field, changes)) = command.writing()
            && let Some(words) = self.words_mut(field)
        {
            words.reserve(client, past_last_letter(changes));
        }
    }

    /// An agreement, one on paper, or a share.
    fn says_yes(event: &Event) -> bool {
        match &event.fact {
            Fact::Answer(_, fact) => is_yes(fact),
            Fact::Sharing(fact) => matches!(fact, SharingFact::Shared { .. }),
            _ => false,
        }
    }

    /// The same share ends, or the same person answers the same step otherwise. Paper speaks for the usager (`AG4`), and anyone
    /// of the team takes it back.
    fn takes_back(&self, later: &Event, yes: &Event) -> bool {
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
                let on_paper = matches!(yes_to, AnswerFact::PaperRecorded { .. });
                let takes = match answer {
                    AnswerFact::PaperTakenBack => on_paper,
                    _ => later.by == if on_paper { self.usager } else { yes.by },
                };
                !is_yes(answer) && step == agreed && takes
            }
            _ => false,
        }
    }
}

impl Replica {
    /// The actions that can be undone from here, the newest first. One that the service has not yet confirmed has no
    /// name that it would keep.
    pub fn undoable(&self) -> impl Iterator<Item = &Action> {
        let confirmed = self.seq();
        self.shown()
            .undoable()
            .filter(move |action| action.seq <= confirmed)
    }
}

fn is_yes(fact: &AnswerFact) -> bool {
    match fact {
        AnswerFact::UsagerAgreed(_)
        | AnswerFact::ProfessionalAgreed { .. }
        | AnswerFact::PaperRecorded { .. } => true,
        AnswerFact::TalkAsked | AnswerFact::Refused | AnswerFact::Withdrawn | AnswerFact::PaperTakenBack => {
            false
        }
    }
}

/// The number after the last letter that an edit types.
fn past_last_letter(changes: &[WordsChange]) -> u32 {
    let past = |change: &WordsChange| match change {
        WordsChange::Insert { first, text, .. } => {
            first.saturating_add(u32::try_from(text.chars().count()).unwrap_or(0))
        }
        WordsChange::Hide { .. } | WordsChange::Show { .. } => 0,
    };
    changes.iter().map(past).max().unwrap_or(0)
}
