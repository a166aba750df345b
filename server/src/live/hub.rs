//! Who is on which stream, and how what happens reaches them: shared bytes in bounded queues (`BP1`). Of a parcours, that is
//! the team; partners have no seat here: they are neither told nor counted (`VW1`).

use super::encode::encode;
use axum::extract::ws::Utf8Bytes;
use itineraire_domain::ids::{PersonId, Seq, StreamId};
use itineraire_domain::parcours::Board;
use itineraire_domain::sync::message::{Here, ToTeam};
use itineraire_domain::sync::stream::{EventOf, Stream};
use itineraire_store::Change;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};

/// The bounds of a socket's queue.
const QUEUE_MESSAGES: usize = 256;
const QUEUE_BYTES: usize = 1024 * 1024;

/// How long a link may stay without a word of its page, which pings every 5 s (`GR5`): a tablet that was switched off
/// says no goodbye.
const SILENT_FOR: Duration = Duration::from_secs(75);

/// What a socket is told.
#[derive(Clone, Debug)]
pub(super) enum TeamNews {
    /// Events up to this sequence, encoded once for all.
    Events(Seq, Utf8Bytes),
    /// Presence, or anything that may be dropped without harm.
    Presence(Utf8Bytes),
}

/// A page, and the end of its queue that the hub writes to.
#[derive(Debug)]
struct Ear<F> {
    person: PersonId,
    field: Option<F>,
    news: mpsc::Sender<TeamNews>,
    waiting: Arc<AtomicUsize>,
}

/// Those on one stream.
#[derive(Debug)]
struct Room<F> {
    ears: HashMap<u64, Ear<F>>,
    /// The stream's hash (`GR4`), at the sequence where somebody read it last.
    hash: Option<(Seq, String)>,
}

type Rooms<F> = HashMap<StreamId, Room<F>>;

/// The hub of one kind of stream. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub<S: Stream = Board> {
    rooms: Arc<Mutex<Rooms<S::Field>>>,
    next: Arc<AtomicUsize>,
    /// Links whose page is silent for longer end.
    pub silent_for: Duration,
}

/// A place in a room; leaving is dropping it.
pub(super) struct Seat<S: Stream> {
    hub: Hub<S>,
    stream: StreamId,
    number: u64,
}

/// What a socket listens to.
pub(super) struct TeamQueue {
    pub news: mpsc::Receiver<TeamNews>,
    waiting: Arc<AtomicUsize>,
}

impl TeamQueue {
    /// The next news; none when the queue overflowed and the socket must say hello again.
    pub async fn next(&mut self) -> Option<TeamNews> {
        let news = self.news.recv().await?;
        self.waiting.fetch_sub(size(&news), Ordering::Relaxed);
        Some(news)
    }
}

fn size(news: &TeamNews) -> usize {
    match news {
        TeamNews::Events(_, bytes) | TeamNews::Presence(bytes) => bytes.len(),
    }
}

impl Hub {
    /// A hub of parcours, that follows what the store commits, and tells of.
    pub fn start(mut changes: broadcast::Receiver<Arc<Change>>) -> Self {
        let hub = Self::new();
        let listener = hub.clone();
        tokio::spawn(async move {
            loop {
                match changes.recv().await {
                    Ok(change) => match &*change {
                        Change::Kept(change) => listener.spread(change.parcours.into(), &change.events),
                        // What was committed is not known: whoever shows this board says hello again (`OR2a`).
                        Change::Unsure(parcours) => listener.empty_room((*parcours).into()),
                    },
                    // Some changes were missed: every socket says hello again and finds them in the table (`MS1`).
                    Err(RecvError::Lagged(_)) => listener.rooms().clear(),
                    Err(RecvError::Closed) => return,
                }
            }
        });
        hub
    }
}

