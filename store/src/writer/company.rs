//! When a command waits for company. A commit costs as much for one command as for several, and most of that is the same each
//! time: where many write at once, commits are spaced, and what comes meanwhile shares one. Who writes alone, or with one or
//! two others, waits for nobody, however fast.

use itineraire_domain::ids::ClientId;
use std::collections::{BTreeSet, VecDeque};
use std::time::{Duration, Instant};

/// From the beginning of one commit to that of the next, where many write.
const SPACE: Duration = Duration::from_millis(8);

/// Many: so many different ones among the last commands, all of them within a moment.
const LAST: usize = 8;
const MANY: usize = 4;
const MOMENT: Duration = Duration::from_millis(20);

/// Who wrote last.
#[derive(Debug, Default)]
pub(super) struct Company {
    last: VecDeque<(ClientId, Instant)>,
    begun: Option<Instant>,
}

impl Company {
    /// Commands of these were just taken up.
    pub fn begins(&mut self, clients: impl Iterator<Item = ClientId>, now: Instant) {
        self.last.extend(clients.map(|client| (client, now)));
        let over = self.last.len().saturating_sub(LAST);
        self.last.drain(..over);
        self.begun = Some(now);
    }

    /// Until when the next commit waits for others, if it does.
    pub fn waits_until(&self, now: Instant) -> Option<Instant> {
        let lately = |at: Instant| now.saturating_duration_since(at) <= MOMENT;
        let lately = self.last.iter().filter(|(_, at)| lately(*at));
        let clients: BTreeSet<ClientId> = lately.map(|(client, _)| *client).collect();
        let until = self.begun.map(|begun| begun + SPACE);
        until.filter(|until| clients.len() >= MANY && *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn client(number: u128) -> ClientId {
        ClientId(Uuid::from_u128(number))
    }

    /// Commands each a millisecond after the other, by these clients in turns: whether the next one waits.
    fn waits(clients: u128, apart: Duration) -> bool {
        let (mut company, mut now) = (Company::default(), Instant::now());
        for number in 0..40 {
            company.begins(std::iter::once(client(number % clients)), now);
            now += apart;
        }
        company.waits_until(now).is_some()
    }

    #[test]
    fn a_command_waits_where_many_write_and_nowhere_else() {
        let millisecond = Duration::from_millis(1);
        assert!(waits(50, millisecond) && waits(4, millisecond));
        assert!(!waits(1, millisecond) && !waits(3, millisecond), "however fast");
        assert!(!waits(50, 9 * millisecond), "a commit has room for each");
        assert!(!waits(50, 30 * millisecond));
    }

    #[test]
    fn nobody_waits_longer_than_the_space_between_two_commits() {
        let now = Instant::now();
        let mut company = Company::default();
        assert_eq!(company.waits_until(now), None);
        company.begins((0..8).map(client), now);
        assert_eq!(company.waits_until(now), Some(now + SPACE));
        assert_eq!(company.waits_until(now + SPACE), None);
    }
}
