//! The page's side of the live link, as a pure step machine: no socket, no clock. The browser and the simulator drive
//! the same one.
//!
//! A command is applied at once on the page's own copy, queued, sent. What the service orders comes first: the page
//! goes back to what is confirmed, applies what came, and runs what is still pending again (`RB3`: without making any
//! new command). What only the service may say — of a parcours the usager's *yes*, a share — shows when the service has said it.
//!
//! The driver does four things around it: it stores [`Replica::saved`] (or adds the command to it, [`Replica::keep_last`]) before it sends what
//! [`Replica::give`] or [`Replica::receive`] gave (`ID2`); it gives what a text field still holds back before it hands over a frame (`RB1`);
//! it drops the frames of a replaced socket (`GR5`); it connects again, with jitter.

use super::message::{CommandResult, FRAME_LIMIT, FromPage, PROTOCOL, ToTeam};
use super::queue::{Conflict, KeptState, Pending, Queued, Saved};
use super::stream::{EventOf, Stream};
use crate::access::{Actor, Who};
use crate::kernel::calendar::Moment;
use crate::kernel::denial::Denial;
use crate::kernel::ids::{ClientId, Epoch, Seq, StreamId};
use crate::kernel::refusal::Refusal;
use crate::kernel::trouble::Trouble;
use std::collections::VecDeque;

/// Commands sent and not yet answered, at most: enough to fill a slow link, few enough for others to get through.
const WINDOW: usize = 32;

/// A page's copy of a stream, and what it still has to send.
#[derive(Clone, Debug)]
pub struct Replica<S: Stream> {
    stream: StreamId,
    client: ClientId,
    who: Who,
    /// The epoch of `confirmed`.
    epoch: Option<Epoch>,
    /// The epoch in which the pending commands were numbered.
    numbered_in: Option<Epoch>,
    /// The service has said how far the client has come. It may have written on earlier pages (`ID1`): until then the numbers of
    /// what waits do not count, and no letter gets one.
    knows_its_client: bool,
    /// What the service has confirmed.
    confirmed: S,
    /// What the page shows: `confirmed` with the pending commands on top.
    shown: S,
    pending: VecDeque<Pending<S>>,
    next_seq: u64,
    conflicts: Vec<Conflict<S>>,
    link: Link,
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
    /// The state, the queue or the conflicts changed.
    Changed,
    /// The page is too old: reload it when the queue can be kept (`EV2`).
    UpdateRequired,
    /// Not, or no longer, for this session.
    Denied(Denial),
    /// The service closed because the page could not follow: connect again.
    Reconnect,
    /// The service keeps nothing for now: say so, and connect again in a while.
    NotKept(Trouble),
}

impl<S: Stream> Replica<S> {
    /// A page that shows `state` as the service served it. `who` never holds a proof: that is the service's to know.
    pub fn new(client: ClientId, who: Who, epoch: Option<Epoch>, state: S) -> Self {
        Self {
            stream: state.id(),
            client,
            who,
            epoch,
            numbered_in: epoch,
            knows_its_client: false,
            shown: state.clone(),
            confirmed: state,
            pending: VecDeque::new(),
            next_seq: 1,
            conflicts: Vec::new(),
            link: Link::Down,
        }
    }

    /// A page that takes up the work of one that was closed, on a state served now or, without the service, on its own.
    pub fn resume(saved: Saved<S>, who: Who, served: Option<(Epoch, S)>) -> Self {
        let kept = saved.confirmed.read();
        let newer = |(epoch, state): &(Epoch, S)| {
            let kept = kept.as_ref().filter(|_| saved.epoch == Some(*epoch));
            kept.is_none_or(|kept| state.seq() >= kept.seq())
        };
        let (epoch, state) = match (served.filter(newer), kept) {
            (Some((epoch, state)), _) => (Some(epoch), state),
            (None, Some(state)) => (saved.epoch, state),
            // Kept by another version of the app: the service sends it anew.
            (None, None) => (None, S::empty(saved.stream, saved.owner)),
        };
        let mut replica = Self {
            // A state and numbers of two epochs do not go together: with none said, the service sends everything.
            epoch: epoch.filter(|_| epoch == saved.numbered_in),
            numbered_in: saved.numbered_in,
            knows_its_client: saved.knows_its_client,
            pending: saved.queue.into_iter().map(Pending::new).collect(),
            next_seq: saved.next,
            conflicts: saved.conflicts,
            ..Self::new(saved.client, who, epoch, state)
        };
        replica.rebase();
        replica
    }

