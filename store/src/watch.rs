//! Who follows a partner's view, and how far each was told (`VW3`).
//!
//! A view that changes marks those who follow it, before whoever changed it is answered; and a link of the team answers
//! only when every one that was marked has been told, or is gone. So an acknowledged withdrawal has reached every page
//! of this server.

use itineraire_domain::ids::{OrganisationId, ParcoursId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};

#[derive(Clone, Debug, Default)]
pub(crate) struct Watches(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    book: Mutex<Book>,
    /// Rings when one was told more, or left.
    progress: Notify,
}

#[derive(Debug, Default)]
struct Book {
    next: u64,
    lines: BTreeMap<u64, Line>,
}

#[derive(Debug)]
struct Line {
    parcours: ParcoursId,
    organisation: OrganisationId,
    changes: watch::Sender<u64>,
    told: u64,
}

/// Lines of the book, each with the number of changes that it must have been told.
type WaitedFor = Vec<(u64, u64)>;

impl Watches {
    fn book(&self) -> MutexGuard<'_, Book> {
        // A panic while the book was held leaves it usable: each line stands alone.
        self.0.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn follow(&self, parcours: ParcoursId, organisation: OrganisationId) -> PartnerWatch {
        let (changes, following) = watch::channel(0);
        let mut book = self.book();
        let number = book.next;
        book.next += 1;
        let line = Line {
            parcours,
            organisation,
            changes,
            told: 0,
        };
        book.lines.insert(number, line);
        PartnerWatch {
            watches: self.clone(),
            number,
            changes: following,
        }
    }

    /// The view of an organisation changed: what its pages show is of before.
    pub fn mark(&self, parcours: ParcoursId, organisation: OrganisationId) {
        for line in self.book().lines.values() {
            if line.parcours == parcours && line.organisation == organisation {
                line.changes.send_modify(|changes| *changes += 1);
            }
        }
    }

    /// Any view of this parcours may have changed.
    pub fn mark_all(&self, parcours: ParcoursId) {
        for line in self.book().lines.values() {
            if line.parcours == parcours {
                line.changes.send_modify(|changes| *changes += 1);
            }
        }
    }

    /// Waits until every page that follows a view of this parcours was told what changed until now, or is gone.
    pub async fn settled(&self, parcours: ParcoursId) {
        let waited_for: WaitedFor = self
            .book()
            .lines
            .iter()
            .filter(|(_, line)| line.parcours == parcours)
            .map(|(number, line)| (*number, *line.changes.borrow()))
            .collect();
        loop {
            let progress = self.0.progress.notified();
            tokio::pin!(progress);
            // Before looking: what happens between the look and the wait rings too.
            progress.as_mut().enable();
            if self.are_told(&waited_for) {
                return;
            }
            progress.await;
        }
    }

    fn are_told(&self, waited_for: &WaitedFor) -> bool {
        let book = self.book();
        waited_for
            .iter()
            .all(|(number, changes)| book.lines.get(number).is_none_or(|line| line.told >= *changes))
    }
}

/// The place of a partner's page among those that are waited for; leaving is dropping it.
#[derive(Debug)]
pub struct PartnerWatch {
    watches: Watches,
    number: u64,
    changes: watch::Receiver<u64>,
}

/// How far a view goes that is read after this was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look(u64);

impl PartnerWatch {
    /// Taken before a view is read: what changed until now will be in it.
    pub fn look(&mut self) -> Look {
        Look(*self.changes.borrow_and_update())
    }

    /// Waits until the view changes after the last look.
    pub async fn changed(&mut self) {
        if self.changes.changed().await.is_err() {
            // Nobody can change it any more.
            std::future::pending::<()>().await;
        }
        // Only a look counts as having seen it.
        self.changes.mark_changed();
    }

    /// The page was sent what was read after this look, or had it already.
    pub fn told(&self, look: Look) {
        if let Some(line) = self.watches.book().lines.get_mut(&self.number) {
            line.told = line.told.max(look.0);
        }
        self.watches.0.progress.notify_waiters();
    }

    /// Whether the view changed since the page was told: someone may be waiting for it.
    pub fn is_awaited(&self) -> bool {
        let book = self.watches.book();
        book.lines
            .get(&self.number)
            .is_some_and(|line| line.told < *line.changes.borrow())
    }
}

impl Drop for PartnerWatch {
    fn drop(&mut self) {
        self.watches.book().lines.remove(&self.number);
        self.watches.0.progress.notify_waiters();
    }
}
