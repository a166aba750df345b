//! One's own access, over real HTTP: a code beside the password, sessions that are looked at and ended, a browser that was not
//! known.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{Capability, MembershipState, Policy};
use itineraire_domain::people::Unclear;
use itineraire_store::repositories::Memberships;
use itineraire_testing::written;
use reqwest::header::{ACCEPT, COOKIE, ORIGIN, USER_AGENT};
use reqwest::{Response, StatusCode};
use sea_orm::ConnectionTrait;
use std::time::{SystemTime, UNIX_EPOCH};
use support::forms::{Fields, cookie, leads_to, member, sends, session, shows};
use support::smtp::Smtp;
use support::{EMAIL, PASSWORD, World, now, world};
use totp_rs::{Builder, Secret};

const SENTENCE: &str = "un cheval boit le mardi";
const NAME: &str = "__Host-itineraire";
const HALF: &str = "__Host-itineraire-entree";
const BROWSER: &str = "__Host-itineraire-navigateur";
const RESCUES: &str = "__Host-itineraire-secours";
const FIREFOX: &str = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";

/// Camille has a password; many tries, and letters.
async fn writing() -> (World, Smtp) {
    let (mut world, smtp) = (world().await, Smtp::start().await);
    world.writing_to(&smtp).await;
    world.give_ways_in().await;
    (world, smtp)
}

/// Signs in, from a browser that says what it is.
async fn signs_in(world: &World, cookies: &str, password: &str, agent: &str) -> Response {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let request = client
        .post(format!("{}/api/v1/sign_in", world.origin()))
        .header(ORIGIN, world.origin())
        .header(ACCEPT, "text/html")
        .header(USER_AGENT, agent)
        .header(COOKIE, cookies)
        .form(&[("email", EMAIL), ("password", password), ("then", "/signaler")]);
    request.send().await.unwrap()
}

/// The code that a telephone shows, so many steps of half a minute from now.
fn code(secret: &str, steps: i64) -> String {
    let codes = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap());
    let codes = codes.with_account_name("-").build().unwrap();
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    codes
        .generate(seconds.saturating_add_signed(steps * 30))
        .to_string()
}

fn gives(code: &str) -> Fields<'static> {
    [("code", code.to_owned())].into()
}

/// Camille sets codes up; gives the secret, those that count once, and the page on which they stood.
async fn sets_up(world: &World, session: &str) -> (String, Vec<String>, String) {
    let proves = |password: &str| -> Fields<'static> { [("password", password.to_owned())].into() };
    for (password, to) in [(SENTENCE, "/mon-acces?refus=inconnu"), (PASSWORD, "/mon-acces")] {
        let answer = sends(world, session, "ask_codes", &proves(password)).await;
        assert_eq!(leads_to(&answer), to, "who finds a session open sets nothing up");
    }
    let (_, page) = shows(world, session, "/mon-acces").await;
    let (_, rest) = page.split_once("access-secret\">").unwrap();
    let secret: String = rest.split('<').next().unwrap().split_whitespace().collect();
    assert_eq!(secret.len(), 32, "160 bits");
    let answer = sends(world, session, "begin_codes", &gives("000000")).await;
    assert_eq!(leads_to(&answer), "/mon-acces?refus=inconnu");
    let answer = sends(world, session, "begin_codes", &gives(&code(&secret, -1))).await;
    assert_eq!(leads_to(&answer), "/mon-acces");
    let kept = cookie(&answer, RESCUES).unwrap();
    let rescues = kept
        .split_once('=')
        .unwrap()
        .1
        .split('.')
        .map(str::to_owned)
        .collect();
    let (_, page) = shows(world, &format!("{session}; {kept}"), "/mon-acces").await;
    (secret, rescues, page)
}

