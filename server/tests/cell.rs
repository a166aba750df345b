//! What pages receive of their cell: its clocks, its words.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::catalogue::{Entry, List, Look, Slug};
use itineraire_domain::theme;
use itineraire_domain::views::pages::{HomePage, PartnerHome};
use itineraire_service::clock::zone;
use itineraire_store::repositories::{Catalogue, CellRow, Cells};
use itineraire_testing::{cell_of, written};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::time::Duration;
use support::{Tablet, World, command, now, world};
use uuid::Uuid;

async fn asks<T: DeserializeOwned>(world: &World, of: &Tablet, function: &str) -> T {
    let asked = reqwest::Client::new()
        .post(format!("{}/api/v1/{function}", world.origin()))
        .header("cookie", format!("__Host-itineraire={}", of.token))
        .header("origin", world.origin());
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_list_says_late_by_the_day_of_its_commune() {
    let world = world().await;
    for place in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let row = CellRow {
            zone: place.into(),
            ..cell_of("Le Trait")
        };
        written!(world.store, |tx| Cells::on(&tx).change(world.cell, &row));
        // The clock may pass midnight there while it is asked.
        let before = zone(place, now()).day(now());
        let page: HomePage = asks(&world, &world.camille, "home").await;
        let after = zone(place, now()).day(now());
        assert!([before, after].contains(&page.today), "{place}: {}", page.today);
    }
    // They are 25 hours apart: never on the same day.
    assert_ne!(
        zone("Pacific/Kiritimati", now()).day(now()),
        zone("Pacific/Pago_Pago", now()).day(now())
    );
}

#[tokio::test]
async fn a_partner_sees_themes_in_the_order_of_the_cell() {
    let world = world().await;
    // The other way round than their slugs, and one that the cell does not know.
    let themes: Vec<_> = ["work", "money"]
        .into_iter()
        .zip(0..)
        .map(|(slug, order)| Entry {
            list: List::Theme,
            slug: Slug::new(slug).unwrap(),
            words: [("fr".to_owned(), slug.to_owned())].into(),
            look: Some(Look {
                colour: "teal".into(),
                icon: "bus".into(),
            }),
            theme: None,
            order,
            retired: false,
        })
        .collect();
    written!(world.store, |tx| Catalogue::on(&tx).replace(
        world.cell,
        &themes,
        None,
        now()
    ));
    let rose = world.again(&world.rose).await;
    let mut socket = world.open(&rose).await;
    let mut seq = 0;
    for theme in ["family", "money", "work"] {
        let step = Uuid::new_v4();
        for body in [
            json!({ "step": [step, { "propose": { "title": "CV", "theme": theme } }] }),
            json!({ "sharing": { "share": {
                "item": { "step": step }, "organisation": world.organisation, "purpose": "Un stage",
                "until": now().plus_days(30),
            } } }),
        ] {
            seq += 1;
            command(&mut socket, seq, 1, body).await;
        }
    }
    let home: PartnerHome = asks(&world, &world.lea, "partner_home").await;
    assert_eq!(
        home.rows[0].themes,
        [theme!("work"), theme!("money"), theme!("family")]
    );
    assert_eq!(home.themes.shown(theme!("money")).word, "money");
    assert_eq!(
        home.themes.0.len(),
        2,
        "the words of the cell, whatever is shared"
    );
}

#[tokio::test]
async fn a_share_that_has_run_out_stands_on_no_page_not_even_before_it_wakes() {
    let world = world().await;
    let rose = world.again(&world.rose).await;
    let mut socket = world.open(&rose).await;
    let until = now().plus_seconds(4);
    let share = json!({ "sharing": { "share": {
        "item": "goal", "organisation": world.organisation, "purpose": "Un stage", "until": until,
    } } });
    command(&mut socket, 1, 1, share).await;
    let is_shown = async || {
        let page = reqwest::Client::new()
            .get(format!("{}/mon-parcours", world.origin()))
            .header("cookie", format!("__Host-itineraire={}", rose.token));
        let page = page.send().await.unwrap().text().await.unwrap();
        assert!(page.contains("Qui voit quoi"), "{page}");
        page.contains("Ne plus montrer")
    };
    assert!(is_shown().await);
    let left = until.0.saturating_sub(now().0);
    tokio::time::sleep(Duration::from_millis(u64::try_from(left).unwrap_or(0) + 10)).await;
    assert!(!is_shown().await);
}
