use super::*;
use uuid::Uuid;

const ROSE: ClientId = ClientId(Uuid::from_u128(1));
const CAMILLE: ClientId = ClientId(Uuid::from_u128(2));

fn words(text: &str) -> Words {
    Words::written_by(CAMILLE, text)
}

/// What Camille makes of a text.
fn by_camille(words: &Words, wanted: &str) -> Words {
    let changes = words.diff(CAMILLE, wanted, None);
    let mut after = words.clone();
    after.try_out(CAMILLE, &changes);
    after
}

fn end(text: &str) -> (usize, usize) {
    let end = text.chars().count();
    (end, end)
}

#[test]
fn cf3_a_word_that_comes_while_another_is_composed_is_not_erased_by_it() {
    let board = words("Visiter");
    let mut draft = Draft::new(board.clone());
    draft.composes(true);
    let value = "Visiter la";
    let mut board = by_camille(&board, "Visiter demain");
    assert_eq!(
        draft.follow(ROSE, &board, value, end(value)),
        None,
        "the keyboard composes"
    );

    draft.composes(false);
    let changes = draft.unwritten(ROSE, value, None);
    board.check(ROSE, &changes, 200).unwrap();
    board.try_out(ROSE, &changes);
    draft.written(ROSE, &changes);
    let text = board.text();
    assert!(text.contains("demain") && text.contains(" la"), "{text}");
    assert_eq!(draft.follow(ROSE, &board, value, end(value)).unwrap().text, text);
}

#[test]
fn rb1_what_is_composed_is_given_when_the_page_is_left() {
    let mut draft = Draft::new(words("Oui"));
    draft.composes(true);
    let changes = draft.unwritten(ROSE, "Oui mais", None);
    let mut board = words("Oui");
    board.try_out(ROSE, &changes);
    assert_eq!(board.text(), "Oui mais");
}

#[test]
fn what_was_refused_stays_in_the_field_when_foreign_words_come() {
    let board = words("Un titre");
    let mut draft = Draft::new(board.clone());
    let value = "Un titre beaucoup trop long";
    // The rules refuse it: nothing is written. Then Camille writes at the start.
    let board = by_camille(&board, "Voici : Un titre");
    let shown = draft.follow(ROSE, &board, value, end(value)).unwrap();
    assert_eq!(shown.text, "Voici : Un titre beaucoup trop long");
    assert!(draft.holds(&shown.text), "still not given");
    assert_eq!(draft.follow(ROSE, &board, &shown.text, end(&shown.text)), None);
}

#[test]
fn what_was_typed_before_the_page_woke_is_not_overwritten() {
    let board = words("Mon cap");
    let mut draft = Draft::new(board.clone());
    assert_eq!(
        draft.follow(ROSE, &board, "Mon cap à moi", end("Mon cap à moi")),
        None
    );
    assert!(draft.holds("Mon cap à moi"));
    assert_eq!(draft.unwritten(ROSE, "Mon cap à moi", None).len(), 1);
}

#[test]
fn the_cursor_stays_behind_the_character_that_it_stood_behind() {
    let board = words("un trois");
    let mut draft = Draft::new(board.clone());
    let board = by_camille(&board, "zéro un trois");
    let shown = draft.follow(ROSE, &board, "un trois", (2, 3)).unwrap();
    assert_eq!(shown.selection, (7, 8));
    let mut draft = Draft::new(board.clone());
    let shorter = by_camille(&board, "un trois");
    let shown = draft.follow(ROSE, &shorter, "zéro un trois", (0, 0)).unwrap();
    assert_eq!(shown.selection, (0, 0));
}

#[test]
fn a_tab_and_other_characters_that_nobody_reads_do_not_block_the_field() {
    let draft = Draft::new(words("a"));
    let changes = draft.unwritten(ROSE, "a\tb\u{7}\r\nc", Some(3));
    let mut board = words("a");
    board.check(ROSE, &changes, 200).unwrap();
    board.try_out(ROSE, &changes);
    assert_eq!(board.text(), "a b\nc");
}
