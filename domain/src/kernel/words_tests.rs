use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn client(number: u128) -> ClientId {
    ClientId(Uuid::from_u128(number))
}

fn typed(words: &Words, by: ClientId, text: &str) -> Vec<WordsChange> {
    words.diff(by, text, None)
}

#[test]
fn two_people_who_type_at_the_same_place_both_keep_their_words() {
    let mut words = Words::written_by(client(1), "Visiter la cuisine");
    let rose = typed(&words, client(2), "Visiter la cuisine avec Yanis");
    let camille = typed(&words, client(3), "Visiter la cuisine de l’école");
    words.apply(client(2), &rose);
    words.apply(client(3), &camille);
    let text = words.text();
    assert!(
        text.contains(" avec Yanis") && text.contains(" de l’école"),
        "{text}"
    );
}

#[test]
fn a_word_that_is_still_being_typed_is_not_split_by_someone_who_writes_after_it() {
    let mut server = Words::default();
    server.apply(client(1), &typed(&Words::default(), client(1), "Bon"));
    let seen_by_rose = server.clone();
    server.apply(client(1), &typed(&seen_by_rose, client(1), "Bonjour"));
    server.apply(client(2), &typed(&seen_by_rose, client(2), "Bon et merci"));
    assert_eq!(server.text(), "Bonjour et merci");
}

#[test]
fn what_another_typed_inside_an_erased_passage_stays() {
    let mut words = Words::written_by(client(1), "un deux trois");
    let erase = typed(&words, client(1), "un trois");
    let add = typed(&words, client(2), "un deux et demi trois");
    words.apply(client(2), &add);
    words.apply(client(1), &erase);
    assert!(words.text().contains("et demi"), "{}", words.text());
}

#[test]
fn an_edit_of_forgotten_or_foreign_characters_is_refused() {
    let words = Words::written_by(client(1), "oui");
    let stranger = CharRef {
        client: client(9),
        number: 0,
    };
    let hide = [WordsChange::Hide {
        from: stranger,
        count: 1,
    }];
    assert_eq!(words.check(client(2), &hide, 50), Err(Refusal::WordsGone));
    let reused = [WordsChange::Insert {
        after: None,
        before: None,
        first: 1,
        text: "x".into(),
    }];
    assert_eq!(words.check(client(1), &reused, 50), Err(Refusal::WordsGone));
    let long = typed(&words, client(2), &"a".repeat(10_000));
    assert_eq!(
        words.check(client(2), &long, 200),
        Err(Refusal::TooLong { limit: 200 })
    );
}

proptest! {
    #[test]
    fn a_difference_applied_gives_the_wanted_text(
        texts in prop::collection::vec("[ab é\n]{0,12}", 1..12),
        cursors in prop::collection::vec(prop::option::of(0usize..14), 12),
    ) {
        let mut words = Words::default();
        for (turn, wanted) in texts.iter().enumerate() {
            let by = client(turn as u128 % 3);
            let changes = words.diff(by, wanted, cursors[turn]);
            prop_assert_eq!(words.check(by, &changes, 100), Ok(()));
            words.apply(by, &changes);
            prop_assert_eq!(&words.text(), wanted);
        }
    }

    #[test]
    fn taking_a_change_back_gives_the_text_before(first in "[abc ]{0,12}", second in "[abc ]{0,12}") {
        let mut words = Words::written_by(client(1), &first);
        let changes = words.diff(client(2), &second, None);
        let mut back = Vec::new();
        for change in &changes {
            let inverse = words.inverse(client(2), change);
            words.apply(client(2), std::slice::from_ref(change));
            back.splice(0..0, inverse);
        }
        words.apply(client(3), &back);
        prop_assert_eq!(words.text(), first);
    }

    #[test]
    fn every_word_typed_at_once_by_three_hands_is_there_once(
        order in prop::collection::vec(0usize..3, 1..40),
        lags in prop::collection::vec(0usize..4, 40),
    ) {
        // Each hand types its own words, letter by letter, at the end of what it last saw.
        let mut history = vec![Words::default()];
        let mut replicas = vec![Words::default(); 3];
        let mut counts = [0usize; 3];
        for (turn, hand) in order.iter().enumerate() {
            let by = client(*hand as u128);
            // What this hand saw: an older state of the server, plus its own letters, which the server holds too.
            let behind = history[history.len() - 1 - lags[turn].min(history.len() - 1)].clone();
            if replicas[*hand].len() < behind.len() && behind.next_number(by) == u32::try_from(counts[*hand]).unwrap_or(u32::MAX) {
                replicas[*hand] = behind;
            }
            let letter = ["x", "y", "z"][*hand];
            let mine = replicas[*hand].visible().filter(|(_, at)| at.client == by).last().map(|(_, at)| at);
            let place = mine.and_then(|at| replicas[*hand].place_after(at)).unwrap_or_else(|| replicas[*hand].len());
            let mut wanted = replicas[*hand].text();
            let at = wanted.char_indices().nth(place).map_or(wanted.len(), |(at, _)| at);
            wanted.insert_str(at, letter);
            let changes = replicas[*hand].diff(by, &wanted, Some(place + 1));
            replicas[*hand].apply(by, &changes);
            let mut server = history[history.len() - 1].clone();
            prop_assert_eq!(server.check(by, &changes, 1000), Ok(()));
            server.apply(by, &changes);
            history.push(server);
            counts[*hand] += 1;
        }
        let text = history[history.len() - 1].text();
        for (hand, letter) in ["x", "y", "z"].iter().enumerate() {
            prop_assert!(text.contains(&letter.repeat(counts[hand])), "{} in {}", letter, text);
        }
    }
}
