//! The clock on a wall of a place. The rules carry no list of time zones: the service has one, and gives the turns of the
//! years that a page can show.

use super::calendar::{Day, Hour, Moment};
use serde::{Deserialize, Serialize};

/// How far the clocks of a place are ahead of UTC, in minutes, and when that changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Before the first turn.
    ahead: i16,
    /// From each moment on, in their order.
    turns: Vec<(Moment, i16)>,
}

impl Zone {
    /// Clocks that are `ahead` of UTC until the first of the `turns`, which are in their order.
    pub const fn new(ahead: i16, turns: Vec<(Moment, i16)>) -> Self {
        Self { ahead, turns }
    }

    /// The day and the hour that a clock there shows at a moment.
    pub fn wall(&self, at: Moment) -> (Day, Hour) {
        let turned = self.turns.iter().rev().find(|(from, _)| *from <= at);
        let ahead = turned.map_or(self.ahead, |(_, ahead)| *ahead);
        at.plus_seconds(i64::from(ahead) * 60).in_utc()
    }

    /// The day there at a moment.
    pub fn day(&self, at: Moment) -> Day {
        self.wall(at).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_turns_at_its_turns_and_shows_another_day_far_away() {
        // 25 October 2026, 1 h UTC: an hour back in Paris.
        let turn = Moment(1_792_890_000_000);
        let paris = Zone::new(120, vec![(turn, 60)]);
        let shows = |zone: &Zone, at: Moment| {
            let (day, hour) = zone.wall(at);
            format!("{day} {hour}")
        };
        assert_eq!(shows(&paris, turn.plus_seconds(-60)), "2026-10-25 02:59");
        assert_eq!(shows(&paris, turn), "2026-10-25 02:00");
        let saint_denis = Zone::new(240, Vec::new());
        assert_eq!(
            shows(&saint_denis, turn.plus_seconds(-6 * 3600)),
            "2026-10-24 23:00"
        );
        assert_eq!(
            shows(&saint_denis, turn.plus_seconds(-5 * 3600)),
            "2026-10-25 00:00"
        );
        let cayenne = Zone::new(-180, Vec::new());
        assert_eq!(shows(&cayenne, Moment(0)), "1969-12-31 21:00");
    }
}
