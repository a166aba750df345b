//! Bad input over real sockets: a typed refusal, or a close code; nothing changes, and nobody else notices.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use futures_util::SinkExt;
use itineraire_domain::Refusal;
use itineraire_domain::sync::message::{CommandResult, ToTeam};
use serde_json::json;
use support::{close_code, command, still_answers, until, world};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use uuid::Uuid;

#[tokio::test]
async fn each_bad_command_has_its_typed_refusal_and_changes_nothing() {
    let world = world().await;
    let mut bystander = world.open(&world.rose).await;
    let mut socket = world.open(&world.camille).await;
    let step = Uuid::new_v4();
    let propose = json!({ "propose_step": { "step": step, "title": "CV", "theme": "work" } });
    let kept = command(&mut socket, 1, 1, propose.clone()).await;
    assert!(
        matches!(
            kept,
            ToTeam::Answer {
                seq: 1,
                result: CommandResult::Kept { .. }
            }
        ),
        "{kept:?}"
    );
    let before = world.bytes().await;
    let long = json!({ "insert": { "first": 0, "text": "a".repeat(10_000) } });
    let cases = [
        (1, json!({ "delete_all": {} }), Refusal::UnknownCommand),
        (9, propose.clone(), Refusal::NewerVersion),
        (
            1,
            json!({ "edit_words": { "field": { "title": step }, "changes": [long] } }),
            Refusal::TooLong { limit: 200 },
        ),
        (
            1,
            json!({ "set_when": { "step": step, "when": { "day": "2026-02-30" } } }),
            Refusal::NoSuchDate,
        ),
        (
            1,
            json!({ "start": { "step": Uuid::new_v4() } }),
            Refusal::NotFound,
        ),
        (1, json!({ "offer_help": { "step": step } }), Refusal::NotAllowed),
    ];
    for (seq, (version, body, refusal)) in (2..).zip(cases) {
        let answer = command(&mut socket, seq, version, body).await;
        assert_eq!(
            answer,
            ToTeam::Answer {
                seq,
                result: CommandResult::Refused { refusal }
            }
        );
    }
    assert_eq!(
        command(&mut socket, 1, 1, propose).await,
        kept,
        "a repeat has the first answer"
    );
    assert_eq!(
        command(&mut socket, 99, 1, json!({})).await,
        ToTeam::Gap { expected: 8 }
    );
    assert_eq!(world.bytes().await, before);
    still_answers(&mut bystander).await;
}

#[tokio::test]
async fn bp2_a_bad_frame_ends_its_own_link_with_its_code_and_no_other() {
    let world = world().await;
    let mut bystander = world.open(&world.rose).await;
    let broken = Message::Frame(Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true));
    let bad = [
        (Message::text("a".repeat(70 * 1024)), 1009),
        (broken, 1007),
        (Message::text("not a message"), 1002),
        (Message::binary(vec![1, 2, 3]), 1002),
    ];
    for (message, code) in bad {
        let mut socket = world.open(&world.camille).await;
        until(&mut socket, |frame| matches!(frame, ToTeam::Snapshot { .. })).await;
        socket.send(message).await.unwrap();
        assert_eq!(close_code(&mut socket).await, code);
    }
    still_answers(&mut bystander).await;
}

#[tokio::test]
async fn id1_a_stolen_client_an_unknown_session_and_another_site_are_denied() {
    let world = world().await;
    let mut bystander = world.open(&world.rose).await;
    let origin = world.origin();
    let mut stolen = world.connect(&world.camille.token, &origin).await.unwrap();
    world.hello(&mut stolen, world.rose.client).await;
    assert_eq!(
        until(&mut stolen, |_: &ToTeam| true).await,
        ToTeam::Denied {
            refusal: Refusal::WrongClient
        }
    );
    let mut nobody = world.connect("no-such-token", &origin).await.unwrap();
    world.hello(&mut nobody, world.rose.client).await;
    assert_eq!(
        until(&mut nobody, |_: &ToTeam| true).await,
        ToTeam::Denied {
            refusal: Refusal::SignedOut
        }
    );
    assert!(
        world
            .connect(&world.camille.token, "https://elsewhere.example")
            .await
            .is_err()
    );
    still_answers(&mut bystander).await;
}

#[tokio::test]
async fn every_answer_carries_the_headers_of_the_policy() {
    let world = world().await;
    let client = reqwest::Client::new();
    for path in [
        "/health",
        "/connexion",
        "/nulle-part",
        "/pkg/none.js",
        "/api/v1/none",
    ] {
        let answer = client
            .get(format!("http://{}{path}", world.address))
            .send()
            .await
            .unwrap();
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        for name in [
            "strict-transport-security",
            "x-content-type-options",
            "referrer-policy",
            "cache-control",
        ] {
            assert!(header(name).is_some(), "{path} lacks {name}");
        }
        let policy = header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{path}: {policy}"
        );
    }
    let post = client
        .post(format!("http://{}/api/v1/sign_out", world.address))
        .send()
        .await
        .unwrap();
    assert_eq!(post.status(), 403, "a request that names no origin");
}

#[tokio::test]
async fn every_address_has_its_line_in_the_permission_table() {
    use itineraire_domain::access::permission::Operation;
    let known: Vec<String> = Operation::ALL.iter().map(|it| it.address().to_string()).collect();
    let shape = |path: &str| -> String {
        path.split('/')
            .map(|part| if part.starts_with([':', '{']) { "{}" } else { part })
            .collect::<Vec<_>>()
            .join("/")
    };
    let known: Vec<String> = known.iter().map(|path| shape(path)).collect();
    let pages = itineraire_server::routes::pages()
        .into_iter()
        .map(|page| page.path().to_owned());
    let functions = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    let own = itineraire_server::routes::OWN.iter().map(ToString::to_string);
    let all: Vec<String> = pages
        .chain(functions)
        .chain(own)
        .map(|path| shape(&path))
        .collect();
    assert!(all.len() > 20, "{all:?}");
    let missing: Vec<_> = all.iter().filter(|path| !known.contains(path)).collect();
    assert!(
        missing.is_empty(),
        "without a rule: {missing:?}; known: {known:?}"
    );
    assert!(!known.contains(&shape("/api/v1/made_up")));
}
