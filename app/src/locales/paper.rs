//! What a parcours says on paper, in words.

use crate::locales::{self, say};
use itineraire_domain::calendar::Day;
use itineraire_domain::parcours::When;
use itineraire_domain::views::paper::{PaperName, PaperStep, PaperView};
use itineraire_service::documents::paper::{Card, Done, Draft, DraftStep, Next, Page, Says};
use itineraire_service::documents::qr::Square;

/// Between what is said of a step: a line is broken after it, never before.
const BETWEEN: &str = "\u{a0}· ";

/// The paper of a parcours, as one page holds it. `card` is the address where its person signs in. None only where our own fonts
/// cannot be read.
pub fn paper(view: &PaperView, card: &str) -> Option<Page> {
    draft(view, card).fit()
}

fn draft(view: &PaperView, card: &str) -> Draft {
    let first = name(&view.first_name);
    let goal = view.goal.as_ref().map(|goal| {
        let label = say::paper::goal_by(say::board::GOAL_IN_OWN_WORDS, &name(&goal.by));
        (label, say::every_page::quoted(&goal.words))
    });
    let next = match &view.next {
        Some(step) => Next {
            label: say::own::NEXT_STEP.into(),
            title: title(step),
            terms: terms(step, view.printed),
        },
        None => Next {
            label: say::own::NEXT_STEP.into(),
            title: say::own::NOTHING_NEXT.into(),
            terms: Vec::new(),
        },
    };
    // What is typed, where it is typed: without what only a machine needs.
    let typed = card.split_once("://").map_or(card, |(_, rest)| rest);
    Draft {
        page: Page {
            language: say::language::VOICE,
            title: say::paper::TITLE.into(),
            about: say::paper::about(&locales::day_and_year(view.printed), &first),
            goal,
            next,
            later: Vec::new(),
            later_title: say::paper::LATER.into(),
            left: Vec::new(),
            done: Done::Nothing,
            done_title: say::paper::DONE.into(),
            signs: [first, say::paper::TEAM.into()],
            writes: [say::paper::DATE.into(), say::paper::SIGNATURE.into()],
            card: Card {
                says: say::paper::card(typed),
                describes: say::paper::square(typed),
                square: Square::of(card),
            },
            foreign: say::paper::FOREIGN.into(),
        },
        steps: view.later.iter().map(|step| later(step, view.printed)).collect(),
        done: view.done.iter().map(|words| titled(words)).collect(),
        says: Says {
            left: |count| match count {
                1 => say::paper::LEFT_ONE.into(),
                count => say::paper::left_many(&count.to_string()),
            },
            done: |count| match count {
                1 => say::paper::DONE_ONE.into(),
                count => say::paper::done_many(&count.to_string()),
            },
            brief: say::paper::BRIEF,
        },
    }
}

fn name(name: &PaperName) -> String {
    match name {
        PaperName::Known(name) => name.clone(),
        PaperName::Someone => say::every_page::SOMEONE.into(),
        PaperName::Organisation => say::every_page::A_PARTNER.into(),
    }
}

fn titled(words: &str) -> String {
    match words.trim() {
        "" => say::card::UNTITLED.into(),
        words => words.into(),
    }
}

fn title(step: &PaperStep) -> String {
    titled(&step.title)
}

/// When it is; a day that has gone by is said kindly.
fn when(step: &PaperStep, today: Day) -> Option<String> {
    let said = |when: When| {
        if when.day < today {
            say::own::was_on(&locales::day(when.day))
        } else {
            locales::when(when)
        }
    };
    step.when.map(said)
}

/// Who does it, as the person's own page says it.
fn who(step: &PaperStep) -> Option<String> {
    let others: Vec<_> = step.others.iter().map(name).collect();
    let names = others.join(", ");
    match (others.is_empty(), step.theirs) {
        (true, true) => Some(say::own::YOURSELF.into()),
        (true, false) => None,
        (false, true) => Some(say::own::with_others(&names)),
        (false, false) => Some(say::own::by_others(&names)),
    }
}

fn terms(step: &PaperStep, today: Day) -> Vec<(String, String)> {
    let said = |words: &str| (!words.trim().is_empty()).then(|| words.to_owned());
    let all = [
        (say::paper::WHEN, when(step, today)),
        (say::step::PLACE, said(&step.place)),
        (say::step::WHO, who(step)),
        (say::step::BRING, said(&step.bring)),
        (say::step::DETAILS, said(&step.details)),
    ];
    let all = all
        .into_iter()
        .filter_map(|(label, words)| Some((label.to_owned(), words?)));
    all.collect()
}