impl<S: Stream> Hub<S> {
    fn new() -> Self {
        Self {
            rooms: Arc::default(),
            next: Arc::default(),
            silent_for: SILENT_FOR,
        }
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms<S::Field>> {
        // A panic while the map was held leaves it usable: each entry stands alone.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everyone's queue there ends.
    fn empty_room(&self, stream: StreamId) {
        self.rooms().remove(&stream);
    }

    /// Tells of events, encoded once for all.
    fn spread(&self, stream: StreamId, events: &[EventOf<S>]) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get_mut(&stream) else {
            return;
        };
        let (Some(first), Some(last)) = (events.first(), events.last()) else {
            return;
        };
        let delta = ToTeam::<S>::Delta {
            after: Seq(first.seq.0 - 1),
            events: events.to_vec(),
            next: None,
        };
        let Some(bytes) = encode(&delta) else { return };
        room.ears
            .retain(|_, ear| ear.tell(TeamNews::Events(last.seq, bytes.clone())));
    }

    /// The stream's hash at a sequence, if somebody who is there has read it.
    pub(super) fn hash_at(&self, stream: StreamId, at: Seq) -> Option<String> {
        let rooms = self.rooms();
        let (seq, hash) = rooms.get(&stream)?.hash.as_ref()?;
        (*seq == at).then(|| hash.clone())
    }

    /// Notes the stream's hash at a sequence, for all who are there.
    pub(super) fn hash_is(&self, stream: StreamId, at: Seq, hash: String) {
        if let Some(room) = self.rooms().get_mut(&stream) {
            room.hash = Some((at, hash));
        }
    }

    /// A seat for one of those who share the whole.
    pub(super) fn join_team(&self, stream: StreamId, person: PersonId) -> (Seat<S>, TeamQueue) {
        let (news, queue) = mpsc::channel(QUEUE_MESSAGES);
        let waiting = Arc::new(AtomicUsize::new(0));
        let ear = Ear {
            person,
            field: None,
            news,
            waiting: waiting.clone(),
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed) as u64;
        let empty = || Room {
            ears: HashMap::new(),
            hash: None,
        };
        self.rooms()
            .entry(stream)
            .or_insert_with(empty)
            .ears
            .insert(number, ear);
        let seat = Seat {
            hub: self.clone(),
            stream,
            number,
        };
        self.tell_presence(stream);
        (seat, TeamQueue { news: queue, waiting })
    }

    /// Tells everyone who is here.
    fn tell_presence(&self, stream: StreamId) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get_mut(&stream) else {
            return;
        };
        let mut here: Vec<Here<S::Field>> = room
            .ears
            .values()
            .map(|ear| Here {
                person: ear.person,
                field: ear.field,
            })
            .collect();
        here.sort_unstable();
        here.dedup();
        let Some(bytes) = encode(&ToTeam::<S>::Presence { here }) else {
            return;
        };
        room.ears
            .retain(|_, ear| ear.tell(TeamNews::Presence(bytes.clone())));
    }
}

impl<F> Ear<F> {
    /// Puts news in the queue; `false` when it is full: the socket then ends with `resync`, never with one message
    /// dropped.
    fn tell(&self, what: TeamNews) -> bool {
        let size = size(&what);
        if self.waiting.fetch_add(size, Ordering::Relaxed) + size > QUEUE_BYTES {
            return false;
        }
        self.news.try_send(what).is_ok()
    }
}

impl<S: Stream> Seat<S> {
    /// This person writes in a field, or no longer.
    pub fn writes_in(&self, at: Option<S::Field>) {
        if let Some(ear) = self
            .hub
            .rooms()
            .get_mut(&self.stream)
            .and_then(|room| room.ears.get_mut(&self.number))
        {
            ear.field = at;
        }
        self.hub.tell_presence(self.stream);
    }
}

impl<S: Stream> Drop for Seat<S> {
    fn drop(&mut self) {
        {
            let mut rooms = self.hub.rooms();
            if let Some(room) = rooms.get_mut(&self.stream) {
                room.ears.remove(&self.number);
                if room.ears.is_empty() {
                    rooms.remove(&self.stream);
                }
            }
        }
        self.hub.tell_presence(self.stream);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use itineraire_domain::ids::ParcoursId;
    use uuid::Uuid;

    #[tokio::test]
    async fn or2a_when_what_was_committed_is_not_known_those_who_show_the_board_say_hello_again() {
        let (store, changes) = broadcast::channel(8);
        let hub = Hub::start(changes);
        let [of_board, elsewhere] = [1, 2].map(|id| ParcoursId(Uuid::from_u128(id)));
        let person = PersonId(Uuid::from_u128(3));
        let (_seat, mut queue) = hub.join_team(of_board.into(), person);
        let (_other, mut others) = hub.join_team(elsewhere.into(), person);
        for queue in [&mut queue, &mut others] {
            assert!(matches!(queue.next().await, Some(TeamNews::Presence(_))));
        }
        assert!(store.send(Arc::new(Change::Unsure(of_board))).is_ok());
        assert!(queue.next().await.is_none(), "the queue ends: say hello again");
        assert!(
            others
                .news
                .try_recv()
                .is_err_and(|why| why == mpsc::error::TryRecvError::Empty)
        );
    }
}
