//! Letters, to a mail server over real sockets: invitations, forgotten passwords; what the server refuses, and what it never
//! says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_domain::access::{Capability, MembershipState};
use itineraire_domain::people::{Letter, Unclear};
use itineraire_server::jobs::outbox;
use itineraire_server::stop::Stop;
use itineraire_service::Service;
use itineraire_store::repositories::{Memberships, Outbox};
use itineraire_testing::written;
use reqwest::StatusCode;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use std::time::Duration;
use support::forms::{Fields, but, cookie, leads_to, member, sends, session, shows};
use support::smtp::{Does, Smtp};
use support::{EMAIL, PASSWORD, PUBLIC, World, command, now, public, world};
use uuid::Uuid;

const SAMIRA: &str = "samira@letrait.example";
const SENTENCE: &str = "un cheval boit le mardi";

/// A world that sends letters, and someone who coordinates: their session.
async fn writing() -> (World, Smtp, String) {
    let (mut world, smtp) = (world().await, Smtp::start().await);
    world.writing_to(&smtp).await;
    let can = [Capability::Coordinator, Capability::Professional];
    let (_, claire) = member(&world, "Claire", &can).await;
    (world, smtp, claire)
}

fn samira() -> Fields<'static> {
    [
        ("written[first_name]", "Samira".to_owned()),
        ("written[last_name]", "O\u{2019}Brien".into()),
        ("written[job]", String::new()),
        ("written[email]", SAMIRA.into()),
        ("written[organisation]", String::new()),
        ("written[can][]", "professional".into()),
        ("by_mail", "true".into()),
    ]
    .into()
}

fn comes(number: &str) -> Fields<'static> {
    [
        ("secret", number.to_owned()),
        ("email", SAMIRA.into()),
        ("password", SENTENCE.into()),
        ("again", SENTENCE.into()),
    ]
    .into()
}

fn chooses(number: &str, password: &str) -> Fields<'static> {
    [
        ("secret", number.to_owned()),
        ("password", password.to_owned()),
        ("again", password.to_owned()),
    ]
    .into()
}

/// What each letter is now, the first first.
async fn states(world: &World) -> Vec<String> {
    let tables = world.tables().await;
    let asks = "SELECT state FROM outbox ORDER BY since, email";
    let rows = tables
        .query_all_raw(Statement::from_string(tables.get_database_backend(), asks))
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get("", "state").unwrap()).collect()
}