    /// What to keep in the browser's own store.
    pub fn saved(&self) -> Saved<S> {
        Saved {
            client: self.client,
            stream: self.stream,
            owner: self.confirmed.owner(),
            confirmed: KeptState::of(self.confirmed.clone()),
            epoch: self.epoch,
            numbered_in: self.numbered_in,
            knows_its_client: self.knows_its_client,
            next: self.next_seq,
            queue: self.queue().cloned().collect(),
            conflicts: self.conflicts.clone(),
        }
    }

    /// Adds the command that was given last to what was kept before it, and nothing else.
    pub fn keep_last(&self, saved: &mut Saved<S>) {
        saved.knows_its_client = self.knows_its_client;
        saved.next = self.next_seq;
        saved.queue.extend(self.queue().next_back().cloned());
    }

    /// What waits for an answer, with its numbers, oldest first.
    pub fn queue(&self) -> impl DoubleEndedIterator<Item = &Queued<S>> {
        self.pending.iter().map(|pending| &pending.queued)
    }

    /// The state with the pending commands on top.
    pub fn shown(&self) -> &S {
        &self.shown
    }

    /// The state as the service confirmed it.
    pub fn confirmed(&self) -> &S {
        &self.confirmed
    }

    /// The confirmed sequence.
    pub fn seq(&self) -> Seq {
        self.confirmed.seq()
    }

    /// The page's client.
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// Whether the client may name letters: those that it wrote on earlier pages are known (`ID1`).
    pub fn knows_its_client(&self) -> bool {
        self.knows_its_client
    }

    /// The commands that the service refused.
    pub fn conflicts(&self) -> &[Conflict<S>] {
        &self.conflicts
    }

    /// The person has dealt with a conflict.
    pub fn dismiss(&mut self, seq: u64) {
        if let Some(place) = self.conflicts.iter().position(|conflict| conflict.seq == seq) {
            self.conflicts.remove(place);
        }
    }

    /// The commands that wait for an answer, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &S::Command> {
        self.pending.iter().map(|pending| &pending.queued.command)
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
    pub fn give(&mut self, command: S::Command, at: Moment) -> Result<Vec<FromPage<S>>, Refusal> {
        // A sequence beyond the confirmed ones may become another's action before this arrives.
        if S::undoes(&command).is_some_and(|of| of > self.confirmed.seq()) {
            return Err(Refusal::NotUndoable);
        }
        let (seq, on) = (self.next_seq, self.confirmed.seq());
        let queued = Queued { seq, at, command, on };
        if queued.is_too_large() {
            return Err(Refusal::TooLong { limit: FRAME_LIMIT });
        }
        let command = &queued.command;
        if !self.awaits_the_service(command) {
            let events = self.shown.decide(&self.actor(at), command)?;
            if events.is_empty() {
                return Ok(Vec::new());
            }
            for event in &events {
                self.shown.evolve(event);
            }
        }
        self.next_seq += 1;
        self.pending.push_back(Pending::new(queued));
        Ok(self.send_waiting())
    }

    /// A socket was opened: the first message (`GR1`).
    pub fn opened(&mut self) -> FromPage<S> {
        self.link = Link::Greeting;
        FromPage::Hello {
            protocol: PROTOCOL,
            reads: S::VERSION,
            client: self.client,
            board: self.stream,
            epoch: self.epoch,
            have: self.confirmed.seq(),
        }
    }

    /// The socket is gone. What was not answered will be sent again: the service knows it by its number.
    pub fn closed(&mut self) {
        if self.link != Link::Closed {
            self.link = Link::Down;
        }
    }

    /// After a new sign-in the same page may try again.
    pub fn allow_again(&mut self) {
        self.link = Link::Down;
    }

