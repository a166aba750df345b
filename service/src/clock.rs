//! The service's clock. The rules have none: whoever asks them passes the time, and the turns of a commune's clocks.

use itineraire_domain::calendar::Moment;
use itineraire_domain::zone::Zone;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now.
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The years whose turns a page is given, in days before its moment and after it. What it shows is of a parcours, or of a
/// share to come.
const DAYS: (i64, i64) = (-5 * 366, 366);

/// The clocks of a place of the IANA list, as a page of this moment needs them; UTC where there is no such place.
pub fn zone(name: &str, now: Moment) -> Zone {
    // A territory file is read against the same list, which is compiled in: what is in a database is in it.
    let zone = TimeZone::get(name).unwrap_or(TimeZone::UTC);
    let at = |days| Timestamp::from_millisecond(now.plus_days(days).0).unwrap_or_default();
    let (from, to) = (at(DAYS.0), at(DAYS.1));
    let minutes = |seconds: i32| i16::try_from(seconds / 60).unwrap_or_default();
    let turns = zone.following(from).take_while(|turn| turn.timestamp() <= to);
    let turns = turns.map(|turn| {
        let at = Moment(turn.timestamp().as_millisecond());
        (at, minutes(turn.offset().seconds()))
    });
    Zone::new(minutes(zone.to_offset(from).seconds()), turns.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 25 November 2026, 12 h UTC.
    const NOW: Moment = Moment(1_795_608_000_000);

    proptest! {
        #[test]
        fn a_page_shows_what_the_clocks_of_the_place_show(
            place in prop::sample::select(vec![
                "Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/Miquelon", "Pacific/Noumea", "Pacific/Marquesas",
            ]),
            minutes in DAYS.0 * 1_440..DAYS.1 * 1_440,
        ) {
            let at = NOW.plus_seconds(minutes * 60);
            let there = TimeZone::get(place).expect(place);
            let there = there.to_datetime(Timestamp::from_millisecond(at.0).expect("a moment"));
            let (day, hour) = zone(place, NOW).wall(at);
            let shown = format!("{day} {hour}");
            prop_assert_eq!(shown, there.strftime("%Y-%m-%d %H:%M").to_string());
        }
    }

    #[test]
    fn the_days_of_a_commune_begin_with_its_own_midnight() {
        // 30 November 2026, 21 h UTC: it is tomorrow in Saint-Denis, and still today in Cayenne.
        let at = Moment(1_796_072_400_000);
        let day = |place| zone(place, NOW).day(at).to_string();
        assert_eq!(day("Europe/Paris"), "2026-11-30");
        assert_eq!(day("Indian/Reunion"), "2026-12-01");
        assert_eq!(day("America/Cayenne"), "2026-11-30");
        assert_eq!(day("Pacific/Noumea"), "2026-12-01");
        assert_eq!(zone("Atlantis/Poseidonis", NOW), Zone::new(0, Vec::new()));
    }

    #[test]
    fn the_turns_of_a_page_are_few() {
        let turns = |place| serde_json::to_string(&zone(place, NOW)).expect("a zone").len();
        assert!(turns("Europe/Paris") < 400, "{}", turns("Europe/Paris"));
        assert!(turns("Indian/Reunion") < 30);
    }
}
