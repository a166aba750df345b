//! Who does it: the people and the organisations that a sentence says it of, *je* and *moi*, and those whom it names as one does
//! (*Mme Lefèvre*).

use super::found::Found;
use super::line::{Bound, Kind};
use super::words::among;
use super::{What, Why};
use crate::parcours::Doer;
use std::ops::Range;

/// Of whom, to whom, at whose place: somebody, but not who does it. An article makes a rose of Rose.
const NOT_BY: &str =
    "de d du des a au aux pour chez par sur contre sans selon un une la le l les carte envers vers si";
const TITLES: &str = "m mr mme mlle monsieur madame docteur dr maitre me";

pub(super) fn is_person(what: &What) -> bool {
    matches!(what, What::Doer(Doer::Person(_)))
}

pub(super) fn is_doer(what: &What) -> bool {
    matches!(what, What::Doer(_))
}

pub(super) fn find(found: &mut Found) {
    let (mut at, mut last) = (0, None);
    while at < found.line.tokens.len() {
        if !found.is_free(at) {
            at += 1;
            continue;
        }
        let (end, is_doer) = one(found, at, last);
        if is_doer {
            last = Some(end);
        }
        at = end;
    }
}

/// What stands here; where to go on, and whether it was somebody.
fn one(found: &mut Found, at: usize, last: Option<usize>) -> (usize, bool) {
    let (line, known) = (found.line, found.known);
    if let Some(id) = known.speaker
        && is_speaker(found, at)
    {
        add(found, at..at + 1, What::Doer(Doer::Person(id)));
        return (at + 1, true);
    }
    let named = known.named(line, at, is_doer);
    let Some(first) = named.first() else {
        if let Some(end) = titled(found, at) {
            let name = line.text(at..end).to_owned();
            add(found, at..end, What::Doer(Doer::Named(name)));
            return (end, true);
        }
        return (at + 1, false);
    };
    let tokens = first.tokens.clone();
    let end = tokens.end;
    let is_doing = if is_person(first.what) {
        !among(line.before(at, 1), NOT_BY)
    } else {
        acts(found, &tokens, last)
    };
    if !is_doing {
        return (end, false);
    }
    if named.len() > 1 {
        let choices: Vec<_> = named
            .iter()
            .map(|mention| found.part(tokens.clone(), mention.what.clone(), true))
            .collect();
        found.doubt(Why::TwoPeople, choices, line.span(tokens));
    } else {
        let what = first.what.clone();
        add(found, tokens, what);
    }
    (end, true)
}

/// Each once.
fn add(found: &mut Found, tokens: Range<usize>, what: What) {
    if !found.has(&what) {
        let part = found.part(tokens, what, true);
        found.add(part);
    }
}

/// *Je*, *j’*, *moi*, *m’*: whoever writes.
fn is_speaker(found: &Found, at: usize) -> bool {
    let line = found.line;
    let elided = line.is_bound(at + 1, Bound::Apostrophe);
    match line.word(at) {
        "je" | "jai" | "jvais" | "jdois" | "jirai" | "jappelle" => true,
        "j" | "m" => elided,
        "me" => !line.is(at + 1, Kind::Mark) && !line.tokens.get(at + 1).is_some_and(|next| next.capital),
        "moi" => !among(line.before(at, 1), NOT_BY) && line.word(at + 1) != "meme",
        _ => false,
    }
}

/// An organisation does something as the subject (*La CAF rappelle Rose*), or with somebody; elsewhere it is what it is about.
fn acts(found: &Found, tokens: &Range<usize>, last: Option<usize>) -> bool {
    let line = found.line;
    let at = tokens.start;
    let article = among(line.before(at, 1), "la le l les");
    let start = at - usize::from(article);
    let begins = article && (0..start).all(|at| !found.is_free(at));
    let goes_on = found.is_free(tokens.end) && !among(line.word(tokens.end), "a pour avec et");
    match line.before(start, 1) {
        "avec" => true,
        "et" => last == start.checked_sub(1),
        _ => begins && goes_on,
    }
}

/// `Mme Lefèvre`, as the subject or with somebody: where it ends.
fn titled(found: &Found, at: usize) -> Option<usize> {
    let line = found.line;
    if !among(line.word(at), TITLES) {
        return None;
    }
    let name = at + 1 + usize::from(line.word(at + 1) == ".");
    let is_name = line.tokens.get(name)?.capital && found.is_free(name);
    let start = at - usize::from(line.before(at, 1) == "le" || line.before(at, 1) == "la");
    let begins = (0..start).all(|at| !found.is_free(at)) || among(line.before(start, 1), "avec et");
    let mut end = name + 1;
    while line.is_bound(end, Bound::Hyphen) && found.is_free(end) {
        end += 1;
    }
    (is_name && begins).then_some(end)
}
