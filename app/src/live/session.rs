//! When the session of a page ends, as far as the page knows.

use crate::browser::clock::now;
use itineraire_domain::calendar::Moment;
use leptos::prelude::*;

/// The clock of a session: it ends when it has rested for too long, and at its end, however much it is used.
#[derive(Clone, Copy)]
pub struct SessionClock {
    /// How long it may rest, in seconds.
    rests: i64,
    used: StoredValue<Moment>,
    ends: StoredValue<Moment>,
}

impl SessionClock {
    /// The clock of a page that has just come: coming was a use. For how long the session may rest, in seconds, and when it
    /// ends, as the page says.
    pub fn new(rests: i64, ends: Moment) -> Self {
        Self {
            rests,
            used: StoredValue::new(now()),
            ends: StoredValue::new(ends),
        }
    }

    /// The session is used now: it rests from here on.
    pub fn used(self) {
        self.used.set_value(now());
    }

    /// The service was asked, which is a use, and says when it ends: it may be another one by now.
    pub fn stays_until(self, ends: Moment) {
        self.used();
        self.ends.set_value(ends);
    }

    /// Whether it ends by rest within so many seconds.
    pub fn rests_out(self, within: i64) -> bool {
        self.used.get_value().plus_seconds(self.rests - within) <= now()
    }

    /// Whether it ends within so many seconds, whatever is done.
    pub fn ends_within(self, within: i64) -> bool {
        self.ends.get_value().plus_seconds(-within) <= now()
    }
}
