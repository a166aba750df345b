//! Days, whatever day it is.

use itineraire_domain::calendar::Day;
use itineraire_domain::sentence::{Known, read};

/// The day of a chip.
fn day(says: &str, today: Day) -> Option<Day> {
    let reading = read(says, &Known::on(today, None));
    let when = reading.draft().when?;
    Some(when.day.parse().unwrap())
}

#[test]
fn whatever_day_it_is_a_day_that_is_read_is_to_come_and_is_the_one_written() {
    const WEEKDAYS: [&str; 7] = [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ];
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let mut read = 0;
    // Steps that meet every weekday, every length of month, and a leap year.
    for step in 0..130 {
        let today = Day::new(2026, 11, 26).unwrap().plus(step * 11);
        let ahead = |day: Day| day.days_since(today);
        for (weekday, name) in WEEKDAYS.into_iter().enumerate() {
            match day(&format!("Appeler {name}"), today) {
                Some(day) => assert!(
                    day.weekday() == weekday && (1..7).contains(&ahead(day)),
                    "{today} {name} {day}"
                ),
                None => assert_eq!(today.weekday(), weekday, "{today} {name}"),
            }
            for number in 1..=31 {
                if let Some(day) = day(&format!("Appeler {name} {number}"), today) {
                    assert_eq!(
                        (day.weekday(), day.parts().2),
                        (weekday, number),
                        "{today} {name} {number} {day}"
                    );
                    assert!((0..62).contains(&ahead(day)), "{today} {name} {number} {day}");
                    read += 1;
                }
            }
        }
        for number in 1..=31 {
            if let Some(day) = day(&format!("Payer le {number}"), today) {
                assert!(
                    day.parts().2 == number && (0..31).contains(&ahead(day)),
                    "{today} {number} {day}"
                );
                read += 1;
            }
            for (month, name) in MONTHS.iter().enumerate() {
                for says in [
                    format!("Payer {number} {name}"),
                    format!("Payer le {number}/{}", month + 1),
                ] {
                    if let Some(day) = day(&says, today) {
                        let written = (i8::try_from(month + 1).unwrap(), number);
                        assert_eq!((day.parts().1, day.parts().2), written, "{today} {says} {day}");
                        assert!((0..184).contains(&ahead(day)), "{today} {says} {day}");
                        read += 1;
                    }
                }
            }
        }
    }
    assert!(read > 30_000, "{read}");
}
