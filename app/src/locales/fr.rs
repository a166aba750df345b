//! French, in plain words: short sentences, *vous*, a narrow no-break space before `: ; ! ?` and inside « ».

use crate::api::AppError;
use itineraire_domain::access::Role;
use itineraire_domain::calendar::{Day, Hour, Moment};
use itineraire_domain::parcours::{
    Action, ActionName, Agreement, Column, Fact, Item, Level, ShelfFact, When,
};
use itineraire_domain::theme::Theme;
use itineraire_domain::views::pages::CircleLevel;
use itineraire_domain::{Refusal, Trouble};

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
const DAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

/// The service is newer than the page.
#[cfg_attr(
    not(feature = "hydrate"),
    allow(dead_code, reason = "only a living page is told")
)]
pub const UPDATED: &str =
    "L’application a été mise à jour. Copiez ce qui n’est pas encore enregistré, puis rechargez la page.";

/// A theme's word.
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Rights => "Accès aux droits",
        Theme::Digital => "Numérique",
        Theme::Mobility => "Mobilité",
        Theme::Work => "Emploi",
        Theme::Training => "Formation",
        Theme::Health => "Santé",
        Theme::Housing => "Logement",
        Theme::Money => "Budget",
        Theme::Family => "Famille",
        Theme::Language => "Français",
    }
}

/// *Parcours de Rose*, *Parcours d’Alain*.
pub fn parcours_of(name: &str) -> String {
    let vowel = |c: char| "AEIOUHÀÂÄÉÈÊËÎÏÔÖÙÛÜŒ".contains(c);
    let first = name.chars().next().and_then(|c| c.to_uppercase().next());
    let of = if first.is_some_and(vowel) { "d’" } else { "de " };
    format!("Parcours {of}{name}")
}

/// A column's title.
pub fn column(column: Column) -> &'static str {
    match column {
        Column::ToDiscuss => "À discuter",
        Column::Decided => "Décidé ensemble",
        Column::InProgress => "En cours",
        Column::Done => "Fait",
    }
}

/// How strong a frein is.
pub fn barrier_level(level: Level) -> &'static str {
    match level {
        Level::Gone => "Levé",
        Level::Slight => "Presque levé",
        Level::Medium => "Moyen",
        Level::Strong => "Fort",
        Level::VeryStrong => "Très fort",
    }
}

/// How strong a levier is.
pub fn lever_level(level: Level) -> &'static str {
    match level {
        Level::Gone => "N’aide plus",
        Level::Slight => "Aide un peu",
        Level::Medium => "Aide bien",
        Level::Strong => "Aide beaucoup",
        Level::VeryStrong => "Très fort",
    }
}

/// The level of the accompaniment.
pub fn circle(level: CircleLevel) -> &'static str {
    match level {
        CircleLevel::Individual => "Individuel",
        CircleLevel::Internal => "Collectif interne",
        CircleLevel::External => "Collectif externe",
    }
}

/// One party's answer, in words.
pub fn answer(answer: Option<&Agreement>) -> &'static str {
    match answer {
        None => "Pas encore de réponse",
        Some(Agreement::Agreed { .. }) => "D’accord",
        Some(Agreement::ToConfirm { .. }) => "À confirmer\u{202f}: les mots ont changé",
        Some(Agreement::Talk { .. }) => "On en parle",
        Some(Agreement::Refused { .. }) => "Non",
        Some(Agreement::OnPaper { .. }) => "Accord noté sur papier",
    }
}

/// What an action is called in the undo list.
pub fn action(action: &Action) -> &'static str {
    let puts_back = |change: &Fact| matches!(change, Fact::Shelf(_, ShelfFact::Restored));
    match action.name {
        ActionName::Words => "texte écrit",
        ActionName::Added if matches!(action.item, Some(Item::Step(_))) => "étape proposée",
        ActionName::Added => "ajout",
        ActionName::Rated => "force indiquée",
        ActionName::Theme => "thème choisi",
        ActionName::Doers => "qui fait",
        ActionName::When => "date",
        ActionName::Place => "lieu",
        ActionName::Bring => "à apporter",
        ActionName::Lifts => "frein à lever",
        ActionName::LeansOn => "appui",
        ActionName::Checklist => "liste à cocher",
        ActionName::Stage => "avancement",
        ActionName::Moved => "déplacement",
        ActionName::Bin if action.inverse.iter().any(puts_back) => "retrait",
        ActionName::Bin => "remise en place",
    }
}