/// A line of what another step is about: all of it, without its place and what to bring, and where it stands and when alone.
fn later(step: &PaperStep, today: Day) -> DraftStep {
    let said = |words: &str| (!words.trim().is_empty()).then(|| words.to_owned());
    let stands = Some(locales::column(step.column).to_owned());
    let bring = said(&step.bring).map(|things| say::own::bring(&things));
    let join = |all: Vec<Option<String>>| all.into_iter().flatten().collect::<Vec<_>>().join(BETWEEN);
    DraftStep {
        title: title(step),
        about: [
            join(vec![
                stands.clone(),
                when(step, today),
                said(&step.place),
                who(step),
                bring,
            ]),
            join(vec![stands.clone(), when(step, today), who(step)]),
            join(vec![stands, when(step, today)]),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use itineraire_domain::parcours::Column;
    use itineraire_domain::views::paper::PaperGoal;

    fn day(of: i8) -> Day {
        Day::new(2026, 12, of).expect("a day")
    }

    fn step(title: &str, on: Option<i8>, others: &[&str], theirs: bool) -> PaperStep {
        let known = |name: &&str| PaperName::Known((*name).to_owned());
        PaperStep {
            title: title.into(),
            details: String::new(),
            column: Column::Decided,
            when: on.map(|on| When {
                day: day(on),
                hour: None,
                before: false,
            }),
            place: "Mairie".into(),
            bring: String::new(),
            theirs,
            others: others.iter().map(known).collect(),
        }
    }

    fn view() -> PaperView {
        PaperView {
            first_name: PaperName::Known("Rose".into()),
            goal: Some(PaperGoal {
                words: "Travailler".into(),
                by: PaperName::Known("Camille".into()),
            }),
            next: Some(step("CV", Some(8), &["Yanis"], true)),
            later: vec![
                step(" ", Some(1), &[], true),
                step("Bus", None, &["Yanis", "Léa"], false),
            ],
            done: vec!["Carte".into(); 2],
            printed: day(2),
        }
    }

    #[test]
    fn a_paper_is_said_in_plain_french() {
        let page = paper(&view(), "https://parcours.ville.example/carte").expect("a page");
        assert_eq!(page.about, "Rose · imprimé le mercredi 2 décembre 2026");
        let goal = (
            "Mon cap, avec mes mots · écrit par Camille",
            "«\u{202f}Travailler\u{202f}»",
        );
        let (label, words) = page.goal.as_ref().expect("a goal");
        assert_eq!((label.as_str(), words.as_str()), goal);
        let terms: Vec<_> = page
            .next
            .terms
            .iter()
            .map(|(of, is)| (of.as_str(), is.as_str()))
            .collect();
        assert_eq!(
            terms,
            [
                ("Quand", "mardi 8 décembre"),
                ("Où", "Mairie"),
                ("Qui fait", "Avec Yanis")
            ]
        );
        let about: Vec<_> = page
            .later
            .iter()
            .map(|it| (it.title.as_str(), it.about.as_str()))
            .collect();
        let gone = "Décidé ensemble\u{a0}· C’était mardi 1er décembre\u{a0}· Mairie\u{a0}· Vous-même";
        let others = "Décidé ensemble\u{a0}· Mairie\u{a0}· Par Yanis, Léa";
        assert_eq!(about, [("(sans titre)", gone), ("Bus", others)]);
        assert_eq!(page.done, Done::Titles(vec!["Carte".into(), "Carte".into()]));
        let card = "Votre page\u{202f}: parcours.ville.example/carte, avec votre carte et votre code.";
        assert_eq!(page.card.says, card);
        assert!(page.pdf().is_some());
    }

    #[test]
    fn what_is_left_out_is_counted_in_the_singular_and_the_plural() {
        let says = draft(&view(), "").says;
        assert_eq!((says.left)(1), "Et 1 autre étape sur votre page.");
        assert_eq!((says.left)(3), "Et 3 autres étapes sur votre page.");
        assert_eq!((says.done)(1), "1 étape est déjà faite. Bravo\u{202f}!");
        assert_eq!((says.done)(12), "12 étapes sont déjà faites. Bravo\u{202f}!");
    }
}