#[tokio::test]
async fn a_code_is_asked_beside_the_password_and_counts_once() {
    let (world, _smtp) = writing().await;
    let camille = session(&world.camille);
    let (secret, rescues, page) = sets_up(&world, &camille).await;
    assert_eq!(rescues.len(), 10);
    for rescue in &rescues {
        assert!(
            page.contains(&format!("{} {} {}", &rescue[..4], &rescue[4..8], &rescue[8..])),
            "{rescue}"
        );
    }
    let (_, page) = shows(&world, &camille, "/mon-acces").await;
    assert!(
        page.contains("Il vous reste 10 codes") && !page.contains(&rescues[0][..4]),
        "shown once"
    );
    assert!(!page.contains(&secret[..4]), "nor the secret");

    // The password alone opens nothing.
    let answer = signs_in(&world, "", PASSWORD, FIREFOX).await;
    assert_eq!(leads_to(&answer), "/deuxieme-verification?suite=/signaler");
    assert_eq!(cookie(&answer, NAME), None);
    let half = cookie(&answer, HALF).unwrap();
    let token = half.split_once('=').unwrap().1;
    for page in ["/accueil", "/mon-acces", "/membres"] {
        let (_, shown) = shows(&world, &format!("{NAME}={token}"), page).await;
        assert!(
            shown.contains("identifier") && !shown.contains("topbar"),
            "{page}: {shown}"
        );
    }
    // The code that began them was used; a wrong one, and one that is too old, are none.
    for wrong in [
        code(&secret, -1),
        code(&secret, -4),
        "123456".into(),
        String::new(),
        "é".into(),
    ] {
        let answer = sends(&world, &half, "give_code", &gives(&wrong)).await;
        assert_eq!(
            leads_to(&answer),
            "/deuxieme-verification?refus=inconnu",
            "{wrong}"
        );
    }
    // After five no code opens it any more.
    let right = gives(&code(&secret, 0));
    assert_eq!(
        leads_to(&sends(&world, &half, "give_code", &right).await),
        "/deuxieme-verification?refus=inconnu"
    );

    let half = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, HALF).unwrap();
    let (_, page) = shows(&world, &half, "/deuxieme-verification").await;
    assert!(page.contains("Il manque le code"), "{page}");
    // Twice at once: it opens once.
    let both = tokio::join!(
        sends(&world, &half, "give_code", &right),
        sends(&world, &half, "give_code", &right)
    );
    let mut led = [leads_to(&both.0), leads_to(&both.1)];
    led.sort();
    assert_eq!(led, ["/accueil", "/deuxieme-verification?refus=inconnu"]);
    // And the same code again, from another half: it was used.
    let half = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, HALF).unwrap();
    assert_eq!(
        leads_to(&sends(&world, &half, "give_code", &right).await),
        "/deuxieme-verification?refus=inconnu"
    );
    // A code on paper counts once, however it is typed.
    let typed = format!(
        "{} {}-{}",
        &rescues[3][..4].to_uppercase(),
        &rescues[3][4..8],
        &rescues[3][8..]
    );
    let with = [("code", typed.clone()), ("then", "/signaler".into())].into();
    let answer = sends(&world, &half, "give_code", &with).await;
    assert_eq!(leads_to(&answer), "/signaler");
    let opened = cookie(&answer, NAME).unwrap();
    let (_, page) = shows(&world, &opened, "/mon-acces").await;
    assert!(page.contains("Il vous reste 9 codes"), "{page}");
    let half = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, HALF).unwrap();
    let answer = sends(&world, &half, "give_code", &gives(&typed)).await;
    assert_eq!(leads_to(&answer), "/deuxieme-verification?refus=inconnu");

    // Nobody who finds it open stops it without the password.
    let stops = async |password: &str| {
        let fields: Fields<'_> = [("password", password.to_owned())].into();
        leads_to(&sends(&world, &opened, "end_codes", &fields).await)
    };
    assert_eq!(stops(SENTENCE).await, "/mon-acces?refus=inconnu");
    assert_eq!(
        leads_to(
            &sends(
                &world,
                &opened,
                "ask_codes",
                &[("password", PASSWORD.to_owned())].into()
            )
            .await
        ),
        "/mon-acces?refus=deja"
    );
    assert_eq!(stops(PASSWORD).await, "/mon-acces");
    assert_eq!(
        leads_to(&signs_in(&world, "", PASSWORD, FIREFOX).await),
        "/signaler"
    );
}

#[tokio::test]
async fn half_a_session_stands_ten_minutes_and_ends_with_its_membership() {
    let (world, smtp) = writing().await;
    let (secret, rescues, _) = sets_up(&world, &session(&world.camille)).await;
    let halves = async || cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, HALF).unwrap();
    let refused = async |half: &str, code: &str| {
        let answer = sends(&world, half, "give_code", &gives(code)).await;
        assert_eq!(leads_to(&answer), "/deuxieme-verification?refus=inconnu");
    };
    let half = halves().await;
    let tables = world.tables().await;
    tables
        .execute_unprepared("UPDATE sessions SET ends = ends - 600000 WHERE half")
        .await
        .unwrap();
    refused(&half, &rescues[0]).await;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let page = format!("{}/deuxieme-verification", world.origin());
    let answer = client
        .get(page)
        .header(ACCEPT, "text/html")
        .header(COOKIE, &half)
        .send()
        .await
        .unwrap();
    assert_eq!(leads_to(&answer), "/connexion");
    // Who chooses another password with a letter is asked all the same.
    let fields: Fields<'_> = [("email", EMAIL.to_owned())].into();
    sends(&world, "", "ask_new_password", &fields).await;
    // The first told that codes are asked.
    let number = smtp.last_of(2).await.number("/nouveau-mot-de-passe");
    let fields: Fields<'_> = [
        ("secret", number),
        ("password", SENTENCE.into()),
        ("again", SENTENCE.into()),
    ]
    .into();
    let answer = sends(&world, "", "choose_new_password", &fields).await;
    assert_eq!(leads_to(&answer), "/deuxieme-verification#");
    assert_eq!(cookie(&answer, NAME), None);
    // Suspended between the two.
    let half = cookie(&answer, HALF).unwrap();
    written!(world.store, |tx| Memberships::on(&tx).set_state(
        world.cell,
        world.camille.membership,
        MembershipState::Suspended,
        now()
    ));
    refused(&half, &code(&secret, 0)).await;
    refused("", &rescues[0]).await;
}

