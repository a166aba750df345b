//! Where: a place that the cell knows, or what plainly closes a sentence after its day: *mardi 9 h, chez le médecin*. What is
//! written, asked or sent *à la mairie* is not done there.

use super::What;
use super::doer;
use super::found::Found;
use super::line::{Kind, Line, capital};
use super::words::{among, begins};
use std::ops::Range;

/// How verbs begin that reach someone where they do not go.
const REACH: &str =
    "ecri demand telephon envoy parl repond donn remet remis transm apport adresser rappel reclam";
/// How verbs begin that are nothing without where to.
const GO: &str =
    "va vas vais vont alle allon pass emmen amen accompagn rend vien venir retour rejoi condui depos mener";
/// What follows *à la* and is no place.
const NO_PLACE: &str = "telephone plus sujet propos moins premiere debut fin cause jeun matin soir nouveau tour cas maximum midi moment calme pair lieu";

pub(super) fn find(found: &mut Found) {
    let line = found.line;
    let (mut reaches, mut goes) = (false, false);
    for at in 0..line.tokens.len() {
        let word = line.word(at);
        if !found.is_free(at) {
            continue;
        }
        if !reaches && let Some((tokens, name)) = known(found, at).or_else(|| closing(found, at)) {
            let stays = goes || !is_after_day(found, tokens.start);
            let part = found.part(tokens.clone(), What::Place(name), stays);
            found.claim(tokens);
            found.add(part);
            return;
        }
        // *Une demande* reaches nobody.
        let is_noun = among(line.before(at, 1), "la le l les une un sa ma mes des");
        reaches |= !is_noun && begins(word, REACH);
        goes |= !among(word, "passeport") && begins(word, GO);
    }
}

/// Whether a day or an hour has just been read, with a comma or nothing between.
fn is_after_day(found: &Found, at: usize) -> bool {
    let back = 1 + usize::from(found.line.before(at, 1) == ",");
    found.is_claimed(at.wrapping_sub(back))
}

/// The words before a place, from here: `à la`, `au`, `chez`, `dans le`. Whether they are part of its name.
fn preposition(line: &Line, at: usize) -> Option<(usize, bool)> {
    let article = |at: usize| at + usize::from(among(line.word(at), "le la l les"));
    match line.word(at) {
        "au" | "aux" => Some((at + 1, false)),
        "a" | "dans" => Some((article(at + 1), false)),
        "chez" | "devant" => Some((article(at + 1), true)),
        _ => None,
    }
}

pub(super) fn is_place(what: &What) -> bool {
    matches!(what, What::Place(_))
}

fn known(found: &Found, at: usize) -> Option<(Range<usize>, String)> {
    let line = found.line;
    let named = |at: usize| found.known.named(line, at, is_place).into_iter().next();
    let mention = match preposition(line, at) {
        Some((after, _)) => named(after).or_else(|| named(at + 1)),
        // By itself only right after the day: `appeler la mairie` is not there.
        None if is_after_day(found, at) => named(at),
        None => None,
    }?;
    let is_free = mention.tokens.clone().all(|at| found.is_free(at));
    match mention.what {
        What::Place(name) if is_free => Some((at..mention.tokens.end, name.clone())),
        _ => None,
    }
}

/// A place that nobody has named before: short, right after the day, and the end of its clause.
fn closing(found: &Found, at: usize) -> Option<(Range<usize>, String)> {
    let line = found.line;
    let (after, is_named) = preposition(line, at)?;
    let is_proper = after > at + 1 || among(line.word(at), "au aux chez");
    if !is_after_day(found, at)
        || !(is_proper || line.tokens.get(after).is_some_and(|token| token.capital))
        || among(line.word(after), NO_PLACE)
    {
        return None;
    }
    let mut end = after;
    while found.is_free(end) && !among(line.word(end), "avec pour et") {
        if !found.known.named(line, end, doer::is_person).is_empty() && !is_named {
            break;
        }
        end += 1;
    }
    let is_end = end >= line.tokens.len()
        || found.is_claimed(end)
        || line.is(end, Kind::Mark)
        || among(line.word(end), "avec pour");
    if !is_end || end == after || end - after > 6 {
        return None;
    }
    let words = line.text(if is_named { at } else { after }..end);
    Some((at..end, capitalised(words)))
}

/// With a capital first letter.
pub(super) fn capitalised(words: &str) -> String {
    let mut all = String::with_capacity(words.len());
    let mut letters = words.chars();
    all.extend(letters.next().map(capital));
    all.push_str(letters.as_str());
    all
}
