//! What a page costs the database: as many statements whatever it shows; and how it is shown, as its person chose.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::http::StatusCode;
use itineraire_domain::access::{AssignmentKind, Role};
use itineraire_domain::ids::StepId;
use itineraire_domain::parcours::{COMMAND_VERSION, Command, StepCommand};
use itineraire_domain::theme;
use itineraire_store::repositories::{Assignment, Assignments, Cells};
use itineraire_store::{Submission, TokenHash};
use itineraire_testing::written;
use support::{FILE, Tablet, World, now, world};
use uuid::Uuid;

/// What a page may ask, at most: who asks, and what the page shows.
const AT_MOST: u64 = 7;

async fn cost(world: &World, of: &Tablet, path: &str) -> u64 {
    let (read, written) = (world.store.statements_that_read(), world.store.statements());
    let asked = reqwest::Client::new()
        .get(format!("{}{path}", world.origin()))
        .header("cookie", format!("__Host-itineraire={}", of.token));
    let answer = asked.send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.text().await.unwrap();
    world.store.statements_that_read() - read + world.store.statements() - written
}

// @proof fast page-statements: a page asks as many statements whatever it shows
#[tokio::test]
async fn a_page_asks_as_many_statements_whatever_it_shows() {
    let world = world().await;
    let board = format!("/parcours/{}", world.parcours);
    let pages = [
        (&world.camille, "/accueil"),
        (&world.camille, board.as_str()),
        (&world.rose, "/mon-parcours"),
    ];
    let mut few = Vec::new();
    for (who, path) in pages {
        // What the cell is and says is remembered from the first page on.
        cost(&world, who, path).await;
        few.push(cost(&world, who, path).await);
    }
    for seq in 1..=40 {
        let (title, theme) = (format!("Étape {seq}"), theme!("work"));
        let command = Command::Step(
            StepId(Uuid::new_v4()),
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        );
        let submission = Submission {
            token: TokenHash::of(&world.camille.token),
            parcours: world.parcours,
            client: world.camille.client,
            seq,
            version: COMMAND_VERSION,
            body: serde_json::to_value(command).unwrap(),
            at: now(),
        };
        world.store.submit(submission).await.unwrap();
        let (_, parcours) = world.someone_else(Role::Usager).await;
        let assigned = Assignment::of(world.camille.person, AssignmentKind::Member);
        written!(world.store, |tx| Assignments::on(&tx).begin(
            (world.cell, parcours),
            assigned,
            now()
        ));
    }
    let mut many = Vec::new();
    for (who, path) in pages {
        many.push(cost(&world, who, path).await);
    }
    assert_eq!(many, few);
    assert!(many.iter().all(|it| (1..=AT_MOST).contains(it)), "{many:?}");
    cost(&world, &world.rose, "/connexion").await;
    let signing_in = cost(&world, &world.rose, "/connexion").await;
    let file = cost(&world, &world.rose, &format!("/{FILE}")).await;
    assert_eq!((signing_in, file), (0, 0));
    let [home, board, own] = many[..] else {
        panic!("{many:?}")
    };
    println!(
        "PROOF page-statements: {home} for a home of 1 and of 41, {board} for a board of 0 and of 40 steps, {own} for its usager's view, none for signing in and for a file"
    );
}

#[tokio::test]
async fn what_a_cell_is_and_says_is_shown_as_it_is_from_its_change_on() {
    let world = world().await;
    let days = async || {
        let asked = reqwest::Client::new()
            .get(format!("{}/parcours/{}", world.origin(), world.parcours))
            .header("cookie", format!("__Host-itineraire={}", world.camille.token));
        let page = asked.send().await.unwrap().text().await.unwrap();
        let said = page.split("share_days&quot;:").nth(1).unwrap();
        said.split(',')
            .next()
            .unwrap()
            .trim_end_matches('}')
            .parse::<u16>()
            .unwrap()
    };
    let before = days().await;
    let mut row = Cells::on(world.store.reads())
        .get(world.cell)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(before, row.share_days);
    row.share_days = before + 5;
    let transaction = world.store.begin().await.unwrap();
    Cells::on(&transaction).change(world.cell, &row).await.unwrap();
    assert_eq!(days().await, before, "not yet");
    transaction.commit().await.unwrap();
    assert_eq!(days().await, before + 5);
}

#[tokio::test]
async fn whoever_signs_in_reads_for_which_commune() {
    let world = world().await;
    let names = async |commune: &str| {
        for path in ["/connexion", "/carte"] {
            let asked = reqwest::get(format!("{}{path}", world.origin())).await.unwrap();
            if !asked.text().await.unwrap().contains(commune) {
                return false;
            }
        }
        true
    };
    let mut row = Cells::on(world.store.reads())
        .get(world.cell)
        .await
        .unwrap()
        .unwrap();
    assert!(names(&row.commune).await);
    row.commune = "Duclair".into();
    let transaction = world.store.begin().await.unwrap();
    Cells::on(&transaction).change(world.cell, &row).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(names("Duclair").await, "from its change on");
}

#[tokio::test]
async fn pages_are_shown_as_their_person_chose() {
    let world = world().await;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let cookie = |of: &Tablet| format!("__Host-itineraire={}", of.token);
    let shown = async |of: &Tablet, path: &str| {
        let asked = client
            .get(format!("{}{path}", world.origin()))
            .header("cookie", cookie(of));
        let page = asked.send().await.unwrap().text().await.unwrap();
        let density = page.split("data-density=\"").nth(1).unwrap();
        density.split('"').next().unwrap().to_owned()
    };
    let choose = async |of: &Tablet, density: &str| {
        let asked = client
            .post(format!("{}/api/v1/set_display", world.origin()))
            .header("origin", world.origin())
            .header("accept", "text/html")
            .header("cookie", cookie(of))
            .form(&[("density", density)]);
        let answer = asked.send().await.unwrap();
        let to = answer
            .headers()
            .get("location")
            .map(|to| to.to_str().unwrap().to_owned());
        (answer.status(), to.unwrap_or_default())
    };
    let board = format!("/parcours/{}", world.parcours);
    assert_eq!(shown(&world.camille, "/accueil").await, "middle");
    assert_eq!(
        choose(&world.camille, "large").await,
        (StatusCode::FOUND, "/affichage".to_owned())
    );
    for path in ["/accueil", &board, "/affichage"] {
        assert_eq!(shown(&world.camille, path).await, "large", "{path}");
    }
    assert_eq!(
        shown(&world.rose, "/mon-parcours").await,
        "middle",
        "theirs alone"
    );
    choose(&world.rose, "dense").await;
    assert_eq!(shown(&world.rose, "/mon-parcours").await, "dense");
    // What is no density changes nothing, and neither does who is not signed in.
    let (refused, _) = choose(&world.camille, "enormous").await;
    assert!(refused.is_client_error() || refused.is_redirection(), "{refused}");
    let nobody = Tablet {
        token: "nobody's".into(),
        ..world.again(&world.camille).await
    };
    choose(&nobody, "dense").await;
    assert_eq!(shown(&world.camille, "/accueil").await, "large");
}
