//! Bad input over real sockets: a typed refusal, or a close code; nothing changes, and nobody else notices.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use futures_util::{SinkExt, StreamExt};
use itineraire_app::api::AppError;
use itineraire_domain::access::permission::{Operation, Standing, allows};
use itineraire_domain::access::table::Parcours;
use itineraire_domain::access::{Capability, Policy, Role};
use itineraire_domain::ids::ReferralId;
use itineraire_domain::parcours::BOARD_VERSION;
use itineraire_domain::referral::NewReferral;
use itineraire_domain::sync::message::{CommandResult, PROTOCOL};
use itineraire_domain::sync::parcours::ToTeam;
use itineraire_domain::{Denial, Refusal};
use itineraire_server::http::router;
use itineraire_store::TokenHash;
use itineraire_store::repositories::{self, Cards, Memberships, Referrals, Sessions};
use itineraire_testing::written;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{FILE, World, close_code, close_reason, command, next, now, still_answers, until, world};
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
    let propose = json!({ "step": [step, { "propose": { "title": "CV", "theme": "work" } }] });
    let kept = command(&mut socket, 1, 1, propose.clone()).await;
    assert!(
        matches!(
            kept,
            ToTeam::Judged {
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
            json!({ "step": [step, { "write_title": { "changes": [long] } }] }),
            Refusal::TooLong { limit: 200 },
        ),
        (
            1,
            json!({ "step": [step, { "set_when": { "when": { "day": "2026-02-30" } } }] }),
            Refusal::NoSuchDate,
        ),
        (
            1,
            json!({ "stage": [Uuid::new_v4(), "start"] }),
            Refusal::NotFound,
        ),
        (
            1,
            json!({ "sharing": { "offer_help": { "step": step } } }),
            Refusal::NotAllowed,
        ),
    ];
    for (seq, (version, body, refusal)) in (2..).zip(cases) {
        let answer = command(&mut socket, seq, version, body).await;
        assert_eq!(
            answer,
            ToTeam::Judged {
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
        ToTeam::Denied(Denial::WrongClient)
    );
    let mut nobody = world.connect("no-such-token", &origin).await.unwrap();
    world.hello(&mut nobody, world.rose.client).await;
    assert_eq!(
        until(&mut nobody, |_: &ToTeam| true).await,
        ToTeam::Denied(Denial::SignedOut)
    );
    assert!(
        world
            .connect(&world.camille.token, "https://elsewhere.example")
            .await
            .is_err()
    );
    still_answers(&mut bystander).await;
}

/// What a page asks, as its browser would: with its session, and from our own pages.
async fn ask(world: &World, method: Method, path: &str, token: &str, fields: &[(&str, &str)]) -> Response {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let request = client
        .request(method.clone(), format!("{}{path}", world.origin()))
        .header("origin", world.origin())
        .header("cookie", format!("__Host-itineraire={token}"));
    let request = if method == Method::GET {
        request.header("accept", "text/html")
    } else {
        request.form(fields)
    };
    request.send().await.unwrap()
}

async fn post(world: &World, path: &str, token: &str, fields: &[(&str, &str)]) -> Response {
    ask(world, Method::POST, path, token, fields).await
}

async fn page(world: &World, path: &str, token: &str) -> Response {
    ask(world, Method::GET, path, token, &[]).await
}

/// Where an answer leads, and its words.
async fn told(answer: Response) -> (Option<String>, String) {
    let to = answer.headers().get("location");
    let to = to.map(|it| it.to_str().unwrap().to_owned());
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    let words = answer.text().await.unwrap();
    // Each answer has a nonce of its own.
    let nonce = policy
        .split_once("'nonce-")
        .and_then(|(_, rest)| rest.split_once('\''));
    (
        to,
        nonce.map_or(words.clone(), |(nonce, _)| words.replace(nonce, "")),
    )
}

#[tokio::test]
async fn a_request_that_cannot_be_read_or_is_too_long_is_refused_by_name() {
    let world = world().await;
    let token = &world.camille.token;
    for (path, fields) in [
        ("/api/v1/board", vec![("parcours", "pas-un-numero")]),
        ("/api/v1/board", vec![]),
        ("/api/v1/sign_in", vec![("email", "x")]),
    ] {
        let answer = post(&world, path, token, &fields).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.json::<AppError>().await.unwrap(), AppError::Malformed);
    }
    // A form of so many bytes in all.
    let of = |bytes: usize| "a".repeat(bytes - "card=&pin=0".len());
    let card = of(64 * 1024);
    let answer = post(
        &world,
        "/api/v1/sign_in_with_card",
        "",
        &[("card", &card), ("pin", "0")],
    )
    .await;
    assert_eq!(
        answer.json::<AppError>().await.unwrap(),
        AppError::SignIn,
        "just short enough"
    );
    let card = of(64 * 1024 + 1);
    let answer = post(
        &world,
        "/api/v1/sign_in_with_card",
        "",
        &[("card", &card), ("pin", "0")],
    )
    .await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json::<AppError>().await.unwrap(), AppError::TooLarge);
}

