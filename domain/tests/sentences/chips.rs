//! Chips that are taken off, and those that are made of a doubt.

use super::world::known;
use itineraire_domain::sentence::{Reading, What, Why, read};

fn kinds(reading: &Reading) -> Vec<&str> {
    reading
        .parts()
        .iter()
        .map(|part| reading.words(&part.span))
        .collect()
}

#[test]
fn a_chip_that_is_taken_off_gives_its_words_back_and_stays_off() {
    let (says, known) = ("Rose appelle la CAF mardi 9 h 30, apporter le courrier", known());
    let reading = read(says, known);
    assert_eq!(
        kinds(&reading),
        ["Rose", "CAF", "mardi", "9 h 30", "apporter le courrier"]
    );
    let off = |reading: &Reading, words: &str| {
        let part = reading
            .parts()
            .iter()
            .position(|part| reading.words(&part.span) == words);
        reading.clone().without(part.unwrap())
    };
    let no_bring = off(&reading, "apporter le courrier");
    assert_eq!(no_bring.title(), "Rose appelle la CAF, apporter le courrier");
    assert_eq!(no_bring.draft().bring, "");
    // An hour without its day goes back too, as nothing else would keep it.
    let no_day = off(&no_bring, "mardi");
    assert_eq!(no_day.title(), says);
    assert_eq!(
        (no_day.draft().when, no_day.doubts()[0].why),
        (None, Why::HourWithoutDay)
    );
    let nobody = off(&off(&no_day, "Rose"), "CAF");
    assert_eq!((nobody.draft().doers, nobody.draft().theme), (Vec::new(), None));
    // The next letters bring nothing back, and what is new is read.
    let longer = nobody.again(&format!("{says} et le RIB, avec Yanis"), known);
    assert_eq!(kinds(&longer), ["9 h 30", "Yanis"]);
}

#[test]
fn a_doubt_offers_what_may_have_been_meant_and_what_is_taken_is_a_chip() {
    let known = known();
    let reading = read("Marie voit Rose mardi ou mercredi", known);
    let whys: Vec<Why> = reading.doubts().iter().map(|doubt| doubt.why).collect();
    assert_eq!(whys, [Why::TwoPeople, Why::SeveralDays]);
    assert_eq!(reading.doubts()[0].choices.len(), 2);
    let wednesday = reading.clone().taking(1, 1);
    assert_eq!(wednesday.draft().when.unwrap().day, "2026-12-02");
    assert_eq!(wednesday.title(), "Marie voit Rose mardi ou");
    let marie = wednesday.taking(0, 0);
    assert_eq!((marie.draft().doers.len(), marie.doubts()), (2, &[][..]));
    // And back again.
    let at = |reading: &Reading, is: fn(&What) -> bool| reading.parts().iter().position(|it| is(&it.what));
    let day = at(&marie, |what| matches!(what, What::Day { .. })).unwrap();
    assert_eq!(marie.without(day).title(), "Marie voit Rose mardi ou mercredi");
}

#[test]
fn two_thousand_characters_are_a_title_too_long_and_lose_nothing() {
    let known = known();
    let says = format!("Rose appelle {} mardi", "très ".repeat(395));
    let reading = read(&says, known);
    assert_eq!(reading.draft().when.unwrap().day, "2026-12-01");
    assert!(reading.doubts().iter().any(|doubt| doubt.why == Why::TooLong));
    assert_eq!(reading.title().matches("très").count(), 395);
}