/// What happened, what is safe, what to do.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotAllowed => "Vous ne pouvez pas faire cela. Rien n’a changé.",
        Refusal::NotFound => "Cet élément n’existe pas, ou n’est pas pour vous. Rien n’a changé.",
        Refusal::ProofNeeded => "Pour cette réponse, il faut la carte et le code de la personne.",
        Refusal::Stale => "Le texte a changé depuis que vous l’avez lu. Relisez-le, puis répondez.",
        Refusal::NotDecided => "Il manque un accord\u{202f}: celui de la personne, ou celui d’un professionnel.",
        Refusal::WrongStage => "L’étape n’en est pas là. Rien n’a changé.",
        Refusal::InBin => "Cet élément est dans la corbeille. Remettez-le d’abord.",
        Refusal::TooLong { limit } => {
            return format!("C’est trop long\u{202f}: {limit} caractères au plus. Votre texte est gardé ici.");
        }
        Refusal::TooMany { limit } => return format!("Il y en a déjà {limit}. Retirez-en un d’abord."),
        Refusal::Empty => "Il manque les mots. Écrivez quelque chose, même court.",
        Refusal::NoSuchDate => "Cette date n’existe pas. Choisissez-en une autre.",
        Refusal::WordsGone => {
            "Le texte a trop changé. Votre version est gardée ici\u{202f}: copiez-la où vous voulez."
        }
        Refusal::AlreadyThere => "C’est déjà fait.",
        Refusal::Superseded => "Une action plus récente porte sur la même chose. Annulez-la d’abord.",
        Refusal::NotUndoable => "Cette action ne peut plus être annulée.",
        Refusal::BadPeriod => "La durée du partage ne va pas\u{202f}: 90 jours au plus.",
        Refusal::UnknownCommand => "Le service ne connaît pas cette action. Rien n’a changé.",
        Refusal::NewerVersion => {
            "Cette page est plus récente que le service. Copiez ce que vous venez d’écrire, puis réessayez plus tard."
        }
        Refusal::WrongClient | Refusal::Gap { .. } => {
            "Cette page n’est plus reliée. Copiez ce que vous venez d’écrire, puis rechargez la page."
        }
        Refusal::SignedOut => "Votre session est finie. Identifiez-vous à nouveau.",
        Refusal::Unavailable => "Le service ne répond pas. Rien n’est perdu\u{202f}: réessayez dans un moment.",
    }
    .to_owned()
}

/// The sentence for why the service keeps nothing for now. What is on the page stays there as long as it is open.
pub fn trouble(why: Trouble) -> &'static str {
    match why {
        Trouble::Full => {
            "Le disque du service est plein\u{202f}: rien de nouveau n’est enregistré. Gardez cette page ouverte\u{202f}: elle réessaie toute seule."
        }
        Trouble::ReadOnly | Trouble::Unreachable | Trouble::Taken => {
            "Le service n’arrive plus à enregistrer. Gardez cette page ouverte\u{202f}: elle réessaie toute seule."
        }
    }
}

/// The sentence for what a server function answers.
pub fn error(error: &AppError) -> String {
    match error {
        AppError::SignIn => "Ces informations n’ouvrent pas de session. Vérifiez, puis réessayez.".into(),
        AppError::TooMany => "Trop d’essais. Attendez une minute, puis réessayez.".into(),
        AppError::Malformed => {
            "Le service n’a pas compris cette demande. Rien n’a changé : rechargez la page, puis réessayez."
                .into()
        }
        AppError::TooLarge => "C’est trop long pour un seul envoi. Rien n’a changé : raccourcissez.".into(),
        AppError::Refused(why) => refusal(why),
        AppError::NotKept(why) => trouble(*why).into(),
        AppError::Unavailable => refusal(&Refusal::Unavailable),
    }
}

fn number(day: i8) -> String {
    if day == 1 {
        "1ᵉʳ".into()
    } else {
        day.to_string()
    }
}

/// *14 h 30*, *14 h*
pub fn hour(hour: Hour) -> String {
    match hour.parts() {
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, minutes) => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
    }
}

