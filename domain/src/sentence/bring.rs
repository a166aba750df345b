//! What to bring: `apporter le courrier`, `à apporter : RIB, carte`, `penser à la carte vitale`. Where bringing something is the
//! step itself (*Apporter le dossier à la mairie*, *Rose doit apporter…*) it is the title.

use super::What;
use super::doer;
use super::found::Found;
use super::line::{Kind, Line};
use super::words::among;

const BRING: &str = "apporter amener ramener emporter";
/// Said to somebody, so only where a clause begins.
const TOLD: &str = "apporte apportez apportes amene amenez ramene prevoir prends prenez";
const THINK: &str = "penser pensez pense penses oublier oublie oublies oubliez";
/// What may stand before, and goes with it.
const BEFORE: &str = "a de d bien il faut faudra ne n pas sans et penser pensez pense oublier oublie oubliez";
const DETERMINERS: &str =
    "le la les l un une des son sa ses mon ma mes ton ta tes votre vos leur leurs au aux";
/// After these it is what somebody does.
const MODALS: &str = "doit dois doivent devra va vas vais vont peut peux pour veut veux faire venir aller vient viens lui leur me m te t l les la y nous vous voudrait";
/// A clause that begins so is about something else.
const ELSE: &str =
    "je j tu il elle on nous vous ils elles puis ensuite mais si car pour voir prendre faire rdv avec c ca";

/// The first one.
pub(super) fn find(found: &mut Found) {
    let line = found.line;
    for at in 0..line.tokens.len() {
        if let Some((start, after)) = trigger(found, at) {
            let end = end(found, after);
            let words = line.text(after..end).trim();
            if !words.is_empty() {
                let part = found.part(start..end, What::Bring(words.to_owned()), false);
                found.claim(start..end);
                found.add(part);
                return;
            }
        }
    }
}

/// The words that introduce it, from their first to what follows the last.
fn trigger(found: &Found, at: usize) -> Option<(usize, usize)> {
    let line = found.line;
    let word = line.word(at);
    let is_think = among(word, THINK);
    if !found.is_free(at) || !(is_think || among(word, BRING) || among(word, TOLD)) {
        return None;
    }
    let mut after = at + 1;
    if is_think {
        after += usize::from(line.word(after) == "pas");
        after += usize::from(among(line.word(after), "a de d"));
        if line.word(after) == "prendre" || among(line.word(after), BRING) {
            after += 1;
        } else if !among(line.word(after), DETERMINERS) && !line.is(after, Kind::Number) {
            return None;
        }
    }
    let mut start = at;
    while start > 0 && found.is_free(start - 1) && among(line.word(start - 1), BEFORE) {
        start -= 1;
    }
    let colon = usize::from(line.word(after) == ":");
    let begins = start == 0 || found.is_claimed(start - 1) || line.is(start - 1, Kind::Mark);
    let prefixed = start < at && !among(line.word(start), "a de d bien n pas");
    let follows = among(word, BRING) && start == at && !among(line.before(at, 1), MODALS);
    // The title must be somewhere: what begins the sentence is the step itself.
    let has_title = (0..start).any(|at| found.is_free(at));
    (has_title && (begins || prefixed || follows || colon == 1)).then_some((start, after + colon))
}

/// Where the things end: with the sentence, a day, an hour, or a clause about something else.
fn end(found: &Found, from: usize) -> usize {
    let line = found.line;
    let mut at = from;
    while at < line.tokens.len() && !found.is_claimed(at) {
        match line.word(at) {
            "." | ";" | "!" | "?" | "(" | ")" | "\n" => break,
            "," if is_other_clause(found, at + 1) => break,
            "puis" | "ensuite" => break,
            _ => at += 1,
        }
    }
    // `le courrier, mardi`, `le courrier à 9 h`: the comma is the day's.
    while at > from && line.is(at - 1, Kind::Mark) && line.word(at - 1) == "," {
        at -= 1;
    }
    at
}

fn is_other_clause(found: &Found, at: usize) -> bool {
    let line = found.line;
    at >= line.tokens.len()
        || found.is_claimed(at)
        || among(line.word(at), ELSE)
        || is_infinitive(line, at)
        || !found.known.named(line, at, doer::is_doer).is_empty()
}

/// `appeler`, but not `papier`.
fn is_infinitive(line: &Line, at: usize) -> bool {
    const NOUNS: &str = "papier dossier courrier cahier panier calendrier gouter dernier premier";
    let word = line.word(at);
    word.len() > 4 && (word.ends_with("er") || word.ends_with("ir")) && !among(word, NOUNS)
}