#[tokio::test]
async fn bp2_a_frame_of_64_kib_is_read_and_a_longer_one_is_not() {
    let world = world().await;
    let ping = |bytes: usize| {
        let text = r#"{"ping":{"n":7}}"#;
        Message::text(text.to_owned() + &" ".repeat(bytes - text.len()))
    };
    let mut socket = world.open(&world.camille).await;
    socket.send(ping(64 * 1024)).await.unwrap();
    let pong = until(&mut socket, |frame| matches!(frame, ToTeam::Pong { .. })).await;
    assert_eq!(pong, ToTeam::Pong { n: 7 });
    socket.send(ping(64 * 1024 + 1)).await.unwrap();
    assert_eq!(close_code(&mut socket).await, 1009);
}

#[tokio::test]
async fn bp2_a_link_that_ends_says_why_in_french() {
    let world = world().await;
    let broken = Message::Frame(Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true));
    let ends = [
        (Message::text("?"), 1002, "Rechargez-la."),
        (broken, 1007, "n’est pas du texte"),
        (Message::text("a".repeat(70 * 1024)), 1009, "trop long"),
    ];
    for (message, code, words) in ends {
        let mut socket = world.open(&world.camille).await;
        socket.send(message).await.unwrap();
        let (closed, reason) = close_reason(&mut socket).await;
        assert_eq!(closed, code);
        assert!(reason.contains(words) && reason.len() <= 123, "{reason:?}");
    }
}

// @proof house older-page: a page that reads other boards, or speaks another protocol, is told to update
#[tokio::test]
async fn ev2_a_page_of_another_protocol_is_told_to_update_whatever_its_hello_looks_like() {
    let world = world().await;
    let hellos = [
        json!({ "hello": { "protocol": 2, "board": 7 } }),
        json!({ "hello": { "protocol": 0 } }),
        // The same messages, and boards that it cannot read.
        json!({ "hello": { "protocol": PROTOCOL, "reads": BOARD_VERSION - 1 } }),
        json!({ "hello": { "protocol": PROTOCOL, "reads": BOARD_VERSION + 1 } }),
        json!({ "hello": { "protocol": PROTOCOL } }),
    ];
    let count = hellos.len();
    for hello in hellos {
        let mut socket = world
            .connect(&world.camille.token, &world.origin())
            .await
            .unwrap();
        socket.send(Message::text(hello.to_string())).await.unwrap();
        assert_eq!(
            until(&mut socket, |_: &ToTeam| true).await,
            ToTeam::UpdateRequired
        );
    }
    println!("PROOF older-page: {count} of {count} pages that speak or read otherwise told to update");
    // Of this protocol, but not in its shape.
    let mut socket = world
        .connect(&world.camille.token, &world.origin())
        .await
        .unwrap();
    let hello = json!({ "hello": { "protocol": PROTOCOL, "reads": BOARD_VERSION, "board": 7 } });
    socket.send(Message::text(hello.to_string())).await.unwrap();
    assert_eq!(close_code(&mut socket).await, 1002);
}