#[tokio::test]
async fn a_browser_that_is_not_known_is_told_once_and_the_first_is_not() {
    let (world, smtp) = writing().await;
    let answer = signs_in(&world, "", PASSWORD, FIREFOX).await;
    let known = cookie(&answer, BROWSER).unwrap();
    let again = signs_in(&world, &known, PASSWORD, FIREFOX).await;
    assert_eq!(
        cookie(&again, BROWSER).as_ref(),
        Some(&known),
        "it keeps the number that it has"
    );
    let other = signs_in(&world, "", PASSWORD, "curl/8").await;
    let letter = smtp.last_of(1).await;
    assert!(
        letter.to == EMAIL && letter.body.contains("un appareil inconnu, le "),
        "{}",
        letter.body
    );
    let other = cookie(&other, BROWSER).unwrap();
    signs_in(&world, &other, PASSWORD, "curl/8").await;
    signs_in(&world, &known, PASSWORD, FIREFOX).await;
    // A wrong password is no sign-in, whatever it comes from.
    signs_in(&world, "", SENTENCE, FIREFOX).await;
    signs_in(&world, "", PASSWORD, FIREFOX).await;
    let letter = smtp.last_of(2).await;
    assert!(letter.body.contains("Firefox, Android, le "), "{}", letter.body);
}

#[tokio::test]
async fn someone_sees_where_they_are_signed_in_and_ends_it() {
    let (world, _smtp) = writing().await;
    let mine = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, NAME).unwrap();
    let lost = cookie(&signs_in(&world, "", PASSWORD, "Chrome/140 Windows").await, NAME).unwrap();
    let third = cookie(&signs_in(&world, "", PASSWORD, "Safari/604 iPad").await, NAME).unwrap();
    let (status, page) = shows(&world, &mine, "/mon-acces").await;
    assert_eq!(status, StatusCode::OK);
    // Her first one is of the world itself: nothing is known of its browser.
    for name in [
        "Firefox, Android",
        "Chrome, Windows",
        "Safari, iPad",
        "un appareil inconnu",
    ] {
        assert!(page.contains(name), "{name}: {page}");
    }
    assert_eq!(page.matches("cet appareil").count(), 1);
    let page = page.replace(['\u{202f}', '\u{a0}'], " ");
    let (before, _) = page.split_once("Fermer : Chrome, Windows").unwrap();
    let (_, name) = before.rsplit_once("name=\"name\" value=\"").unwrap();
    let name = name.split('"').next().unwrap().to_owned();
    let open = async |session: &str| shows(&world, session, "/accueil").await.1.contains("topbar");
    // Not by someone else, and not by a name that is nobody's.
    let (_, claire) = member(&world, "Claire", &[Capability::Coordinator]).await;
    world
        .give_account(
            ("claire@cag.example", "-"),
            &[(world.cell, claire_membership(&world).await)],
        )
        .await;
    let ends = async |by: &str, name: &str| {
        let fields: Fields<'_> = [("name", name.to_owned())].into();
        leads_to(&sends(&world, by, "end_session", &fields).await)
    };
    assert_eq!(ends(&claire, &name).await, "/mon-acces?refus=absent");
    assert_eq!(ends(&mine, "0123456789abcdef").await, "/mon-acces?refus=absent");
    assert!(open(&lost).await);
    assert_eq!(ends(&mine, &name).await, "/mon-acces");
    assert!(!open(&lost).await && open(&third).await);
    let answer = sends(&world, &mine, "end_other_sessions", &Vec::new()).await;
    assert_eq!(leads_to(&answer), "/mon-acces");
    assert!(open(&mine).await && !open(&third).await && !open(&session(&world.camille)).await);
    assert!(open(&claire).await, "hers are her own");
}

