//! What stands around a day, and what it makes of it.

use super::Why;
use super::date::Said;
use super::line::{Bound, Kind, Line};
use super::words::{among, begins};
use std::ops::Range;

/// A day, or why there is none, and the tokens that say it.
pub(super) struct Named {
    pub tokens: Range<usize>,
    pub before: bool,
    pub said: Said,
    /// `ce soir`: the title keeps it, as nothing else would say that it is the evening.
    pub stays: bool,
}

/// Words before a day that is of something else.
const OTHER: &str = "de du d apres depuis pas sauf vers tous toutes partir dont un autre premier er deuxieme troisieme dernier e eme";

/// What stands around a day: *avant le*, *d’ici*, *au plus tard*; or what makes it the day of something else.
pub(super) fn bound(line: &Line, tokens: Range<usize>, mut said: Said) -> Named {
    let Range { mut start, mut end } = tokens;
    let stays = among(line.word(start), "ce cet");
    let mut before = line.word(start) == "ici";
    let mut other = None;
    let takes = |start: &mut usize, places: usize| *start = start.saturating_sub(places);
    if line.word(start) == "main" || line.word(start) == "ici" {
        takes(&mut start, 1);
    }
    if among(line.before(start, 1), "le la les ce") {
        takes(&mut start, 1);
    }
    match line.before(start, 1) {
        // `deux jours avant le 15`.
        "avant" if among(line.before(start, 2), "jour jours semaine semaines veille pas") => {
            other = Some(Why::OfAnother);
        }
        "avant" | "avt" => {
            before = true;
            takes(&mut start, 1);
        }
        "ici" if line.before(start, 2) == "d" => {
            before = true;
            takes(&mut start, 2);
        }
        "tard" if line.before(start, 2) == "plus" && line.before(start, 3) == "au" => {
            before = true;
            takes(&mut start, 3);
        }
        "au" | "a" if line.before(start, 2) == "jusqu" => {
            before = true;
            takes(&mut start, 2);
        }
        word @ ("au" | "a" | "et" | "ou") => {
            let first = if word == "au" { "du" } else { "de" };
            let is_range = (2..7).any(|back| line.before(start, back) == first)
                && matches!(said, Said::Day(_) | Said::Unsure(Why::NoSuchDay, _));
            // `8 et 9 décembre`.
            let is_second = line.is(start.wrapping_sub(2), Kind::Number)
                && line.is(start, Kind::Number)
                && !line.is_bound(start, Bound::Touching);
            if (word.starts_with('a') && is_range) || is_second {
                other = Some(Why::SeveralDays);
                takes(&mut start, 2);
            } else if word.starts_with('a') {
                takes(&mut start, 1);
            }
        }
        "pour" | "des" => takes(&mut start, 1),
        word if among(word, OTHER) => other = Some(Why::OfAnother),
        _ => {}
    }
    if line.says(end, &["au", "plus", "tard"]) {
        before = true;
        end += 3;
    } else if line.says(end, &["dernier", "delai"]) {
        before = true;
        end += 2;
    } else if among(line.word(end), "max maximum") {
        before = true;
        end += 1;
    }
    let colon = usize::from(line.before(start, 1) == ":");
    before |= line.before(start, 1 + colon) == "limite";
    if other.is_none() && is_of_another(line, start) {
        other = Some(Why::OfAnother);
    }
    if let (Some(why), Said::Day(day)) = (other, &said) {
        said = Said::Unsure(why, [Some(*day), None]);
    }
    let tokens = start..end;
    Named {
        tokens,
        before,
        said,
        stays,
    }
}

/// Whether the words before a day say that it is no day of the step: what has happened (*Rose a raté le bus mardi*, *courrier
/// reçu le 20*), what others are told of (*prévenir que Théo sera absent vendredi*), what is moved (*annuler le rdv mardi*).
fn is_of_another(line: &Line, day: usize) -> bool {
    const DONE: &str = "recu recue recus envoye envoyee signe signee date datee depose deposee vu vue venu venue echu echue ne nee eu parti partie perdu perdue pris prise fait faite mis mise";
    // What was decided is to come.
    const SET: &str = "prevu fixe programme reporte decale convoque repousse avance propose";
    const TOLD: &str = "sera serai seront serait absent absente absence";
    const MOVES: &str = "annul confirm deplac decal report honor";
    if among(line.before(day, 1), DONE) {
        return true;
    }
    let is_meeting = |at: &usize| among(line.word(*at), "rdv rendez rv reunion");
    let mut clause = (day.saturating_sub(12)..day)
        .rev()
        .take_while(|at| !line.is(*at, Kind::Mark));
    let met = clause.clone().any(|at| is_meeting(&at));
    clause.any(|at| {
        let word = line.word(at);
        let after = at + 1 + usize::from(among(line.word(at + 1), "pas deja bien ete"));
        let helps = word == "jai" || among(line.text(at..at + 1), "a ai as ont avons est sont avait");
        let is_done = among(line.word(after), DONE) || is_participle(line, after);
        let is_set = begins(line.word(after), SET);
        among(word, TOLD)
            || (met && begins(word, MOVES) && !is_participle(line, at))
            || (helps && after < day && is_done && !is_set)
    })
}

/// *Reporté à mardi* says the day, *reporter* what is done to it.
fn is_participle(line: &Line, at: usize) -> bool {
    let word = line.text(at..at + 1).trim_end_matches('s');
    word.ends_with('é') || word.ends_with("ée")
}
