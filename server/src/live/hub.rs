//! Who of the team is on which board, and how what happens reaches them: shared bytes in bounded queues (`BP1`). Partners
//! have no seat here: they are neither told nor counted (`VW1`).

use super::encode::encode;
use axum::extract::ws::Utf8Bytes;
use itineraire_domain::ids::{ParcoursId, PersonId};
use itineraire_domain::parcours::{Field, Seq};
use itineraire_domain::sync::message::{Here, ToTeam};
use itineraire_store::{BoardChange, Change};
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

/// What a socket of the team is told.
#[derive(Clone, Debug)]
pub(super) enum TeamNews {
    /// Events up to this sequence, encoded once for all.
    Events(Seq, Utf8Bytes),
    /// Presence, or anything that may be dropped without harm.
    Presence(Utf8Bytes),
}

/// A page of the team, and the end of its queue that the hub writes to.
#[derive(Debug)]
struct Ear {
    person: PersonId,
    field: Option<Field>,
    news: mpsc::Sender<TeamNews>,
    waiting: Arc<AtomicUsize>,
}

type Rooms = HashMap<ParcoursId, HashMap<u64, Ear>>;

/// The hub. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub {
    rooms: Arc<Mutex<Rooms>>,
    next: Arc<AtomicUsize>,
    /// Links whose page is silent for longer end.
    pub silent_for: Duration,
}

/// A place in a room; leaving is dropping it.
pub(super) struct Seat {
    hub: Hub,
    parcours: ParcoursId,
    number: u64,
}

/// What a team socket listens to.
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
    /// A hub that follows what the store commits, and tells of.
    pub fn start(mut changes: broadcast::Receiver<Arc<Change>>) -> Self {
        let hub = Self {
            rooms: Arc::default(),
            next: Arc::default(),
            silent_for: SILENT_FOR,
        };
        let listener = hub.clone();
        tokio::spawn(async move {
            loop {
                match changes.recv().await {
                    Ok(change) => match &*change {
                        Change::Kept(change) => listener.spread(change),
                        // What was committed is not known: whoever shows this board says hello again (`OR2a`).
                        Change::Unsure(parcours) => {
                            listener.rooms().remove(parcours);
                        }
                    },
                    // Some changes were missed: every socket says hello again and finds them in the table (`MS1`).
                    Err(RecvError::Lagged(_)) => listener.rooms().clear(),
                    Err(RecvError::Closed) => return,
                }
            }
        });
        hub
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        // A panic while the map was held leaves it usable: each entry stands alone.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spread(&self, change: &BoardChange) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get_mut(&change.parcours) else {
            return;
        };
        let (Some(first), Some(last)) = (change.events.first(), change.events.last()) else {
            return;
        };
        let delta = ToTeam::Delta {
            after: Seq(first.seq.0 - 1),
            events: change.events.clone(),
            next: None,
        };
        let Some(bytes) = encode(&delta) else { return };
        room.retain(|_, ear| ear.tell(TeamNews::Events(last.seq, bytes.clone())));
    }

    /// A seat for the usager or a professional.
    pub(super) fn join_team(&self, parcours: ParcoursId, person: PersonId) -> (Seat, TeamQueue) {
        let (news, queue) = mpsc::channel(QUEUE_MESSAGES);
        let waiting = Arc::new(AtomicUsize::new(0));
        let ear = Ear {
            person,
            field: None,
            news,
            waiting: waiting.clone(),
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed) as u64;
        self.rooms().entry(parcours).or_default().insert(number, ear);
        let seat = Seat {
            hub: self.clone(),
            parcours,
            number,
        };
        self.tell_presence(parcours);
        (seat, TeamQueue { news: queue, waiting })
    }

    /// Tells the team who is here.
    fn tell_presence(&self, parcours: ParcoursId) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get_mut(&parcours) else {
            return;
        };
        let mut here: Vec<Here> = room
            .values()
            .map(|ear| Here {
                person: ear.person,
                field: ear.field,
            })
            .collect();
        here.sort_unstable();
        here.dedup();
        let Some(bytes) = encode(&ToTeam::Presence { here }) else {
            return;
        };
        room.retain(|_, ear| ear.tell(TeamNews::Presence(bytes.clone())));
    }
}

impl Ear {
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

impl Seat {
    /// This person writes in a field, or no longer.
    pub fn writes_in(&self, at: Option<Field>) {
        if let Some(ear) = self
            .hub
            .rooms()
            .get_mut(&self.parcours)
            .and_then(|room| room.get_mut(&self.number))
        {
            ear.field = at;
        }
        self.hub.tell_presence(self.parcours);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        {
            let mut rooms = self.hub.rooms();
            if let Some(room) = rooms.get_mut(&self.parcours) {
                room.remove(&self.number);
                if room.is_empty() {
                    rooms.remove(&self.parcours);
                }
            }
        }
        self.hub.tell_presence(self.parcours);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[tokio::test]
    async fn or2a_when_what_was_committed_is_not_known_those_who_show_the_board_say_hello_again() {
        let (store, changes) = broadcast::channel(8);
        let hub = Hub::start(changes);
        let [of_board, elsewhere] = [1, 2].map(|id| ParcoursId(Uuid::from_u128(id)));
        let person = PersonId(Uuid::from_u128(3));
        let (_seat, mut queue) = hub.join_team(of_board, person);
        let (_other, mut others) = hub.join_team(elsewhere, person);
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