async fn claire_membership(world: &World) -> itineraire_domain::ids::MembershipId {
    let all = Memberships::on(world.store.reads());
    let all = all.members(world.cell).await.unwrap();
    all.into_iter().find(|it| it.name.first == "Claire").unwrap().id
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_every_other_session_ends() {
    let (world, smtp) = writing().await;
    let mine = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, NAME).unwrap();
    let other = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, NAME).unwrap();
    let changes = async |before: &str, password: &str, again: &str| {
        let fields: Fields<'_> = [
            ("before", before.to_owned()),
            ("password", password.to_owned()),
            ("again", again.to_owned()),
        ]
        .into();
        sends(&world, &mine, "change_password", &fields).await
    };
    for (before, password, again, word) in [
        (SENTENCE, SENTENCE, SENTENCE, "inconnu"),
        (
            PASSWORD,
            "motdepasse123",
            "motdepasse123",
            Unclear::Password.word(),
        ),
        (PASSWORD, SENTENCE, PASSWORD, Unclear::Again.word()),
    ] {
        let answer = changes(before, password, again).await;
        assert_eq!(leads_to(&answer), format!("/mon-acces?refus={word}"));
    }
    let answer = changes(PASSWORD, SENTENCE, SENTENCE).await;
    assert_eq!(leads_to(&answer), "/mon-acces");
    let now = cookie(&answer, NAME).unwrap();
    assert_ne!(now, mine);
    for (session, open) in [(&now, true), (&mine, false), (&other, false)] {
        assert_eq!(
            shows(&world, session, "/accueil").await.1.contains("topbar"),
            open
        );
    }
    assert!(smtp.last_of(2).await.body.contains("a chang\u{e9} le"));
    assert_eq!(
        leads_to(&signs_in(&world, "", PASSWORD, FIREFOX).await),
        "/connexion?refus=inconnu&suite=/signaler"
    );
}

#[tokio::test]
async fn who_knows_the_password_does_not_guess_the_code() {
    let mut world = world().await;
    let codes_a_day = Policy::default().codes_a_day;
    world
        .under(Policy {
            codes_a_day,
            ..support::eased()
        })
        .await;
    world.give_ways_in().await;
    let (_, rescues, _) = sets_up(&world, &session(&world.camille)).await;
    let mut refused = 0;
    // One was given to begin, and one that was wrong.
    for _ in 0..4 {
        let half = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, HALF).unwrap();
        for _ in 0..5 {
            let answer = sends(&world, &half, "give_code", &gives("000000")).await;
            refused += usize::from(leads_to(&answer).ends_with("refus=inconnu"));
        }
    }
    assert_eq!(refused, 18, "twenty in a day, of whatever half");
    let half = cookie(&signs_in(&world, "", PASSWORD, FIREFOX).await, HALF).unwrap();
    let answer = sends(&world, &half, "give_code", &gives(&rescues[0])).await;
    assert_eq!(leads_to(&answer), "/deuxieme-verification?refus=attendre");
}

#[tokio::test]
async fn what_is_to_be_read_is_there_for_ten_minutes_and_a_number_for_another_password_ends_with_the_password()
 {
    let (world, smtp) = writing().await;
    let camille = session(&world.camille);
    let proves: Fields<'_> = [("password", PASSWORD.to_owned())].into();
    sends(&world, &camille, "ask_codes", &proves).await;
    assert!(
        shows(&world, &camille, "/mon-acces")
            .await
            .1
            .contains("access-secret")
    );
    let tables = world.tables().await;
    let later = "UPDATE credentials SET since = since - 600000 WHERE kind = 'codes_asked'";
    tables.execute_unprepared(later).await.unwrap();
    assert!(
        !shows(&world, &camille, "/mon-acces")
            .await
            .1
            .contains("access-secret")
    );
    let answer = sends(&world, &camille, "begin_codes", &gives("000000")).await;
    assert_eq!(leads_to(&answer), "/mon-acces?refus=pas-encore");
    // A letter that somebody asked for, and then the password is changed by who knows it.
    let asks: Fields<'_> = [("email", EMAIL.to_owned())].into();
    sends(&world, "", "ask_new_password", &asks).await;
    let number = smtp.last_of(1).await.number("/nouveau-mot-de-passe");
    let changes: Fields<'_> = [
        ("before", PASSWORD.to_owned()),
        ("password", SENTENCE.into()),
        ("again", SENTENCE.into()),
    ]
    .into();
    assert_eq!(
        leads_to(&sends(&world, &camille, "change_password", &changes).await),
        "/mon-acces"
    );
    let chooses: Fields<'_> = [
        ("secret", number),
        ("password", PASSWORD.into()),
        ("again", PASSWORD.into()),
    ]
    .into();
    let answer = sends(&world, "", "choose_new_password", &chooses).await;
    assert_eq!(leads_to(&answer), "/nouveau-mot-de-passe?refus=inconnu");
}
