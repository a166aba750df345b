//! The paper of a parcours, over the wire: who has it, under which headers, and what it says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::Role;
use itineraire_domain::ids::{CommentId, StepId};
use itineraire_domain::parcours::{COMMAND_VERSION, Command, StageCommand, StepCommand};
use itineraire_domain::theme;
use itineraire_store::{Submission, TokenHash};
use lopdf::Document;
use reqwest::{Response, StatusCode};
use support::{World, now, world};
use uuid::Uuid;

async fn asked(world: &World, path: &str, token: &str) -> Response {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let asked = client.build().unwrap().get(format!("{}{path}", world.origin()));
    let asked = asked.header("cookie", format!("__Host-itineraire={token}"));
    asked.header("accept", "text/html").send().await.unwrap()
}

async fn gives(world: &World, seq: u64, command: Command) {
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
}

fn papers(world: &World) -> [String; 2] {
    let page = format!("/parcours/{}/papier", world.parcours);
    [page.clone(), page + ".pdf"]
}

#[tokio::test]
async fn it_is_for_its_usager_and_who_is_assigned_and_for_nobody_else() {
    let world = world().await;
    world.share_a_step().await;
    let (paul, _) = world.someone_else(Role::Professional).await;
    let (malik, _) = world.someone_else(Role::Usager).await;
    let hidden = papers(&world);
    let absent = hidden
        .clone()
        .map(|path| path.replace(&world.parcours.to_string(), &Uuid::new_v4().to_string()));
    let no_id = hidden
        .clone()
        .map(|path| path.replace(&world.parcours.to_string(), "pas-un-numero"));
    for (at, path) in hidden.iter().enumerate() {
        for who in [&world.rose, &world.camille] {
            assert_eq!(
                asked(&world, path, &who.token).await.status(),
                StatusCode::OK,
                "{path}"
            );
        }
        // Not assigned, someone else's, and the partner with whom a step of it is shared.
        for who in [&paul, &malik, &world.lea] {
            let mut answers = Vec::new();
            for path in [path, &absent[at], &no_id[at]] {
                let answer = asked(&world, path, &who.token).await;
                let (status, kind) = (answer.status(), answer.headers()["content-type"].clone());
                let words = answer.text().await.unwrap();
                answers.push((status, kind, words.contains("Étape"), words.contains("%PDF")));
            }
            assert_eq!(answers[0].0, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(
                [&answers[1], &answers[2]],
                [&answers[0]; 2],
                "hidden and absent answer alike"
            );
        }
        let answer = asked(&world, path, "").await;
        assert_eq!(answer.status(), StatusCode::FOUND);
        let to = answer.headers()["location"].to_str().unwrap();
        assert_eq!(
            to,
            format!("/connexion?refus=session&suite={}", hidden[0]),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_file_is_kept_nowhere_names_nobody_and_says_what_the_page_says() {
    let world = world().await;
    let [page, file] = papers(&world);
    let (title, theme) = ("Rendez-vous à la CAF".to_owned(), theme!("rights"));
    let step = StepId(Uuid::new_v4());
    gives(
        &world,
        1,
        Command::Step(
            step,
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        ),
    )
    .await;
    let (comment, words) = (CommentId(Uuid::new_v4()), "SECRET échange".to_owned());
    gives(
        &world,
        2,
        Command::Step(step, StepCommand::Comment { comment, words }),
    )
    .await;
    let (title, stopped) = ("Stage".to_owned(), StepId(Uuid::new_v4()));
    gives(
        &world,
        3,
        Command::Step(
            stopped,
            StepCommand::Propose {
                title,
                theme,
                terms: None,
            },
        ),
    )
    .await;
    let reason = "SECRET raison".to_owned();
    gives(&world, 4, Command::Stage(stopped, StageCommand::Stop { reason })).await;

    let answer = asked(&world, &file, &world.rose.token).await;
    let headers = answer.headers().clone();
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", "inline; filename=\"mon-parcours.pdf\""),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    assert!(
        headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
    let read = Document::load_mem(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(read.get_pages().len(), 1);
    assert!(read.catalog().unwrap().has(b"StructTreeRoot"));
    let text = read.extract_text(&[1]).unwrap();
    let address = format!("{}/carte", world.address);
    for said in [
        "Mon parcours",
        "Rose",
        "Rendez-vous à la CAF",
        "À discuter",
        &address,
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let answer = asked(&world, &page, &world.camille.token).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let html = answer.text().await.unwrap();
    for said in [
        "Mon parcours",
        "Rendez-vous à la CAF",
        "À discuter",
        &address,
        "papier.pdf",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    for secret in ["SECRET", "Stage"] {
        assert!(!html.contains(secret) && !text.contains(secret), "{secret}");
    }
    // Nothing wakes up there.
    assert!(!html.contains(".wasm") && !html.contains("<leptos-island"));
}
