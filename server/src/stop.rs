//! Stopping: nobody new is let in, sockets are told to come back, what was given is kept, and the database is closed.

use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long all of it may take.
pub const WITHIN: Duration = Duration::from_secs(10);

/// Whether the service stops, and the sockets that are still open. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    begun: CancellationToken,
    sockets: TaskTracker,
}

impl Stop {
    /// From now on the service stops.
    pub fn begin(&self) {
        self.begun.cancel();
        self.sockets.close();
    }

    /// Whether it does.
    pub fn has_begun(&self) -> bool {
        self.begun.is_cancelled()
    }

    /// Waits until it does.
    pub async fn begins(&self) {
        self.begun.cancelled().await;
    }

    /// A socket's task, to be waited for.
    pub fn holds<F: Future>(&self, socket: F) -> impl Future<Output = F::Output> + use<F> {
        self.sockets.track_future(socket)
    }

    /// Waits until every socket is closed.
    pub async fn sockets_are_gone(&self) {
        self.sockets.wait().await;
    }
}
