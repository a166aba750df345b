//! Clients (`ID1`): each of one browser, one person and one stream, for as long as that browser keeps it.
//!
//! A client outlives the page that wrote with it: loaded anew, the page takes it again. What the earlier one sent may still
//! be on its way, and the two would give one number to two commands (`ID2`): the second would be answered with the result
//! of the first, and its words gone. So a client is given out again at rest only: no link listens for it any more, and
//! nothing that it sent waits for the writer.

use itineraire_domain::ids::ClientId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// How long an earlier page's link may take to end by itself: what it still holds in its buffers is read until then.
const ENDS_WITHIN: Duration = Duration::from_secs(2);

/// How long what it sent may then wait for the disk.
const RESTS_WITHIN: Duration = Duration::from_secs(10);

/// Who writes with which client now, in this process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held(Arc<Mutex<HashMap<ClientId, watch::Sender<bool>>>>);

/// Someone writes with a client: a link, or a command that waits for the writer. They let go of it by dropping this.
#[derive(Debug)]
pub struct Holding {
    all: Held,
    client: ClientId,
    /// Whether another page wants the client. None only while it is dropped.
    wanted: Option<watch::Receiver<bool>>,
}

impl Held {
    fn lock(&self) -> MutexGuard<'_, HashMap<ClientId, watch::Sender<bool>>> {
        // A panic while the map was held leaves it usable: each entry stands alone.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn hold(&self, client: ClientId) -> Holding {
        let mut held = self.lock();
        let wanted = held.entry(client).or_insert_with(|| watch::Sender::new(false));
        Holding {
            all: self.clone(),
            client,
            wanted: Some(wanted.subscribe()),
        }
    }

    /// Waits until nobody writes with a client any more; asks its links to end when they do not by themselves. Whether it
    /// came to rest.
    pub async fn rest(&self, client: ClientId) -> bool {
        let Some(held) = self.lock().get(&client).cloned() else {
            return true;
        };
        if timeout(ENDS_WITHIN, held.closed()).await.is_ok() {
            return true;
        }
        held.send_replace(true);
        timeout(RESTS_WITHIN, held.closed()).await.is_ok()
    }
}

impl Holding {
    /// Waits until another page wants the client: a tablet that was switched off says no goodbye.
    pub async fn wanted(&mut self) {
        if let Some(wanted) = &mut self.wanted
            && wanted.wait_for(|wanted| *wanted).await.is_ok()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        let mut held = self.all.lock();
        // Counted and let go under the same lock: the last one takes the entry with it.
        self.wanted = None;
        if held.get(&self.client).is_some_and(watch::Sender::is_closed) {
            held.remove(&self.client);
        }
    }
}