/// Waits until the letters are so.
async fn become_so(world: &World, wanted: &[&str]) {
    for _ in 0..600 {
        if states(world).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{:?} and not {wanted:?}", states(world).await);
}

/// Waits until the one letter was tried, and is to be tried again.
async fn has_failed_once(world: &World) {
    let tables = world.tables().await;
    // Half a minute after it was written, or a little more; while it is tried, ten.
    let asks = "SELECT state FROM outbox WHERE state = 'waiting' AND next - since BETWEEN 25000 AND 300000";
    let asks = Statement::from_string(tables.get_database_backend(), asks);
    for _ in 0..600 {
        if !tables.query_all_raw(asks.clone()).await.unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{:?}", states(world).await);
}

async fn change(world: &World, statement: &str) {
    let tables = world.tables().await;
    tables.execute_unprepared(statement).await.unwrap();
}

/// Another process that sends letters of the same database.
fn another(world: &World, smtp: &Smtp) -> Stop {
    let stop = Stop::default();
    let service = Service::new(world.store.clone(), support::eased()).with_mail();
    tokio::spawn(outbox::send(service, smtp.mailer(), public(), stop.clone()));
    stop
}

#[tokio::test]
async fn who_is_invited_by_mail_comes_with_what_the_letter_says() {
    let (world, smtp, claire) = writing().await;
    let answer = sends(&world, &claire, "invite", &samira()).await;
    let page = leads_to(&answer);
    assert!(page.starts_with("/membres/"), "{page}");
    assert_eq!(
        cookie(&answer, "__Host-itineraire-invitation"),
        None,
        "no browser has its number"
    );
    let letter = smtp.last_of(1).await;
    assert_eq!(letter.to, SAMIRA);
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert!(letter.header("From").contains("<itineraire@letrait.example>"));
    assert!(letter.body.contains("(Le Trait)"), "{}", letter.body);
    become_so(&world, &["sent"]).await;
    let (_, shown) = shows(&world, &claire, &page).await;
    assert!(shown.contains("Mail envoy\u{e9}. Invitation valable"), "{shown}");
    let number = letter.number(&format!("{PUBLIC}/invitation"));
    assert_eq!(number.len(), 32);
    assert!(!shown.contains(&number), "nobody else reads it");
    let answer = sends(&world, "", "accept_invitation", &comes(&number)).await;
    assert_eq!(leads_to(&answer), "/accueil#");
    let answer = sends(&world, "", "accept_invitation", &comes(&number)).await;
    assert_eq!(leads_to(&answer), "/invitation?refus=deja");
}

#[tokio::test]
async fn a_number_is_made_as_its_letter_is_sent_and_of_two_the_last_one_opens() {
    let (world, smtp, claire) = writing().await;
    smtp.does([Does::AtTheEnd("451 later")]);
    let page = leads_to(&sends(&world, &claire, "invite", &samira()).await);
    has_failed_once(&world).await;
    let (_, shown) = shows(&world, &claire, &page).await;
    assert!(shown.contains("Le mail attend de partir"), "{shown}");
    // By a link that is handed over meanwhile: the letter that still waits is about nothing any more.
    let membership = page.rsplit('/').next().unwrap().to_owned();
    let again: Fields<'_> = [("membership", membership.clone())].into();
    let answer = sends(&world, &claire, "invite_again", &again).await;
    assert!(cookie(&answer, "__Host-itineraire-invitation").is_some());
    change(&world, "UPDATE outbox SET next = 0").await;
    let _other = another(&world, &smtp);
    become_so(&world, &["dropped"]).await;
    assert_eq!((smtp.tries(), smtp.received().len()), (1, 0));
    // And by another letter.
    let by_mail: Fields<'_> = [("membership", membership), ("by_mail", "true".into())].into();
    sends(&world, &claire, "invite_again", &by_mail).await;
    let number = smtp.last_of(1).await.number(&format!("{PUBLIC}/invitation"));
    let answer = sends(&world, "", "accept_invitation", &comes(&number)).await;
    assert_eq!(leads_to(&answer), "/accueil#");
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_is_not_sent() {
    let (world, smtp, claire) = writing().await;
    smtp.does([Does::OfAddress("451 later")]);
    let page = leads_to(&sends(&world, &claire, "invite", &samira()).await);
    let membership = page.rsplit('/').next().unwrap().to_owned();
    has_failed_once(&world).await;
    sends(
        &world,
        &claire,
        "end_member",
        &[("membership", membership)].into(),
    )
    .await;
    change(&world, "UPDATE outbox SET next = 0").await;
    let _other = another(&world, &smtp);
    become_so(&world, &["dropped"]).await;
    assert!(smtp.received().is_empty());
}

// @proof cell letters: what a mail server refuses, what it cannot take now, and what it never says: each letter comes once
#[tokio::test]
async fn a_letter_is_tried_again_until_it_is_kept_and_never_after() {
    let (world, smtp, _claire) = writing().await;
    smtp.does([
        Does::OfAddress("550 5.1.1 nobody here"),
        Does::AtTheEnd("554 not this"),
        Does::OfAddress("451 later"),
        Does::AtTheEnd("451 later"),
        Does::KeepsAndGoes,
    ]);
    let day = "2026-12-01".parse().unwrap();
    let letter = Letter::PasswordChanged(day, "09:30".parse().unwrap());
    let until = now().plus_days(1);
    for (nth, name) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        // One after another: what the server does is in that order.
        let since = now().plus_seconds(i64::try_from(nth).unwrap() - 10);
        let to = format!("{name}@letrait.example");
        written!(world.store, |tx| Outbox::on(&tx).put(
            &letter,
            &to,
            (since, until)
        ));
    }
    let _other = another(&world, &smtp);
    become_so(&world, &["refused", "refused", "waiting", "waiting", "handed"]).await;
    // Kept, without a word.
    assert_eq!(smtp.last_of(1).await.to, "e@letrait.example");
    // Later, by several at once.
    change(&world, "UPDATE outbox SET next = 0").await;
    let _others = [
        another(&world, &smtp),
        another(&world, &smtp),
        another(&world, &smtp),
    ];
    become_so(&world, &["refused", "refused", "sent", "sent", "handed"]).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut to: Vec<_> = smtp.received().into_iter().map(|it| it.to).collect();
    to.sort();
    assert_eq!(
        to,
        ["c@letrait.example", "d@letrait.example", "e@letrait.example"]
    );
    assert_eq!(smtp.tries(), 7, "no letter was tried once more");
    // Many, by several at once.
    let many = 40;
    for nth in 0..many {
        let to = format!("{nth}@letrait.example");
        written!(world.store, |tx| Outbox::on(&tx).put(
            &letter,
            &to,
            (now(), until)
        ));
    }
    let _more = [another(&world, &smtp), another(&world, &smtp)];
    smtp.last_of(3 + many).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let ids: std::collections::BTreeSet<_> = smtp
        .received()
        .iter()
        .map(|it| it.header("Message-ID").to_owned())
        .collect();
    assert_eq!(ids.len(), smtp.received().len(), "each has a name of its own");
    println!(
        "PROOF letters: {} letters in {} tries by up to 6 processes at once: 2 refused, 2 kept the second time, 1 kept without a word \
         and not sent again, none twice",
        5 + many,
        smtp.tries()
    );
}

#[tokio::test]
async fn a_letter_whose_time_is_over_is_not_sent() {
    let (world, smtp, _claire) = writing().await;
    let over = (now().plus_days(-2), now().plus_seconds(-1));
    written!(world.store, |tx| Outbox::on(&tx).put(
        &Letter::NewPassword,
        EMAIL,
        over
    ));
    let _other = another(&world, &smtp);
    become_so(&world, &["dropped"]).await;
    assert_eq!(smtp.tries(), 0);
}

#[tokio::test]
async fn who_forgot_their_password_chooses_another_with_the_letter_once() {
    let (world, smtp, _claire) = writing().await;
    world.give_ways_in().await;
    let asks = async |email: &str| {
        let fields: Fields<'_> = [("email", email.to_owned())].into();
        leads_to(&sends(&world, "", "ask_new_password", &fields).await)
    };
    // Nobody is told who has an account.
    assert_eq!(asks("paul@letrait.example").await, "/mot-de-passe?envoye");
    become_so(&world, &["dropped"]).await;
    assert_eq!(asks(&EMAIL.to_uppercase()).await, "/mot-de-passe?envoye");
    let letter = smtp.last_of(1).await;
    assert_eq!(letter.to, EMAIL);
    let number = letter.number(&format!("{PUBLIC}/nouveau-mot-de-passe"));
    // Nobody's letters are filled by another.
    for email in [EMAIL, "paul@letrait.example"] {
        assert_eq!(asks(email).await, "/mot-de-passe?refus=attendre");
    }
    assert_eq!(
        asks("camille").await,
        format!("/mot-de-passe?refus={}", Unclear::Email.word())
    );
    // A password that anyone guesses: the number is good still. One that nobody was given is not.
    for (fields, word) in [
        (chooses(&number, "motdepasse123"), Unclear::Password.word()),
        (
            but(chooses(&number, SENTENCE), "again", "un cheval"),
            Unclear::Again.word(),
        ),
        (chooses("0123456789abcdef0123456789abcdef", SENTENCE), "inconnu"),
    ] {
        let answer = sends(&world, "", "choose_new_password", &fields).await;
        assert_eq!(leads_to(&answer), format!("/nouveau-mot-de-passe?refus={word}"));
    }
    let (status, _) = shows(&world, &session(&world.camille), "/accueil").await;
    assert_eq!(status, StatusCode::OK);
    let fields = chooses(&number, SENTENCE);
    let both = tokio::join!(
        sends(&world, "", "choose_new_password", &fields),
        sends(&world, "", "choose_new_password", &fields)
    );
    let mut led = [leads_to(&both.0), leads_to(&both.1)];
    led.sort();
    assert_eq!(
        led,
        ["/accueil#", "/nouveau-mot-de-passe?refus=inconnu"],
        "of two at once, one"
    );
    // Who was signed in elsewhere is not any more, and the password before is none.
    let (_, page) = shows(&world, &session(&world.camille), "/accueil").await;
    assert!(page.contains("session est finie"), "{page}");
    let signs_in = async |password: &str| {
        let fields: Fields<'_> = [("email", EMAIL.to_owned()), ("password", password.to_owned())].into();
        leads_to(&sends(&world, "", "sign_in", &fields).await)
    };
    assert_eq!(signs_in(PASSWORD).await, "/connexion?refus=inconnu");
    assert_eq!(signs_in(SENTENCE).await, "/accueil");
    let letter = smtp.last_of(2).await;
    assert!(
        letter.to == EMAIL && letter.body.contains("a chang\u{e9} le"),
        "{}",
        letter.body
    );
}

#[tokio::test]
async fn a_number_for_another_password_stands_an_hour_and_opens_nothing_for_who_has_left() {
    let (world, smtp, _claire) = writing().await;
    world.give_ways_in().await;
    let asks = async || {
        let fields: Fields<'_> = [("email", EMAIL.to_owned())].into();
        change(&world, "DELETE FROM throttles").await;
        assert_eq!(
            leads_to(&sends(&world, "", "ask_new_password", &fields).await),
            "/mot-de-passe?envoye"
        );
    };
    asks().await;
    let number = smtp.last_of(1).await.number("/nouveau-mot-de-passe");
    change(
        &world,
        "UPDATE credentials SET since = since - 3601000 WHERE kind = 'new_password'",
    )
    .await;
    let answer = sends(&world, "", "choose_new_password", &chooses(&number, SENTENCE)).await;
    assert_eq!(leads_to(&answer), "/nouveau-mot-de-passe?refus=inconnu");
    // The last one counts alone.
    asks().await;
    let before = smtp.last_of(2).await.number("/nouveau-mot-de-passe");
    asks().await;
    let last = smtp.last_of(3).await.number("/nouveau-mot-de-passe");
    let answer = sends(&world, "", "choose_new_password", &chooses(&before, SENTENCE)).await;
    assert_eq!(leads_to(&answer), "/nouveau-mot-de-passe?refus=inconnu");
    // Suspended meanwhile.
    written!(world.store, |tx| Memberships::on(&tx).set_state(
        world.cell,
        world.camille.membership,
        MembershipState::Suspended,
        now()
    ));
    let answer = sends(&world, "", "choose_new_password", &chooses(&last, SENTENCE)).await;
    assert_eq!(leads_to(&answer), "/nouveau-mot-de-passe?refus=inconnu");
    asks().await;
    become_so(&world, &["sent", "sent", "sent", "dropped"]).await;
}

/// What stands in a name, a title, a place, a theme of everyone who is accompanied here.
const MARK: &str = "Zqx";

// @proof cell neutral: letters of every kind, in a world where all that is known of a person is marked: no mark in any
#[tokio::test]
async fn no_letter_says_anything_of_whoever_is_accompanied() {
    let (world, smtp, claire) = writing().await;
    world.give_ways_in().await;
    let tables = world.tables().await;
    for (table, column) in [
        ("people", "first_name"),
        ("people", "last_name"),
        ("people", "job"),
    ] {
        let marks = format!("UPDATE {table} SET {column} = '{MARK}{column}'");
        tables.execute_unprepared(&marks).await.unwrap();
    }
    tables
        .execute_unprepared(&format!(
            "UPDATE catalogue_entries SET words = replace(words, 'a', '{MARK}')"
        ))
        .await
        .unwrap();
    let mut socket = world.open(&world.camille).await;
    let title = format!("{MARK} titre");
    let body = json!({ "step": [Uuid::new_v4(), { "propose": { "title": title, "theme": "work" } }] });
    command(&mut socket, 1, 1, body).await;
    // Each kind as it comes about: what is added here and is not brought about does not compile.
    let day = ("2026-12-01".parse().unwrap(), "09:30".parse().unwrap());
    let kinds = [
        Letter::Invitation,
        Letter::NewPassword,
        Letter::PasswordChanged(day.0, day.1),
        Letter::CodesChanged(true, day.0, day.1),
        Letter::CodesChanged(false, day.0, day.1),
        Letter::NewBrowser("Firefox".into(), day.0, day.1),
    ];
    let signs_in: Fields<'_> = [("email", EMAIL.to_owned()), ("password", PASSWORD.into())].into();
    let asks: Fields<'_> = [("email", EMAIL.to_owned())].into();
    for kind in &kinds {
        match kind {
            Letter::Invitation => drop(sends(&world, &claire, "invite", &samira()).await),
            Letter::NewPassword => drop(sends(&world, "", "ask_new_password", &asks).await),
            Letter::PasswordChanged(..) => {
                let number = smtp.last_of(2).await.number("/nouveau-mot-de-passe");
                sends(&world, "", "choose_new_password", &chooses(&number, PASSWORD)).await;
            }
            Letter::CodesChanged(..) => {
                let lasts = (now(), now().plus_days(1));
                written!(world.store, |tx| Outbox::on(&tx).put(kind, EMAIL, lasts));
            }
            // The second that is not known: the one before was the first.
            Letter::NewBrowser(..) => drop(sends(&world, "", "sign_in", &signs_in).await),
        }
    }
    smtp.last_of(kinds.len()).await;
    let mut words = 0;
    for letter in smtp.received() {
        let all = format!("{} {}", letter.head, letter.body);
        assert!(!all.contains(MARK), "{all}");
        assert!(!letter.body.contains('{') && letter.body.len() > 100, "{all}");
        words += letter.body.split_whitespace().count();
    }
    println!(
        "PROOF neutral: {} letters of {} kinds, {words} words, 0 marks",
        smtp.received().len(),
        kinds.len()
    );
}

#[tokio::test]
async fn where_no_letters_are_sent_an_invitation_is_handed_over() {
    let mut world = world().await;
    world.under(support::eased()).await;
    let (_, claire) = member(&world, "Claire", &[Capability::Coordinator]).await;
    let (_, page) = shows(&world, &claire, "/membres").await;
    assert!(!page.contains("by_mail") && page.contains("Pr\u{e9}parer un lien"));
    let answer = sends(&world, &claire, "invite", &samira()).await;
    assert!(cookie(&answer, "__Host-itineraire-invitation").is_some());
    assert!(states(&world).await.is_empty());
    let (_, page) = shows(&world, "", "/mot-de-passe").await;
    assert!(page.contains("aucun mail ne part"), "{page}");
}
