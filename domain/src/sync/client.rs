//! The page's side of the live link, as a pure step machine: no socket, no clock. The browser and the simulator drive
//! the same one.
//!
//! A command is applied at once on the page's own copy, queued, sent. What the service orders comes first: the page
//! goes back to what is confirmed, applies what came, and runs what is still pending again (`RB3`: without making any
//! new command). What only the service may say — the usager's *yes*, a share — shows when the service has said it.

use super::message::{CommandResult, FromPage, PROTOCOL, ToTeam};
use crate::access::{Actor, Who};
use crate::board::{Board, COMMAND_VERSION, Command, Seq, decide, evolve};
use crate::calendar::Moment;
use crate::ids::{ClientId, Epoch, ParcoursId};
use crate::refusal::Refusal;
use std::collections::VecDeque;

/// Commands sent and not yet answered, at most: enough to fill a slow link, few enough for others to get through.
const WINDOW: usize = 32;

/// A page's copy of a board, and what it still has to send.
#[derive(Clone, Debug)]
pub struct Replica {
    parcours: ParcoursId,
    client: ClientId,
    who: Who,
    epoch: Option<Epoch>,
    /// What the service has confirmed.
    confirmed: Board,
    /// What the page shows: `confirmed` with the pending commands on top.
    shown: Board,
    pending: VecDeque<Pending>,
    next_seq: u64,
    conflicts: Vec<Conflict>,
    link: Link,
}

#[derive(Clone, Debug)]
struct Pending {
    seq: u64,
    at: Moment,
    command: Command,
    sent: bool,
}

/// A command that the service refused, with its whole text: it never vanishes by itself (`RB2`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its number.
    pub seq: u64,
    /// The command, words and all.
    pub command: Command,
    /// Why.
    pub refusal: Refusal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Down,
    /// `hello` or `resync` was sent; nothing else may be applied before the answer.
    Greeting,
    Up,
    /// The page is too old, or not allowed: it keeps its queue and sends nothing.
    Closed,
}

/// Where one's work is (`OR3`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// *Tout est enregistré.*
    Kept,
    /// *En route…*
    OnItsWay(usize),
    /// *Gardé sur cette tablette.*
    KeptHere(usize),
}

/// What came in, as far as the page must redraw or act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to show.
    Nothing,
    /// The board, the queue or the conflicts changed.
    Changed,
    /// The page is too old: reload it when the queue can be kept (`EV2`).
    UpdateRequired,
    /// Not, or no longer, for this session.
    Denied(Refusal),
    /// The service closed because the page could not follow: connect again.
    Reconnect,
}

impl Replica {
    /// A page that shows `board` as the service served it. `who` never holds a proof: that is the service's to know.
    pub fn new(client: ClientId, who: Who, epoch: Option<Epoch>, board: Board) -> Self {
        Self {
            parcours: board.parcours,
            client,
            who,
            epoch,
            shown: board.clone(),
            confirmed: board,
            pending: VecDeque::new(),
            next_seq: 1,
            conflicts: Vec::new(),
            link: Link::Down,
        }
    }

    /// The board with the pending commands on top.
    pub fn shown(&self) -> &Board {
        &self.shown
    }

    /// The board as the service confirmed it.
    pub fn confirmed(&self) -> &Board {
        &self.confirmed
    }

    /// The commands that the service refused.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The person has dealt with a conflict.
    pub fn dismiss(&mut self, seq: u64) {
        self.conflicts.retain(|conflict| conflict.seq != seq);
    }