    /// A frame came. Gives what to send, and what to show.
    pub fn receive(&mut self, frame: ToTeam<S>) -> (Vec<FromPage<S>>, Outcome) {
        match frame {
            ToTeam::Snapshot { epoch, board, next } => {
                self.begin_at(next);
                if self.numbered_in.is_some_and(|known| known != epoch) {
                    self.forget_sequences(next);
                }
                self.epoch = Some(epoch);
                self.numbered_in = Some(epoch);
                self.confirmed = *board;
                for pending in &mut self.pending {
                    pending.held = false;
                }
                self.welcome(next);
                self.rebase();
                (self.send_waiting(), Outcome::Changed)
            }
            ToTeam::Delta { after, events, next } => self.follow(after, &events, next),
            ToTeam::Judged { seq, result } => self.answered(seq, result),
            ToTeam::Gap { expected } => {
                self.renumber(expected);
                for pending in &mut self.pending {
                    pending.sent &= pending.queued.seq < expected;
                }
                (self.send_waiting(), Outcome::Nothing)
            }
            // A hash from further on says nothing yet: its events are on their way.
            ToTeam::Hash { at, hash } => {
                let differs = at == self.confirmed.seq() && hash != self.confirmed.hash();
                (
                    if differs { self.ask_again() } else { Vec::new() },
                    Outcome::Nothing,
                )
            }
            ToTeam::Presence { .. } | ToTeam::Pong { .. } => (Vec::new(), Outcome::Nothing),
            ToTeam::Resync => {
                self.link = Link::Down;
                (Vec::new(), Outcome::Reconnect)
            }
            ToTeam::NotKept { trouble } => {
                self.link = Link::Down;
                (Vec::new(), Outcome::NotKept(trouble))
            }
            ToTeam::UpdateRequired => {
                self.link = Link::Closed;
                (Vec::new(), Outcome::UpdateRequired)
            }
            ToTeam::Denied(denial) => {
                self.link = Link::Closed;
                (Vec::new(), Outcome::Denied(denial))
            }
        }
    }

    /// Events in the service's order. Never over a hole (`GR2`); those that are known already count for nothing.
    fn follow(
        &mut self,
        after: Seq,
        events: &[EventOf<S>],
        next: Option<u64>,
    ) -> (Vec<FromPage<S>>, Outcome) {
        let known = self.confirmed.seq();
        if self.link == Link::Greeting && next.is_none() {
            return (Vec::new(), Outcome::Nothing);
        }
        let fresh: Vec<_> = events.iter().filter(|event| event.seq > known).collect();
        let follows = |(event, place): (&&EventOf<S>, u64)| event.seq.0 == place;
        if after > known || !fresh.iter().zip(known.0 + 1..).all(follows) {
            return (self.ask_again(), Outcome::Nothing);
        }
        let mut as_shown = true;
        for event in &fresh {
            as_shown &= self.is_the_next_of_ours(event);
            self.confirmed.evolve(event);
        }
        if let Some(next) = next {
            self.begin_at(next);
            self.welcome(next);
        }
        // When nothing came but what this page shows already, a long queue need not run again at each answer.
        if next.is_some() || !as_shown {
            self.rebase();
        }
        let outcome = if fresh.is_empty() && next.is_none() {
            Outcome::Nothing
        } else {
            Outcome::Changed
        };
        (self.send_waiting(), outcome)
    }

    /// Whether an event, about to be confirmed, is just what the first pending command leads to. That command is then
    /// held by `confirmed`, and does not run a second time while its answer is on its way.
    fn is_the_next_of_ours(&mut self, event: &EventOf<S>) -> bool {
        if event.client != self.client {
            return false;
        }
        let mut first = true;
        for place in 0..self.pending.len() {
            let Pending { queued, held, .. } = &self.pending[place];
            if *held {
                continue;
            }
            let leads_to = self.confirmed.decide(&self.actor(queued.at), &queued.command);
            if leads_to.is_ok_and(|events| matches!(events.as_slice(), [only] if only.fact == event.fact)) {
                self.pending[place].held = true;
                return first;
            }
            first = false;
        }
        false
    }

    /// The service says which number it waits for. What comes before was judged, perhaps on a socket that died: it is
    /// sent again too, and a repeat gets the first result.
    fn welcome(&mut self, next: u64) {
        self.link = Link::Up;
        for pending in &mut self.pending {
            pending.sent = false;
        }
        self.renumber(next);
    }