#[tokio::test]
async fn vw2_a_step_of_another_parcours_and_one_that_does_not_exist_answer_in_the_same_bytes() {
    let world = world().await;
    let (malik, parcours) = world.someone_else(Role::Usager).await;
    let mut theirs = world.connect(&malik.token, &world.origin()).await.unwrap();
    world.hello_on(&mut theirs, malik.client, parcours).await;
    let step = Uuid::new_v4();
    let propose = json!({ "step": [step, { "propose": { "title": "Un secret", "theme": "work" } }] });
    let kept = command(&mut theirs, 1, 1, propose).await;
    assert!(
        matches!(
            kept,
            ToTeam::Judged {
                result: CommandResult::Kept { .. },
                ..
            }
        ),
        "{kept:?}"
    );

    let mut answers = Vec::new();
    for step in [step, Uuid::new_v4()] {
        let tablet = world.again(&world.camille).await;
        let mut socket = world.open(&tablet).await;
        let bodies = [
            json!({ "stage": [step, "start"] }),
            json!({ "step": [step, { "comment": { "comment": Uuid::new_v4(), "words": "?" } }] }),
            json!({ "shelf": [{ "step": step }, "remove"] }),
        ];
        for (seq, body) in (1..).zip(bodies) {
            let message = json!({ "command": { "seq": seq, "version": 1, "body": body } });
            socket.send(Message::text(message.to_string())).await.unwrap();
            loop {
                let text = socket.next().await.unwrap().unwrap().into_text().unwrap();
                if text.contains("judged") {
                    answers.push(text.to_string());
                    break;
                }
            }
        }
    }
    assert!(answers[0].contains("not_found"), "{answers:?}");
    assert_eq!(answers[..3], answers[3..]);
    let board = repositories::Parcours::on(world.store.reads())
        .board(world.cell, parcours)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(board.seq.0, 1, "nothing of it reached their board");
}

