//! Looking for someone, over real HTTP: what one may see is found, and nothing else; what was looked for stands in no address.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{AssignmentKind, Capability, Role};
use itineraire_domain::ids::{ParcoursId, PersonId};
use itineraire_domain::parcours::CircleLevel;
use itineraire_domain::views::pages::FullName;
use itineraire_store::repositories::{Identities, Identity};
use itineraire_testing::{Founding, written};
use reqwest::StatusCode;
use serde_json::json;
use support::forms::{Fields, cookie, leads_to, member, sends, session, shows};
use support::{World, command, now, world};
use uuid::Uuid;

const KEPT: &str = "__Host-itineraire-cherche";

/// What the page of what was found says, for whoever looks for these words.
async fn looks(world: &World, session: &str, words: &str) -> String {
    let fields: Fields<'_> = [("words", words.to_owned())].into();
    let answer = sends(world, session, "look_for", &fields).await;
    assert_eq!(leads_to(&answer), "/recherche", "no word of it");
    let kept = cookie(&answer, KEPT).unwrap();
    let (status, page) = shows(world, &format!("{session}; {kept}"), "/recherche").await;
    assert_eq!(status, StatusCode::OK);
    page.replace(['\u{202f}', '\u{a0}'], " ")
}

/// Someone with a name and a telephone, and who accompanies them.
async fn comes(world: &World, (first, last, phone): (&str, &str, &str), by: Option<PersonId>) -> ParcoursId {
    let founding = Founding {
        store: &world.store,
        cell: world.cell,
        now: now(),
    };
    let (person, parcours) = (PersonId(Uuid::new_v4()), ParcoursId(Uuid::new_v4()));
    founding
        .person(person, &FullName::new(first, last, ""), Role::Usager.into(), None)
        .await;
    founding.parcours(parcours, person, CircleLevel::Individual).await;
    if let Some(by) = by {
        founding.assign(parcours, by, AssignmentKind::Member).await;
    }
    let identity = Identity {
        first_name: Some("Fatoumata".into()),
        born: None,
        birth_year: None,
        commune: None,
        phone: Some(phone.into()),
        email: None,
        language: "fr".into(),
        reach: None,
    };
    written!(world.store, |tx| Identities::on(&tx)
        .keep(world.cell, person, &identity));
    parcours
}

#[tokio::test]
async fn one_finds_whom_one_accompanies_and_nobody_else() {
    let world = world().await;
    let camille = session(&world.camille);
    let hers = comes(
        &world,
        ("Fatou", "N\u{2019}Diaye", "06 12 34 56 78"),
        Some(world.camille.person),
    )
    .await;
    let other = comes(&world, ("Fatima", "Benali", "06 12 34 99 99"), None).await;
    let mut socket = world.open(&world.camille).await;
    let step = Uuid::new_v4();
    let body =
        json!({ "step": [step, { "propose": { "title": "Pr\u{e9}parer un entretien", "theme": "work" } }] });
    command(&mut socket, 1, 1, body).await;
    let to = |parcours: ParcoursId| format!("href=\"/parcours/{parcours}\"");
    for words in [
        "fatou",
        "FATUO",
        "n'diaye fa",
        "fatoumata",
        "0612345",
        "+33 6 12 34 56 78",
    ] {
        let page = looks(&world, &camille, words).await;
        assert!(page.contains(&to(hers)), "{words}: {page}");
        assert!(
            !page.contains(&other.to_string()) && !page.contains("Benali"),
            "{words}"
        );
    }
    for words in ["fatima", "benali", "06 12 34 99"] {
        let page = looks(&world, &camille, words).await;
        assert!(
            !page.contains(&other.to_string()) && page.contains("Rien ne ressemble"),
            "{words}: {page}"
        );
    }
    for words in ["entretien", "entretein", "prep", "rose entretien"] {
        let page = looks(&world, &camille, words).await;
        assert!(
            page.contains(&format!("/parcours/{}/etape/{step}", world.parcours)),
            "{words}: {page}"
        );
    }
    let page = looks(&world, &camille, "affichage").await;
    assert!(page.contains("href=\"/affichage\""));
    // Words that are no words: said, and nothing is found.
    for words in ["<script>alert(1)</script>", "%", "\u{1f600}", ""] {
        let page = looks(&world, &camille, words).await;
        assert!(
            !page.contains("<script>alert") && !page.contains("/parcours/"),
            "{words}"
        );
    }

    // Someone who accompanies nobody, of the same cell.
    let (paul, _) = world.someone_else(Role::Professional).await;
    let page = looks(&world, &session(&paul), "fatou rose entretien").await;
    assert!(!page.contains("/parcours/"), "{page}");
    for words in ["fatou", "rose", "entretien"] {
        assert!(
            !looks(&world, &session(&paul), words).await.contains("/parcours/"),
            "{words}"
        );
    }
    // Who works with the cell, its coordinator alone finds.
    let (_, claire) = member(&world, "Claire", &[Capability::Coordinator]).await;
    let page = looks(&world, &claire, "camille").await;
    assert!(
        page.contains(&format!("/membres/{}", world.camille.membership)),
        "{page}"
    );
    assert!(
        looks(&world, &claire, "mision local")
            .await
            .contains("Mission locale")
    );
    assert!(!looks(&world, &claire, "fatou").await.contains("/parcours/"));
    assert!(!looks(&world, &camille, "camille").await.contains("/membres/"));
}

#[tokio::test]
async fn a_partner_finds_what_is_shared_with_them() {
    let world = world().await;
    comes(
        &world,
        ("Rosalie", "Roux", "06 12 34 56 78"),
        Some(world.camille.person),
    )
    .await;
    let lea = session(&world.lea);
    assert!(!looks(&world, &lea, "rose").await.contains("/partage/"));
    world.share_a_step().await;
    let page = looks(&world, &lea, "ros").await;
    assert!(page.contains(&format!("/partage/{}", world.parcours)), "{page}");
    assert!(
        !page.contains("Rosalie") && !page.contains("/parcours/"),
        "{page}"
    );
    for words in ["CV", "martin", "0612", "camille"] {
        let page = looks(&world, &lea, words).await;
        assert!(
            !page.contains("/partage/0") && page.contains("Rien ne ressemble"),
            "{words}: {page}"
        );
    }
}

// @proof cell search: whoever has few parcours or many, as many statements find something among them
#[tokio::test]
async fn as_many_statements_find_something_however_much_there_is() {
    let world = world().await;
    let camille = session(&world.camille);
    let cost = async || {
        let fields: Fields<'_> = [("words", "rose".to_owned())].into();
        let kept = cookie(&sends(&world, &camille, "look_for", &fields).await, KEPT).unwrap();
        let (read, written) = (world.store.statements_that_read(), world.store.statements());
        let (_, page) = shows(&world, &format!("{camille}; {kept}"), "/recherche").await;
        assert!(page.contains(&format!("/parcours/{}", world.parcours)));
        world.store.statements_that_read() - read + world.store.statements() - written
    };
    cost().await;
    let few = cost().await;
    for number in 0..120 {
        let name = format!("Nom{number}");
        comes(
            &world,
            ("Jeanne", &name, "06 12 34 56 78"),
            Some(world.camille.person),
        )
        .await;
    }
    let many = cost().await;
    assert_eq!(few, many);
    assert!(many <= 10, "{many}");
    println!(
        "PROOF search: {many} statements among 1 parcours and among 121, the head of the page with them"
    );
}