    /// What was given before the service said how far the client has come is numbered from there.
    fn begin_at(&mut self, next: u64) {
        if !std::mem::replace(&mut self.knows_its_client, true) {
            for pending in &mut self.pending {
                pending.queued.seq = next;
            }
        }
    }

    /// Numbers what the service has not judged from the number that it expects. Nothing changes but after a restore from
    /// a backup (`GR3`), when the service no longer knows the numbers it had answered.
    fn renumber(&mut self, next: u64) {
        self.next_seq = next;
        for pending in self
            .pending
            .iter_mut()
            .filter(|pending| pending.queued.seq >= next)
        {
            pending.queued.seq = self.next_seq;
            self.next_seq += 1;
        }
    }

    /// After a restore the sequences of the lost events are given to others: an undo would take back the wrong action.
    fn forget_sequences(&mut self, next: u64) {
        let stays =
            |pending: &Pending<S>| pending.queued.seq < next || S::undoes(&pending.queued.command).is_none();
        for Pending { queued, .. } in self.pending.iter().filter(|pending| !stays(pending)) {
            let Queued { seq, command, .. } = queued.clone();
            self.conflicts.push(Conflict {
                seq,
                command,
                refusal: Refusal::NotUndoable,
            });
        }
        self.pending.retain(stays);
        // What the page had seen is counted otherwise now: a *yes* from before says that it saw nothing (`CF2`).
        for pending in self.pending.iter_mut().filter(|it| it.queued.seq >= next) {
            pending.queued.on = Seq(0);
        }
    }

    fn answered(&mut self, seq: u64, result: CommandResult) -> (Vec<FromPage<S>>, Outcome) {
        let Some(place) = self.pending.iter().position(|pending| pending.queued.seq == seq) else {
            return (Vec::new(), Outcome::Nothing);
        };
        if let CommandResult::Kept { last, .. } = result
            && last > self.confirmed.seq()
        {
            // Kept, but its events have not come: the answer to a repeat overtook them. They are on their way.
            return (self.ask_again(), Outcome::Nothing);
        }
        let Some(Pending { queued, held, .. }) = self.pending.remove(place) else {
            return (Vec::new(), Outcome::Nothing);
        };
        if let CommandResult::Refused { refusal } = result {
            self.conflicts.push(Conflict {
                seq,
                command: queued.command,
                refusal,
            });
        }
        if !held || self.pending.is_empty() {
            self.rebase();
        }
        (self.send_waiting(), Outcome::Changed)
    }

    fn ask_again(&mut self) -> Vec<FromPage<S>> {
        if self.link != Link::Up {
            return Vec::new();
        }
        self.link = Link::Greeting;
        vec![FromPage::Resync]
    }

    /// Back to what is confirmed, then what is pending, again. A pending command that does not apply is passed over; the
    /// service's answer settles it.
    fn rebase(&mut self) {
        self.shown = self.confirmed.clone();
        for Pending { queued, held, .. } in &self.pending {
            if *held || self.awaits_the_service(&queued.command) {
                continue;
            }
            match self.shown.decide(&self.actor(queued.at), &queued.command) {
                Ok(events) => {
                    for event in &events {
                        self.shown.evolve(event);
                    }
                }
                Err(_) => self.shown.passes_over(self.client, &queued.command),
            }
        }
    }

    fn send_waiting(&mut self) -> Vec<FromPage<S>> {
        if self.link != Link::Up {
            return Vec::new();
        }
        let mut messages = Vec::new();
        for pending in self
            .pending
            .iter_mut()
            .take(WINDOW)
            .filter(|pending| !pending.sent)
        {
            let Some(message) = pending.queued.message() else {
                continue;
            };
            pending.sent = true;
            messages.push(message);
        }
        messages
    }

    fn actor(&self, at: Moment) -> Actor {
        Actor {
            who: self.who.clone(),
            client: self.client,
            at,
        }
    }

    fn awaits_the_service(&self, command: &S::Command) -> bool {
        S::awaits_the_service(&self.who, command)
    }
}

#[cfg(test)]
#[path = "replica_tests.rs"]
mod tests;