#[tokio::test]
async fn vw2_an_address_that_holds_no_id_answers_like_a_parcours_of_someone_else() {
    let world = world().await;
    let (_, hidden) = world.someone_else(Role::Usager).await;
    for (front, tablet) in [("parcours", &world.camille), ("partage", &world.lea)] {
        for token in ["", &tablet.token] {
            let mut answers = Vec::new();
            for id in [
                hidden.to_string(),
                Uuid::new_v4().to_string(),
                "pas-un-numero".into(),
            ] {
                let answer = page(&world, &format!("/{front}/{id}"), token).await;
                let status = answer.status();
                let (to, words) = told(answer).await;
                // Who is led to sign in goes on to what they asked for.
                let to = to.map(|to| to.replace(&id, ""));
                answers.push((status, to, words.replace(&id, "")));
            }
            let status = if token.is_empty() {
                StatusCode::FOUND
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(answers[0].0, status, "{front}");
            if !token.is_empty() {
                let sentence = "Cet élément n’existe pas, ou n’est pas pour vous.";
                assert!(answers[0].2.contains(sentence), "{}", answers[0].2);
            }
            assert_eq!(answers[1], answers[0]);
            assert_eq!(answers[2], answers[0]);
        }
    }
}

#[tokio::test]
async fn an_unknown_address_says_so() {
    let world = world().await;
    for token in ["", &world.camille.token] {
        let answer = page(&world, "/nulle-part", token).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        let words = answer.text().await.unwrap();
        assert!(words.contains("Cette page n’existe pas"), "{words}");
        assert!(words.contains("L’adresse est peut-être mal écrite."), "{words}");
    }
}

#[tokio::test]
async fn only_a_file_that_is_there_is_kept_by_browsers() {
    let world = world().await;
    let kept = |answer: &Response| answer.headers()["cache-control"].to_str().unwrap().to_owned();
    let there = page(&world, &format!("/{FILE}"), "").await;
    assert_eq!(there.status(), StatusCode::OK);
    assert_eq!(kept(&there), "public, max-age=31536000, immutable");
    for path in ["/pkg/none.js", "/pkg/../t.db", "/pkg/%2e%2e/t.db", "/pkg/"] {
        let missing = page(&world, path, "").await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(kept(&missing), "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_file_comes_in_an_encoding_that_is_asked_for_and_nothing_between_mixes_them_up() {
    let world = world().await;
    for ending in ["br", "gz"] {
        std::fs::write(world.folder.path().join(format!("{FILE}.{ending}")), ending).unwrap();
    }
    let address = format!("{}/{FILE}", world.origin());
    for (asked, sent, body) in [
        ("br, gzip", Some("br"), "br"),
        // What a browser asks for over plain http.
        ("gzip, deflate", Some("gzip"), "gz"),
        ("identity", None, "export {}"),
    ] {
        let request = reqwest::Client::new().get(&address);
        let answer = request.header("accept-encoding", asked).send().await.unwrap();
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .map(|it| it.to_str().unwrap().to_owned())
        };
        assert_eq!(header("content-encoding").as_deref(), sent, "{asked}");
        assert_eq!(header("vary").as_deref(), Some("accept-encoding"), "{asked}");
        assert_eq!(answer.text().await.unwrap(), body, "{asked}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_of_the_policy() {
    let world = world().await;
    let wrong = [("email", "x"), ("password", "x")];
    let long = "a".repeat(70 * 1024);
    let client = reqwest::Client::new();
    let foreign = client.post(format!("{}/api/v1/sign_out", world.origin()));
    let foreign = foreign.send().await.unwrap();
    let answers = [
        (200, page(&world, "/connexion", "").await),
        (200, page(&world, "/health/ready", "").await),
        (302, page(&world, "/accueil", "").await),
        (400, post(&world, "/api/v1/board", "", &[]).await),
        (401, post(&world, "/api/v1/sign_in", "", &wrong).await),
        (403, foreign),
        (404, page(&world, "/nulle-part", "").await),
        (404, page(&world, "/pkg/none.js", "").await),
        (405, post(&world, "/health/ready", "", &[]).await),
        (
            413,
            post(&world, "/api/v1/sign_in", "", &[("email", &long)]).await,
        ),
    ];
    let expected = [
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    for (status, answer) in answers {
        let path = answer.url().path().to_owned();
        assert_eq!(answer.status(), status, "{path}");
        for (name, value) in expected {
            assert_eq!(answer.headers()[name], value, "{path} {name}");
        }
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        let is_page = answer
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
        if is_page {
            let (front, rest) = policy.split_once("'nonce-").unwrap();
            let (nonce, back) = rest.split_once('\'').unwrap();
            assert!(nonce.len() >= 16, "{nonce}");
            assert_eq!(front, "default-src 'none'; script-src 'self' ");
            assert_eq!(
                back,
                " 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                 manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            );
        } else {
            let nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            assert_eq!(policy, nothing, "{path}");
        }
    }
}

#[tokio::test]
async fn what_another_site_asks_is_refused_on_a_function_and_on_the_live_link() {
    let world = world().await;
    let own = world.origin();
    let elsewhere = "https://elsewhere.example";
    // What the browser says of the request, its origin, and whether it is ours.
    let cases = [
        (None, Some(own.as_str()), true),
        (Some("same-origin"), Some(own.as_str()), true),
        (Some("same-origin"), Some("null"), true),
        (Some("same-origin"), None, true),
        (None, None, false),
        (None, Some("null"), false),
        (None, Some(elsewhere), false),
        (Some("same-origin"), Some(elsewhere), false),
        (Some("same-site"), Some(own.as_str()), false),
        (Some("cross-site"), Some(own.as_str()), false),
        (Some("cross-site"), Some("null"), false),
        (Some("none"), None, false),
    ];
    for (site, origin, ours) in cases {
        let mut request = reqwest::Client::new().post(format!("{own}/api/v1/me"));
        let mut upgrade = world.upgrade(&world.camille.token, &own);
        upgrade.headers_mut().remove("origin");
        for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
                upgrade.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        let answer = request.send().await.unwrap();
        let expected = if ours {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(answer.status(), expected, "{site:?} {origin:?}");
        let opened = tokio_tungstenite::connect_async(upgrade).await;
        assert_eq!(opened.is_ok(), ours, "{site:?} {origin:?}");
        if let Err(error) = opened {
            assert!(error.to_string().contains("403"), "{error}");
        }
    }
}

/// A path with the names of its parts left out.
fn shape(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with([':', '{']) { "{}" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// What is asked for at an address of its own: all but what is said on the live link.
fn addresses() -> impl Iterator<Item = Operation> {
    Operation::all().filter(|it| !it.address().starts_with("/live "))
}

#[tokio::test]
async fn every_address_has_its_line_in_the_permission_table_and_every_line_its_address() {
    let pages = router::pages().into_iter().map(|page| page.path().to_owned());
    let functions = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    let options = leptos::config::LeptosOptions::builder().output_name("x").build();
    let own = router::own(&options).map(|(operation, _)| operation.address().to_owned());
    let served: BTreeSet<String> = pages
        .chain(functions)
        .chain(own)
        .map(|path| shape(&path))
        .collect();
    let known: BTreeSet<String> = addresses().map(|it| shape(it.address())).collect();
    assert!(known.len() > 20, "{known:?}");
    assert_eq!(served, known);
}

#[tokio::test]
async fn each_kind_of_visitor_is_answered_as_the_permission_table_says() {
    let world = world().await;
    let (store, cell) = (&world.store, world.cell);
    world.share_a_step().await;
    written!(store, |tx| Cards::on(&tx).give(
        cell,
        world.rose.person,
        ("a card", "no hash"),
        now()
    ));
    let (malik, _) = world.someone_else(Role::Usager).await;
    let (paul, _) = world.someone_else(Role::Professional).await;
    let (julie, _) = world.someone_else(Role::Partner).await;
    let visitors = [
        (Standing::Nobody, None),
        (Standing::OtherUsager, Some(&malik)),
        (Standing::Usager, Some(&world.rose)),
        (Standing::UsagerProven, Some(&world.rose)),
        (Standing::Assigned, Some(&world.camille)),
        (Standing::Unassigned, Some(&paul)),
        (Standing::PartnerWithShare, Some(&world.lea)),
        (Standing::PartnerWithout, Some(&julie)),
    ];
    assert_eq!(visitors.map(|(standing, _)| standing), Standing::ALL);
    // Where standing does not tell, what a membership lets one be does: here they may all of it, and below none of it.
    for tablet in [&world.camille, &paul] {
        let can = [Capability::Professional, Capability::Coordinator].into();
        let of = (cell, tablet.membership);
        written!(store, |tx| Memberships::on(&tx).set_capabilities(of, &can));
    }
    let need = ReferralId(Uuid::new_v4());
    let new = NewReferral {
        first_name: "Rachid".into(),
        last_name: "Benali".into(),
        phone: None,
        reach: None,
        noticed: "Courrier".into(),
    };
    written!(store, |tx| Referrals::on(&tx).receive(
        (cell, need),
        &new,
        None,
        now()
    ));
    let parcours = world.parcours.to_string();
    let fields = ["email", "password", "card", "pin"].map(|name| (name, "x"));
    // Of a step that is not there: whoever may ask is told so by the rules.
    let nobody = Uuid::nil().to_string();
    let of_a_form = [
        ("step", parcours.as_str()),
        ("words", "00000000000000000000000000000000"),
        ("on", "0"),
        ("act", "talk_about_it"),
        ("density", "middle"),
        // Of someone who has no name yet.
        ("written[first_name]", ""),
        ("referent", parcours.as_str()),
        ("person", parcours.as_str()),
        ("secret", "x"),
        ("again", "x"),
        ("before", "x"),
        ("code", "x"),
        ("referral", nobody.as_str()),
        ("cell", nobody.as_str()),
        ("does", "ask"),
        // No organisation has no name.
        ("name", ""),
    ];
    for (number, tablet) in [&world.camille, &paul, &world.lea, &julie]
        .into_iter()
        .enumerate()
    {
        let email = format!("{number}@letrait.example");
        let theirs = [(cell, tablet.membership)];
        world.give_account((&email, "no hash"), &theirs).await;
    }
    let mut asked = 0;
    for operation in addresses() {
        for (standing, tablet) in visitors {
            // A session of its own: some of what is asked ends it.
            let mut token = Uuid::new_v4().to_string();
            if let Some(tablet) = tablet {
                if standing == Standing::Usager {
                    let who = (cell, tablet.membership);
                    written!(store, |tx| Sessions::on(&tx).open(
                        &TokenHash::of(&token),
                        who,
                        Policy::default().others,
                        None,
                        now()
                    ));
                } else {
                    token = world.again(tablet).await.token;
                }
            }
            let path = operation.address().replace("{id}", &parcours);
            let path = path.replace("{step}", &parcours).replace("pkg/{*file}", FILE);
            let path = path.replace("{membership}", &julie.membership.to_string());
            let path = path.replace("{referral}", &need.to_string());
            let open = if operation == Operation::Parcours(Parcours::Live) {
                let client = tablet.map_or(world.rose.client, |tablet| tablet.client);
                let mut socket = world.connect(&token, &world.origin()).await.unwrap();
                world.hello(&mut socket, client).await;
                let first: Value = next(&mut socket).await.unwrap();
                first.get("denied").is_none()
            } else if path.starts_with("/api/") {
                // One's own, to go on under; nobody's, where something would become of it.
                let own = tablet.filter(|_| matches!(operation, Operation::Accounts(_)));
                let membership = own.map_or(Uuid::nil(), |tablet| tablet.membership.0);
                let membership = membership.to_string();
                let own = [
                    ("parcours", parcours.as_str()),
                    ("membership", membership.as_str()),
                ];
                let fields = [&fields[..], &of_a_form, &own].concat();
                let answer = post(&world, &path, &token, &fields).await;
                let error = answer.json::<AppError>().await.ok();
                !matches!(
                    error,
                    Some(AppError::Denied(Denial::SignedOut | Denial::NotFound))
                )
            } else {
                let answer = page(&world, &path, &token).await;
                let (status, to) = (answer.status(), told(answer).await.0.unwrap_or_default());
                status != StatusCode::NOT_FOUND && !to.contains("refus=session")
            };
            assert_eq!(open, allows(operation, standing), "{operation:?} {standing:?}");
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked}");
    let of = (cell, paul.membership);
    let mut closed = 0;
    for operation in addresses().filter(|it| !it.needs().is_empty()) {
        let others = Capability::OFFERED
            .into_iter()
            .filter(|it| it.role() == Role::Professional);
        let others = others.filter(|it| !operation.needs().contains(it)).collect();
        written!(store, |tx| Memberships::on(&tx).set_capabilities(of, &others));
        let (token, lasts) = (Uuid::new_v4().to_string(), Policy::default().others);
        let hash = TokenHash::of(&token);
        written!(store, |tx| Sessions::on(&tx).open(&hash, of, lasts, None, now()));
        let path = operation
            .address()
            .replace("{membership}", &julie.membership.to_string());
        let answer = if path.starts_with("/api/") {
            let membership = Uuid::nil().to_string();
            let fields = [
                &of_a_form[..],
                &[("parcours", &parcours), ("membership", &membership)],
            ]
            .concat();
            post(&world, &path, &token, &fields)
                .await
                .json::<AppError>()
                .await
                .ok()
        } else {
            let hidden = page(&world, &path, &token).await.status() == StatusCode::NOT_FOUND;
            hidden.then_some(AppError::Denied(Denial::NotFound))
        };
        assert_eq!(answer, Some(AppError::Denied(Denial::NotFound)), "{operation:?}");
        closed += 1;
    }
    assert!(closed > 10, "{closed}");
}