    /// The commands that wait for an answer, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &Command> {
        self.pending.iter().map(|pending| &pending.command)
    }

    /// The three words (`OR3`).
    pub fn work(&self) -> Work {
        match (self.pending.len(), self.link) {
            (0, _) => Work::Kept,
            (count, Link::Up) => Work::OnItsWay(count),
            (count, _) => Work::KeptHere(count),
        }
    }

    /// Whether the service is within reach.
    pub fn is_linked(&self) -> bool {
        self.link == Link::Up
    }

    /// Takes a command of this page: numbers it (`ID2`), applies it at once where the page may, queues it. Gives what to
    /// send now. A command that cannot apply here is refused at once, with nothing queued.
    pub fn give(&mut self, command: Command, at: Moment) -> Result<Vec<FromPage>, Refusal> {
        if !self.awaits_the_service(&command) {
            let events = decide(&self.shown, &self.actor(at), &command)?;
            if events.is_empty() {
                return Ok(Vec::new());
            }
            for event in &events {
                evolve(&mut self.shown, event);
            }
        }
        self.pending.push_back(Pending { seq: self.next_seq, at, command, sent: false });
        self.next_seq += 1;
        Ok(self.send_waiting())
    }

    /// A socket was opened: the first message (`GR1`).
    pub fn opened(&mut self) -> FromPage {
        self.link = Link::Greeting;
        for pending in &mut self.pending {
            pending.sent = false;
        }
        FromPage::Hello {
            protocol: PROTOCOL,
            client: self.client,
            board: self.parcours,
            epoch: self.epoch,
            have: self.confirmed.seq,
        }
    }

    /// The socket is gone. What was not answered will be sent again: the service knows it by its number.
    pub fn closed(&mut self) {
        if self.link != Link::Closed {
            self.link = Link::Down;
        }
    }

    /// A frame came. Gives what to send, and what to show. The driver drops frames of a replaced socket (`GR5`).
    pub fn receive(&mut self, frame: ToTeam) -> (Vec<FromPage>, Outcome) {
        match frame {
            ToTeam::Snapshot { epoch, board, next } => {
                self.epoch = Some(epoch);
                self.confirmed = *board;
                self.welcome(next);
                self.rebase();
                (self.send_waiting(), Outcome::Changed)
            }
            ToTeam::Delta { after, events, next } => {
                if self.link == Link::Greeting && next.is_none() {
                    return (Vec::new(), Outcome::Nothing);
                }
                if after > self.confirmed.seq {
                    return (self.ask_again(), Outcome::Nothing);
                }
                let fresh: Vec<_> = events.into_iter().filter(|event| event.seq > self.confirmed.seq).collect();
                let mut expected = self.confirmed.seq;
                for event in &fresh {
                    expected = expected.next();
                    if event.seq != expected {
                        return (self.ask_again(), Outcome::Nothing);
                    }
                }
                for event in &fresh {
                    evolve(&mut self.confirmed, event);
                }
                if let Some(next) = next {
                    self.welcome(next);
                }
                if !fresh.is_empty() || next.is_some() {
                    self.rebase();
                }
                (self.send_waiting(), Outcome::Changed)
            }
            ToTeam::Answer { seq, result } => self.answered(seq, result),
            ToTeam::Gap { expected } => {
                for pending in &mut self.pending {
                    pending.sent = pending.seq < expected;
                }
                (self.send_waiting(), Outcome::Nothing)
            }
            ToTeam::Hash { at, hash } => {
                if at == self.confirmed.seq && hash != self.confirmed.hash() {
                    return (self.ask_again(), Outcome::Nothing);
                }
                (Vec::new(), Outcome::Nothing)
            }
            ToTeam::Presence { .. } | ToTeam::Pong { .. } => (Vec::new(), Outcome::Nothing),
            ToTeam::Resync => {
                self.link = Link::Down;
                (Vec::new(), Outcome::Reconnect)
            }
            ToTeam::UpdateRequired => {
                self.link = Link::Closed;
                (Vec::new(), Outcome::UpdateRequired)
            }
            ToTeam::Denied { refusal } => {
                self.link = Link::Closed;
                (Vec::new(), Outcome::Denied(refusal))
            }
        }
    }

    /// After a new sign-in the same page may try again.
    pub fn allow_again(&mut self) {
        self.link = Link::Down;
    }

    /// The service says which number it waits for: what comes before was answered, perhaps on a socket that died.
    fn welcome(&mut self, next: u64) {
        self.link = Link::Up;
        // Those before `next` are sent again too: their answer was lost, and a repeat gets the first result.
        for pending in &mut self.pending {
            pending.sent = false;
        }
        self.next_seq = self.next_seq.max(next);
    }

    fn answered(&mut self, seq: u64, result: CommandResult) -> (Vec<FromPage>, Outcome) {
        let Some(place) = self.pending.iter().position(|pending| pending.seq == seq) else {
            return (Vec::new(), Outcome::Nothing);
        };
        if let CommandResult::Kept { last, .. } = result
            && last > self.confirmed.seq
        {
            // Kept, but its events have not come: the answer to a repeat overtook them. They are on their way.
            return (self.ask_again(), Outcome::Nothing);
        }
        let Some(Pending { command, .. }) = self.pending.remove(place) else {
            return (Vec::new(), Outcome::Nothing);
        };
        if let CommandResult::Refused { refusal } = result {
            self.conflicts.push(Conflict { seq, command, refusal });
        }
        self.rebase();
        (self.send_waiting(), Outcome::Changed)
    }

    fn ask_again(&mut self) -> Vec<FromPage> {
        if self.link == Link::Greeting {
            return Vec::new();
        }
        self.link = Link::Greeting;
        vec![FromPage::Resync]
    }

    /// Back to what is confirmed, then what is pending, again. A pending command that the arrived events already hold
    /// (its answer is still on its way) or that no longer applies is passed over; the service's answer settles it.
    fn rebase(&mut self) {
        self.shown = self.confirmed.clone();
        for at in 0..self.pending.len() {
            let Pending { at, command, .. } = &self.pending[at];
            if self.awaits_the_service(command) {
                continue;
            }
            if let Ok(events) = decide(&self.shown, &self.actor(*at), command) {
                for event in &events {
                    evolve(&mut self.shown, event);
                }
            }
        }
    }

    fn send_waiting(&mut self) -> Vec<FromPage> {
        if self.link != Link::Up {
            return Vec::new();
        }
        let mut messages = Vec::new();
        for pending in self.pending.iter_mut().take(WINDOW).filter(|pending| !pending.sent) {
            let Ok(body) = serde_json::to_value(&pending.command) else { continue };
            pending.sent = true;
            messages.push(FromPage::Command { seq: pending.seq, version: COMMAND_VERSION, body });
        }
        messages
    }

    fn actor(&self, at: Moment) -> Actor {
        Actor { who: self.who.clone(), client: self.client, at }
    }

    /// A *yes* of the usager and a share are never shown before the service has them.
    fn awaits_the_service(&self, command: &Command) -> bool {
        matches!(self.who, Who::Usager { .. }) && matches!(command, Command::Agree { .. } | Command::Share { .. })
    }

    /// The confirmed sequence.
    pub fn seq(&self) -> Seq {
        self.confirmed.seq
    }
}
