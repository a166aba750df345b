//! The board of the file, its sentences, and what should come out of each.

use itineraire_domain::calendar::Day;
use itineraire_domain::catalogue::{Slug, Theme};
use itineraire_domain::ids::{FindingId, OrganisationId, PersonId};
use itineraire_domain::parcours::{Doer, WrittenWhen};
use itineraire_domain::sentence::{Draft, Known, Reading, What, Why};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use toml::de::{DeTable, DeValue};
use uuid::Uuid;

/// As the catalogue of a new commune says them.
const THEMES: [(&str, &str); 10] = [
    ("rights", "Accès aux droits"),
    ("digital", "Numérique"),
    ("mobility", "Mobilité"),
    ("work", "Emploi"),
    ("training", "Formation"),
    ("health", "Santé"),
    ("housing", "Logement"),
    ("money", "Budget"),
    ("family", "Famille"),
    ("language", "Français"),
];

/// The board and the cell of the file. Whoever is known by several names is called by the last.
pub struct World {
    people: Vec<Vec<String>>,
    organisations: Vec<String>,
    places: Vec<String>,
    findings: Vec<String>,
}

/// What should come out, or what did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Out {
    pub draft: Draft,
    pub doubts: BTreeSet<String>,
    pub hour: Option<String>,
}

pub struct Case {
    pub says: String,
    pub known: Known,
    pub wanted: Out,
}

fn person(place: usize) -> PersonId {
    PersonId(Uuid::from_u128(place as u128 + 1))
}

fn organisation(place: usize) -> OrganisationId {
    OrganisationId(Uuid::from_u128(place as u128 + 100))
}

fn finding(place: usize) -> FindingId {
    FindingId(Uuid::from_u128(place as u128 + 200))
}

impl World {
    pub fn known(&self, today: Day, by: &str) -> Known {
        let speaker = self.people.iter().position(|names| names[0] == by).map(person);
        let mut known = Known::on(today, speaker);
        for (place, names) in self.people.iter().enumerate() {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            known.person(person(place), &names);
        }
        for (place, name) in self.organisations.iter().enumerate() {
            known.organisation(organisation(place), name);
        }
        self.places.iter().for_each(|name| known.place(name));
        for (slug, word) in THEMES {
            known.theme(Theme(slug.parse().unwrap()), word);
        }
        for (place, words) in self.findings.iter().enumerate() {
            known.barrier(finding(place), words);
        }
        known
    }

    fn doer(&self, name: &str) -> Doer {
        let is = |names: &Vec<String>| names.iter().any(|it| it == name);
        let person = self.people.iter().position(is).map(|it| Doer::Person(person(it)));
        let organisations = self.organisations.iter().position(|it| it == name);
        let organisation = organisations.map(|it| Doer::Organisation(organisation(it)));
        person
            .or(organisation)
            .unwrap_or_else(|| Doer::Named(name.to_owned()))
    }
}

fn text(table: &DeTable, key: &str) -> Option<String> {
    let value = table.get(key)?.get_ref();
    Some(
        value
            .as_str()
            .unwrap_or_else(|| panic!("{key} is no text"))
            .to_owned(),
    )
}

fn texts(table: &DeTable, key: &str) -> Vec<String> {
    let list = table.get(key).map(|value| value.get_ref().as_array().unwrap());
    let list = list.into_iter().flatten();
    list.map(|value| value.get_ref().as_str().unwrap().to_owned())
        .collect()
}

pub fn file() -> (World, Vec<Case>) {
    let file = DeTable::parse(include_str!("../sentences.toml")).unwrap();
    let file = file.get_ref();
    let world = World {
        people: file["people"]
            .get_ref()
            .as_array()
            .unwrap()
            .iter()
            .map(names)
            .collect(),
        organisations: texts(file, "organisations"),
        places: texts(file, "places"),
        findings: texts(file, "findings"),
    };
    let sentences = file["sentence"].get_ref().as_array().unwrap();
    let sentences = sentences.iter().map(|sentence| {
        let DeValue::Table(sentence) = sentence.get_ref() else {
            panic!("a sentence is a section");
        };
        case(&world, file, sentence)
    });
    let cases = sentences.collect();
    (world, cases)
}

fn names(value: &toml::Spanned<DeValue>) -> Vec<String> {
    let names = value.get_ref().as_array().unwrap().iter();
    names
        .map(|name| name.get_ref().as_str().unwrap().to_owned())
        .collect()
}

fn case(world: &World, file: &DeTable, sentence: &DeTable) -> Case {
    const KEYS: [&str; 13] = [
        "says", "today", "by", "title", "doers", "day", "hour", "before", "place", "bring", "theme",
        "barrier", "doubts",
    ];
    for key in sentence.keys() {
        assert!(KEYS.contains(&key.get_ref().as_ref()), "{key:?}");
    }
    let told = |key| text(sentence, key).or_else(|| text(file, key)).unwrap();
    let hour = text(sentence, "hour");
    let before = sentence
        .get("before")
        .is_some_and(|it| it.get_ref().as_bool() == Some(true));
    let day = text(sentence, "day");
    let barrier =
        text(sentence, "barrier").map(|words| world.findings.iter().position(|it| *it == words).unwrap());
    let draft = Draft {
        title: text(sentence, "title").unwrap(),
        theme: text(sentence, "theme").map(|slug| Theme(Slug::new(&slug).unwrap())),
        doers: texts(sentence, "doers")
            .iter()
            .map(|name| world.doer(name))
            .collect(),
        when: day.map(|day| WrittenWhen {
            day,
            hour: hour.clone(),
            before,
        }),
        place: text(sentence, "place").unwrap_or_default(),
        bring: text(sentence, "bring").unwrap_or_default(),
        barrier: barrier.map(finding),
    };
    let doubts = texts(sentence, "doubts").into_iter().collect();
    Case {
        says: text(sentence, "says").unwrap(),
        known: world.known(told("today").parse().unwrap(), &told("by")),
        wanted: Out { draft, doubts, hour },
    }
}

/// `SeveralDays` as `several_days`.
fn name(why: Why) -> String {
    let mut name = String::new();
    for letter in format!("{why:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

pub fn out(reading: &Reading) -> Out {
    let hour = reading.parts().iter().find_map(|part| match part.what {
        What::Hour(hour) => Some(hour.to_string()),
        _ => None,
    });
    let doubts = reading.doubts().iter().map(|doubt| name(doubt.why)).collect();
    Out {
        draft: reading.draft(),
        doubts,
        hour,
    }
}

pub fn known() -> &'static Known {
    static KNOWN: LazyLock<Known> =
        LazyLock::new(|| file().0.known(Day::new(2026, 11, 26).unwrap(), "Camille"));
    &KNOWN
}