/// *mardi 1ᵉʳ décembre*
pub fn day(day: Day) -> String {
    let (_, month, number_of) = day.parts();
    format!(
        "{} {} {}",
        DAYS[day.weekday()],
        number(number_of),
        month_name(month)
    )
}

fn month_name(month: i8) -> &'static str {
    MONTHS
        .get(usize::from(month.unsigned_abs()).saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

/// *mardi 1ᵉʳ décembre à 14 h*, *avant le mardi 15 décembre*
pub fn when(when: When) -> String {
    let day = day(when.day);
    let day = if when.before {
        format!("avant le {day}")
    } else {
        day
    };
    match when.hour {
        Some(at) => format!("{day} à {}", hour(at)),
        None => day,
    }
}

/// *mar. 1ᵉʳ déc., 14 h*
pub fn short_when(when: When) -> String {
    let (_, month, number_of) = when.day.parts();
    let (day, month) = (DAYS[when.day.weekday()], month_name(month));
    let short = |word: &str, letters: usize| {
        if word.chars().count() <= letters + 1 {
            word.to_owned()
        } else {
            word.chars().take(letters).collect::<String>() + "."
        }
    };
    let before = if when.before { "avant le " } else { "" };
    let text = format!(
        "{before}{} {} {}",
        short(day, 3),
        number(number_of),
        short(month, 3)
    );
    match when.hour {
        Some(at) => format!("{text}, {}", hour(at)),
        None => text,
    }
}

/// *le 12 octobre*
pub fn on(at: Moment) -> String {
    let (day, _) = at.in_paris();
    let (_, month, number_of) = day.parts();
    format!("le {} {}", number(number_of), month_name(month))
}

/// What someone is in a space of theirs.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Usager => "Personne accompagnée",
        Role::Professional => "Équipe de la cellule",
        Role::Partner => "Partenaire",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Each refusal as it is written on the wire; a test of the rules keeps the list whole.
    const REFUSALS: &str = include_str!("../../../domain/tests/golden/v1/refusals.json");

    #[test]
    fn every_refusal_and_every_error_has_a_sentence() {
        let listed: BTreeMap<String, Vec<Refusal>> = serde_json::from_str(REFUSALS).expect("refusals");
        let refused = listed.into_values().flatten().map(AppError::Refused);
        let errors = [
            AppError::SignIn,
            AppError::TooMany,
            AppError::Malformed,
            AppError::TooLarge,
            AppError::Unavailable,
            AppError::NotKept(Trouble::Full),
            AppError::NotKept(Trouble::ReadOnly),
            AppError::NotKept(Trouble::Unreachable),
            AppError::NotKept(Trouble::Taken),
        ];
        let all: Vec<_> = refused.chain(errors).collect();
        assert!(all.len() > 25, "{}", all.len());
        for one in all {
            let sentence = error(&one);
            assert!(
                sentence.ends_with('.') && sentence.contains(' '),
                "{one:?}: {sentence:?}"
            );
        }
    }

    #[test]
    fn no_sentence_promises_work_that_a_reload_would_lose() {
        for why in [
            Refusal::NewerVersion,
            Refusal::WrongClient,
            Refusal::Gap { expected: 7 },
        ] {
            assert!(!refusal(&why).contains("gardé"), "{why:?}");
            assert!(refusal(&why).contains("Copiez"), "{why:?}");
        }
    }

    #[test]
    fn a_name_that_begins_with_a_vowel_takes_an_apostrophe() {
        assert_eq!(parcours_of("Rose M."), "Parcours de Rose M.");
        assert_eq!(parcours_of("Alain"), "Parcours d’Alain");
        assert_eq!(parcours_of("élodie"), "Parcours d’élodie");
        assert_eq!(parcours_of(""), "Parcours de ");
    }

    #[test]
    fn dates_are_written_as_french_people_write_them() {
        let day = Day::new(2026, 12, 1).expect("a day");
        let at = When {
            day,
            hour: Hour::new(14, 30).ok(),
            before: false,
        };
        assert_eq!(when(at), "mardi 1ᵉʳ décembre à 14\u{a0}h\u{a0}30");
        assert_eq!(short_when(at), "mar. 1ᵉʳ déc., 14\u{a0}h\u{a0}30");
        assert_eq!(
            when(When {
                day,
                hour: None,
                before: true
            }),
            "avant le mardi 1ᵉʳ décembre"
        );
    }
}
