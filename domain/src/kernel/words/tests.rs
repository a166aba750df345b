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
    words.try_out(client(2), &rose);
    words.try_out(client(3), &camille);
    let text = words.text();
    assert!(
        text.contains(" avec Yanis") && text.contains(" de l’école"),
        "{text}"
    );
}

#[test]
fn a_word_that_is_still_being_typed_is_not_split_by_someone_who_writes_after_it() {
    let mut server = Words::default();
    server.try_out(client(1), &typed(&Words::default(), client(1), "Bon"));
    let seen_by_rose = server.clone();
    server.try_out(client(1), &typed(&seen_by_rose, client(1), "Bonjour"));
    server.try_out(client(2), &typed(&seen_by_rose, client(2), "Bon et merci"));
    assert_eq!(server.text(), "Bonjour et merci");
}

#[test]
fn what_another_typed_inside_an_erased_passage_stays() {
    let mut words = Words::written_by(client(1), "un deux trois");
    let erase = typed(&words, client(1), "un trois");
    let add = typed(&words, client(2), "un deux et demi trois");
    words.try_out(client(2), &add);
    words.try_out(client(1), &erase);
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

/// Writer `number` types so many letters at the end, and erases them, in one event.
fn typed_and_erased(words: &mut Words, by: ClientId, letters: usize, at: u64) {
    let before = words.text();
    for wanted in [before.clone() + &"x".repeat(letters), before] {
        let changes = words.diff(by, &wanted, None);
        words.apply(by, &changes, Seq(at));
    }
}

#[test]
fn what_was_erased_up_to_an_event_is_forgotten_with_the_names_of_those_who_typed_it() {
    let mut words = Words::written_by(client(1_000), "Visiter la cuisine");
    for number in 1..=100 {
        typed_and_erased(&mut words, client(number), 150, u64::try_from(number).unwrap());
    }
    let before = words.weight();
    words.forget(Seq(74));
    assert_eq!(words.text(), "Visiter la cuisine");
    assert_eq!(
        words.erased().map(|(at, _)| at.0).collect::<Vec<_>>(),
        (75..=100).rev().collect::<Vec<_>>()
    );
    assert!(words.weight() < before / 3, "{} of {before}", words.weight());
    let written = serde_json::to_string(&words).unwrap();
    let names = |number| written.matches(&client(number).to_string()).count();
    assert_eq!((1..=100).filter(|number| names(*number) > 0).count(), 26);
    assert!(
        (1..=100).chain([1_000]).all(|number| names(number) <= 1),
        "each is named once"
    );
    // What it weighs is about what it is written in.
    assert!(
        (words.weight() / 2..words.weight() * 2).contains(&written.len()),
        "{} {}",
        words.weight(),
        written.len()
    );
}

#[test]
fn letters_erased_one_by_one_are_one_run_that_goes_with_the_last_of_them() {
    let mut words = Words::written_by(client(1), "Visiter");
    for (left, at) in (0..7).rev().zip(5..) {
        let changes = words.diff(client(1), &"Visiter"[..left], None);
        words.apply(client(1), &changes, Seq(at));
    }
    assert_eq!(words.erased().collect::<Vec<_>>(), [(Seq(11), RUN_WEIGHT + 7)]);
    // Erased again by someone who had not seen it: as of then.
    let again = [WordsChange::Hide {
        from: CharRef {
            client: client(1),
            number: 0,
        },
        count: 7,
    }];
    words.apply(client(2), &again, Seq(40));
    words.forget(Seq(10));
    assert!(words.holds(
        CharRef {
            client: client(1),
            number: 0
        },
        7
    ));
    words.forget(Seq(11));
    assert!(!words.holds(
        CharRef {
            client: client(1),
            number: 0
        },
        7
    ));
    assert_eq!(serde_json::to_string(&words).unwrap(), r#"{"f":7}"#);
}

#[test]
fn letters_erased_from_the_front_go_with_the_last_of_them_too() {
    let mut words = Words::written_by(client(1), "Visiter");
    for (gone, at) in (1..=7).zip(5..) {
        let changes = words.diff(client(1), &"Visiter"[gone..], Some(0));
        words.apply(client(1), &changes, Seq(at));
    }
    assert_eq!(words.erased().collect::<Vec<_>>(), [(Seq(11), RUN_WEIGHT + 7)]);
}

#[test]
fn letters_that_follow_one_another_are_taken_back_as_one_whichever_way_they_came() {
    let hide = |number, count| WordsChange::Hide {
        from: CharRef {
            client: client(1),
            number,
        },
        count,
    };
    assert_eq!(joined(vec![hide(3, 1), hide(4, 2), hide(2, 1)]), [hide(2, 4)]);
    assert_eq!(joined(vec![hide(3, 1), hide(5, 1)]).len(), 2);
    let words = Words::written_by(client(1), "Visiter");
    let back = words.all_inverse(client(1), &[hide(0, 1), hide(1, 1), hide(2, 1)]);
    assert!(
        matches!(back.as_slice(), [WordsChange::Show { count: 3, .. }]),
        "{back:?}"
    );
}

#[test]
fn a_text_that_names_no_writer_or_holds_an_empty_run_is_not_read() {
    let written = serde_json::to_value(Words::written_by(client(1), "oui")).unwrap();
    assert_eq!(written["r"], serde_json::json!([[0, 0, "oui", 0]]));
    for (place, wrong) in [(0, serde_json::json!(1)), (2, serde_json::json!(""))] {
        let mut spoilt = written.clone();
        spoilt["r"][0][place] = wrong;
        assert!(serde_json::from_value::<Words>(spoilt).is_err());
    }
}

#[test]
fn a_client_that_was_let_go_and_comes_back_gives_no_letter_an_old_name() {
    let rose = client(1);
    let mut words = Words::default();
    let first = words.diff(rose, "abc", None);
    words.apply(rose, &first, Seq(1));
    let erases = words.diff(client(2), "", None);
    words.apply(client(2), &erases, Seq(2));
    words.forget(Seq(2));
    assert!(words.next_of(rose).is_none(), "let go");

    let again = words.diff(rose, "Bonjour", None);
    assert_eq!(words.check(rose, &again, 50), Ok(()));
    words.apply(rose, &again, Seq(3));
    // A tablet that slept since the beginning erases what it saw.
    words.apply(client(4), &erases, Seq(4));
    assert_eq!(words.text(), "Bonjour");
}

#[test]
fn what_a_client_typed_before_it_knew_that_it_was_let_go_is_taken() {
    let rose = client(1);
    let mut words = Words::default();
    words.apply(rose, &words.diff(rose, "abc", None), Seq(1));
    let mut asleep = words.clone();
    let typed = asleep.diff(rose, "abcdef", None);
    asleep.try_out(rose, &typed);
    let erases = words.diff(client(2), "", None);
    words.apply(client(2), &erases, Seq(2));
    typed_and_erased(&mut words, client(4), 1_000, 3);
    words.forget(Seq(3));
    assert!(words.next_of(rose).is_none() && words.let_go >= 1_000);
    // Its anchor is gone with the others: put at the start, as a page does that types on an empty text.
    let WordsChange::Insert { first, text, .. } = &typed[0] else {
        panic!("{typed:?}")
    };
    let typed = [WordsChange::Insert {
        after: None,
        before: None,
        first: *first,
        text: text.clone(),
    }];
    assert_eq!(words.check(rose, &typed, 50), Ok(()));
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
            words.try_out(by, &changes);
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
            words.try_out(client(2), std::slice::from_ref(change));
            back.splice(0..0, inverse);
        }
        words.try_out(client(3), &back);
        prop_assert_eq!(words.text(), first);
    }

    #[test]
    fn every_word_typed_at_once_by_three_clients_is_there_once(
        order in prop::collection::vec(0usize..3, 1..40),
        lags in prop::collection::vec(0usize..4, 40),
    ) {
        // Each writer types its own words, letter by letter, at the end of what it last saw.
        let mut history = vec![Words::default()];
        let mut replicas = vec![Words::default(); 3];
        let mut counts = [0usize; 3];
        for (turn, writer) in order.iter().enumerate() {
            let by = client(*writer as u128);
            // What this writer saw: an older state of the server, plus its own letters, which the server holds too.
            let behind = history[history.len() - 1 - lags[turn].min(history.len() - 1)].clone();
            if replicas[*writer].len() < behind.len() && behind.next_number(by) == u32::try_from(counts[*writer]).unwrap_or(u32::MAX) {
                replicas[*writer] = behind;
            }
            let letter = ["x", "y", "z"][*writer];
            let mine = replicas[*writer].visible().filter(|(_, at)| at.client == by).last().map(|(_, at)| at);
            let place = mine.and_then(|at| replicas[*writer].place_after(at)).unwrap_or_else(|| replicas[*writer].len());
            let mut wanted = replicas[*writer].text();
            let at = wanted.char_indices().nth(place).map_or(wanted.len(), |(at, _)| at);
            wanted.insert_str(at, letter);
            let changes = replicas[*writer].diff(by, &wanted, Some(place + 1));
            replicas[*writer].try_out(by, &changes);
            let mut server = history[history.len() - 1].clone();
            prop_assert_eq!(server.check(by, &changes, 1000), Ok(()));
            server.try_out(by, &changes);
            history.push(server);
            counts[*writer] += 1;
        }
        let text = history[history.len() - 1].text();
        for (writer, letter) in ["x", "y", "z"].iter().enumerate() {
            prop_assert!(text.contains(&letter.repeat(counts[writer])), "{} in {}", letter, text);
        }
    }

    #[test]
    fn copies_let_the_same_clients_go_and_no_name_is_given_twice(
        turns in prop::collection::vec((0u128..6, 1usize..200, any::<bool>(), any::<bool>(), any::<bool>()), 1..40),
    ) {
        let (mut one, mut two) = (Words::default(), Words::default());
        let mut given = std::collections::BTreeSet::new();
        for ((writer, letters, erases, kept, forgets), at) in turns.into_iter().zip(1..) {
            let by = client(writer);
            let text = one.text();
            let wanted = if erases { String::new() } else { text + &"é".repeat(letters) };
            let changes = one.diff(by, &wanted, None);
            prop_assert_eq!(one.check(by, &changes, usize::MAX), Ok(()));
            for change in &changes {
                if let WordsChange::Insert { first, text, .. } = change {
                    for number in (*first..).take(text.chars().count()) {
                        prop_assert!(given.insert((by, number)), "{} of {} again", number, by);
                    }
                }
            }
            one.apply(by, &changes, Seq(at));
            two.apply(by, &changes, Seq(at));
            if forgets {
                one.forget(Seq(at));
                two.forget(Seq(at));
            }
            prop_assert_eq!(&one.text(), &wanted);
            // A page that was closed, and opened again on what it kept.
            if kept {
                two = serde_json::from_str(&serde_json::to_string(&two).unwrap()).unwrap();
            }
            prop_assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&two).unwrap());
            for writer in &one.writers {
                let there = one.runs.iter().any(|run| run.client == writer.client);
                prop_assert!(there, "{} wrote nothing that is left", writer.client);
            }
        }
    }
}
