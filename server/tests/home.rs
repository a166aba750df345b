//! A professional's list, when it is long.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{AssignmentKind, Role};
use itineraire_store::repositories::{Assignment, Assignments};
use itineraire_testing::written;
use support::{now, world};

#[tokio::test]
async fn a_long_list_comes_page_by_page_and_a_page_that_is_not_there_is_the_last() {
    let world = world().await;
    for _ in 0..119 {
        let (_, parcours) = world.someone_else(Role::Usager).await;
        let (of, camille) = ((world.cell, parcours), world.camille.person);
        let assigned = Assignment::of(camille, AssignmentKind::Member);
        written!(world.store, |tx| Assignments::on(&tx).begin(of, assigned, now()));
    }
    let page = async |query: &str| {
        let asked = reqwest::Client::new()
            .get(format!("{}/accueil{query}", world.origin()))
            .header("cookie", format!("__Host-itineraire={}", world.camille.token));
        asked.send().await.unwrap().text().await.unwrap()
    };
    let rows = |html: &str| html.matches("class=\"row\"").count();
    let first = page("").await;
    assert_eq!(rows(&first), 50);
    assert!(first.contains("/accueil?page=2") && first.contains("Page 1 sur 3") && !first.contains("page=0"));
    assert!(first.contains("120 en cours"), "all are counted");
    let second = page("?page=2").await;
    assert!(rows(&second) == 50 && second.contains("/accueil?page=1") && second.contains("/accueil?page=3"));
    for query in ["?page=3", "?page=99"] {
        let last = page(query).await;
        assert!(rows(&last) == 20 && !last.contains("page=4"), "{query}");
    }
    for query in ["?page=0", "?page=-1", "?page=beaucoup"] {
        let same = page(query).await;
        assert!(rows(&same) == 50 && same.contains("Page 1 sur 3"), "{query}");
    }
    let late = page("?montrer=retard&page=2").await;
    assert!(
        rows(&late) == 0 && !late.contains("Page 1"),
        "a list of one page has no others"
    );
}
