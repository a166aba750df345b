//! Signing in and out over real HTTP: what opens a session, what does not and says so, and how it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use futures_util::SinkExt;
use itineraire_app::api::AppError;
use itineraire_domain::Denial;
use itineraire_domain::access::secret::Matched;
use itineraire_domain::access::signin::FRESH_FOR;
use itineraire_domain::access::{Capability, Lasts, MembershipState, Policy, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, OrganisationId, PersonId};
use itineraire_domain::views::pages::{FullName, Me, Membership};
use itineraire_server::log::Logs;
use itineraire_service::accounts::hash_secret;
use itineraire_store::TokenHash;
use itineraire_store::repositories::{Cards, Cells, Memberships, Newcomer, Organisations, Sessions};
use itineraire_testing::{cell_of, written};
use reqwest::header::{ACCEPT, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Response, StatusCode};
use serde_json::json;
use std::io::Write;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use support::{CARD, EMAIL, PASSWORD, PIN, Tablet, World, close_code, command, now, world};
use tokio_tungstenite::tungstenite::Message;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

/// A world where Camille has a password and Rose a card.
async fn with_ways_in() -> World {
    let world = world().await;
    world.give_ways_in().await;
    world
}

/// A browser at an address of its own: tries are counted by address too.
struct Browser<'a> {
    world: &'a World,
    client: reqwest::Client,
    token: Option<String>,
}

impl<'a> Browser<'a> {
    /// Each number is another address.
    fn at(world: &'a World, number: u8) -> Self {
        let client = reqwest::Client::builder()
            .local_address(std::net::IpAddr::from(Ipv4Addr::new(127, 0, 1, number)))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            world,
            client,
            token: None,
        }
    }

    fn with(world: &'a World, tablet: &Tablet) -> Self {
        Self {
            token: Some(tablet.token.clone()),
            ..Self::at(world, 1)
        }
    }

    fn request(&self, function: &str, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let request = self
            .client
            .post(format!("{}/api/v1/{function}", self.world.origin()))
            .header(ORIGIN, self.world.origin())
            .form(fields);
        match &self.token {
            Some(token) => request.header(COOKIE, format!("__Host-itineraire={token}")),
            None => request,
        }
    }

    async fn page(&self, path: &str) -> Response {
        let mut request = self
            .client
            .get(format!("{}{path}", self.world.origin()))
            .header(ACCEPT, "text/html");
        if let Some(token) = &self.token {
            request = request.header(COOKIE, format!("__Host-itineraire={token}"));
        }
        request.send().await.unwrap()
    }

    async fn ask(&self, function: &str, fields: &[(&str, &str)]) -> Response {
        self.request(function, fields).send().await.unwrap()
    }

    async fn with_password(&self, email: &str, password: &str) -> Response {
        self.ask("sign_in", &[("email", email), ("password", password)])
            .await
    }

    async fn with_card(&self, card: &str, pin: &str) -> Response {
        self.ask("sign_in_with_card", &[("card", card), ("pin", pin)])
            .await
    }

    /// Who the service says this is.
    async fn me(&self) -> Option<PersonId> {
        let answer = self.ask("me", &[]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let me: Option<Me> = answer.json().await.unwrap();
        me.map(|me| me.person)
    }
}

/// The token of the cookie that an answer sets.
fn token_of(answer: &Response) -> Option<String> {
    let cookie = answer.headers().get(SET_COOKIE)?.to_str().unwrap();
    let pair = cookie.split(';').next().unwrap();
    Some(pair.split_once('=').unwrap().1.to_owned())
}

/// Everything of an answer but its date.
async fn whole(answer: Response) -> (StatusCode, String, String) {
    let mut headers = answer.headers().clone();
    headers.remove("date");
    (
        answer.status(),
        format!("{headers:?}"),
        answer.text().await.unwrap(),
    )
}

async fn is_refused(answer: Response, status: StatusCode, error: AppError) {
    assert!(token_of(&answer).is_none());
    assert_eq!(answer.status(), status);
    assert_eq!(answer.json::<AppError>().await.unwrap(), error);
}

#[tokio::test]
async fn an_unknown_address_a_wrong_password_and_a_suspended_member_answer_alike() {
    let world = with_ways_in().await;
    let browser = Browser::at(&world, 1);
    let wrong = whole(browser.with_password(EMAIL, "autre chose").await).await;
    let unknown = whole(browser.with_password("personne@cag.example", PASSWORD).await).await;
    written!(world.store, |tx| Memberships::on(&tx).set_state(
        world.cell,
        world.camille.membership,
        MembershipState::Suspended,
        now(),
    ));
    let suspended = whole(browser.with_password(EMAIL, PASSWORD).await).await;
    assert_eq!(wrong.0, StatusCode::UNAUTHORIZED);
    assert_eq!(
        serde_json::from_str::<AppError>(&wrong.2).unwrap(),
        AppError::SignIn
    );
    assert_eq!(unknown, wrong);
    assert_eq!(suspended, wrong);
}

#[tokio::test]
async fn an_unknown_card_a_wrong_code_a_suspended_and_a_blocked_card_answer_alike() {
    let world = with_ways_in().await;
    let wrong = whole(Browser::at(&world, 1).with_card(CARD, "000000").await).await;
    let unknown = whole(Browser::at(&world, 1).with_card("ffff", PIN).await).await;
    let suspend = async |state| {
        let (cell, rose) = (world.cell, world.rose.membership);
        written!(world.store, |tx| Memberships::on(&tx).set_state(
            cell,
            rose,
            state,
            now()
        ));
    };
    suspend(MembershipState::Suspended).await;
    let suspended = whole(Browser::at(&world, 1).with_card(CARD, PIN).await).await;
    suspend(MembershipState::Active).await;
    let (card, _) = Cards::on(world.store.reads())
        .with_secret(CARD)
        .await
        .unwrap()
        .unwrap();
    for _ in 0..4 {
        written!(world.store, |tx| Cards::on(&tx).prove(
            &card,
            Matched::NO,
            Policy::default().pin,
            now()
        ));
    }
    let blocked = whole(Browser::at(&world, 2).with_card(CARD, PIN).await).await;
    assert_eq!(wrong.0, StatusCode::UNAUTHORIZED);
    assert_eq!(
        serde_json::from_str::<AppError>(&wrong.2).unwrap(),
        AppError::SignIn
    );
    for other in [unknown, suspended, blocked] {
        assert_eq!(other, wrong);
    }
}

#[tokio::test]
async fn the_fourth_try_at_once_from_an_address_is_refused_and_another_address_is_not() {
    let world = with_ways_in().await;
    let browser = Browser::at(&world, 1);
    for _ in 0..2 {
        browser.with_password("personne@cag.example", "?").await;
    }
    browser.with_card("ffff", "000000").await;
    let wait = || AppError::TooMany;
    let status = StatusCode::TOO_MANY_REQUESTS;
    is_refused(browser.with_password(EMAIL, PASSWORD).await, status, wait()).await;
    is_refused(browser.with_card(CARD, PIN).await, status, wait()).await;
    let other = Browser::at(&world, 2);
    assert!(token_of(&other.with_password(EMAIL, PASSWORD).await).is_some());
    assert!(token_of(&other.with_card(CARD, PIN).await).is_some());
}

#[tokio::test]
async fn the_seventh_try_at_once_of_an_account_is_refused_from_wherever_it_comes() {
    let world = with_ways_in().await;
    for number in 1..=6 {
        let answer = Browser::at(&world, number)
            .with_password(EMAIL, "autre chose")
            .await;
        is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
        // However it is written, it is the same card.
        let written = [CARD.to_uppercase(), format!(" {CARD}"), CARD.into()];
        let answer = Browser::at(&world, number)
            .with_card(&written[usize::from(number) % 3], "000000")
            .await;
        is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
    }
    let status = StatusCode::TOO_MANY_REQUESTS;
    let browser = Browser::at(&world, 7);
    is_refused(
        browser.with_password(EMAIL, PASSWORD).await,
        status,
        AppError::TooMany,
    )
    .await;
    is_refused(
        browser.with_password(" Camille@CAG.example ", PASSWORD).await,
        status,
        AppError::TooMany,
    )
    .await;
    is_refused(browser.with_card(CARD, PIN).await, status, AppError::TooMany).await;
}

#[tokio::test]
async fn twenty_tries_from_one_address_leave_an_account_open_to_another_address() {
    let world = with_ways_in().await;
    for _ in 0..20 {
        Browser::at(&world, 1).with_password(EMAIL, "autre chose").await;
    }
    for _ in 0..20 {
        Browser::at(&world, 2).with_card(CARD, "000000").await;
    }
    let other = Browser::at(&world, 3);
    assert!(token_of(&other.with_password(EMAIL, PASSWORD).await).is_some());
    assert!(token_of(&other.with_card(CARD, PIN).await).is_some());
}

#[tokio::test]
async fn only_a_usager_proves_again_and_the_seventh_try_at_once_is_refused_unhashed() {
    let world = with_ways_in().await;
    for tablet in [&world.camille, &world.lea] {
        let answer = Browser::with(&world, tablet)
            .ask("prove_again", &[("pin", PIN)])
            .await;
        is_refused(answer, StatusCode::NOT_FOUND, AppError::Denied(Denial::NotFound)).await;
    }
    let answer = Browser::at(&world, 1).ask("prove_again", &[("pin", PIN)]).await;
    is_refused(
        answer,
        StatusCode::UNAUTHORIZED,
        AppError::Denied(Denial::SignedOut),
    )
    .await;
    assert_eq!(world.secrets.begun(), 0);
    let browser = Browser::with(&world, &world.rose);
    for _ in 0..6 {
        let answer = browser.ask("prove_again", &[("pin", "000000")]).await;
        is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
    }
    let answer = browser.ask("prove_again", &[("pin", "000000")]).await;
    is_refused(answer, StatusCode::TOO_MANY_REQUESTS, AppError::TooMany).await;
    assert_eq!(world.secrets.begun(), 6);
}

#[tokio::test]
async fn every_refused_try_costs_one_hash_whatever_is_wrong() {
    let world = with_ways_in().await;
    let (store, cell) = (&world.store, world.cell);
    let (card, _) = Cards::on(store.reads()).with_secret(CARD).await.unwrap().unwrap();
    let mut number = 0;
    let mut cost = async |name: &str, card: bool, who: &str, secret: &str| {
        let before = world.secrets.begun();
        number += 1;
        let browser = Browser::at(&world, number);
        let answer = if card {
            browser.with_card(who, secret).await
        } else {
            browser.with_password(who, secret).await
        };
        is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
        assert_eq!(world.secrets.begun() - before, 1, "{name}");
    };
    cost("unknown address", false, "personne@cag.example", PASSWORD).await;
    cost("wrong password", false, EMAIL, "autre chose").await;
    cost("unknown card", true, "ffff", PIN).await;
    cost("wrong code", true, CARD, "000000").await;
    for (membership, card, who, secret) in [
        (world.camille.membership, false, EMAIL, PASSWORD),
        (world.rose.membership, true, CARD, PIN),
    ] {
        written!(store, |tx| Memberships::on(&tx).set_state(
            cell,
            membership,
            MembershipState::Suspended,
            now()
        ));
        cost("suspended", card, who, secret).await;
        written!(store, |tx| Memberships::on(&tx).set_state(
            cell,
            membership,
            MembershipState::Active,
            now()
        ));
    }
    for _ in 0..4 {
        written!(store, |tx| Cards::on(&tx).prove(
            &card,
            Matched::NO,
            Policy::default().pin,
            now()
        ));
    }
    cost("waiting", true, CARD, PIN).await;
    block(&world).await;
    cost("blocked", true, CARD, PIN).await;
}

/// Ten wrong codes on Rose's card, long ago.
async fn block(world: &World) {
    let (card, _) = Cards::on(world.store.reads())
        .with_secret(CARD)
        .await
        .unwrap()
        .unwrap();
    for days in 1..=10 {
        let at = now().plus_days(days);
        written!(world.store, |tx| Cards::on(&tx).prove(
            &card,
            Matched::NO,
            Policy::default().pin,
            at
        ));
    }
    assert_eq!(
        Cards::on(world.store.reads())
            .with_secret(CARD)
            .await
            .unwrap()
            .unwrap()
            .0
            .tries
            .wrong,
        10
    );
}

#[tokio::test]
async fn ten_wrong_codes_block_a_card_until_an_assigned_professional_resets_it() {
    let world = with_ways_in().await;
    block(&world).await;
    let parcours = world.parcours.to_string();
    let reset = async |tablet: &Tablet, parcours: &str| {
        Browser::with(&world, tablet)
            .ask("reset_card", &[("parcours", parcours)])
            .await
    };
    let answer = Browser::at(&world, 2).with_card(CARD, PIN).await;
    is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
    // Not assigned: the same as a parcours that does not exist.
    let (paul, _) = world.someone_else(Role::Professional).await;
    let absent = uuid::Uuid::new_v4().to_string();
    let expected = whole(reset(&world.camille, &absent).await).await;
    assert_eq!(expected.0, StatusCode::NOT_FOUND);
    for tablet in [&paul, &world.lea, &world.rose] {
        assert_eq!(
            whole(reset(tablet, &parcours).await).await,
            expected,
            "{:?}",
            tablet.role
        );
    }
    let answer = Browser::at(&world, 3).with_card(CARD, PIN).await;
    is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
    assert_eq!(reset(&world.camille, &parcours).await.status(), StatusCode::OK);
    assert!(token_of(&Browser::at(&world, 4).with_card(CARD, PIN).await).is_some());
}

/// Someone whose session ended comes back to a page: they are told, where they know how to sign in.
#[tokio::test]
async fn an_expired_session_leads_each_to_their_own_way_in_with_the_sentence() {
    let world = with_ways_in().await;
    let parcours = format!("/parcours/{}", world.parcours);
    let cases = [
        (&world.rose, "/mon-parcours", "/carte"),
        (&world.rose, parcours.as_str(), "/carte"),
        (&world.camille, parcours.as_str(), "/connexion"),
        (&world.camille, "/accueil", "/connexion"),
        (&world.lea, "/partage", "/connexion"),
        (&world.lea, "/signaler", "/connexion"),
    ];
    for (tablet, path, door) in cases {
        let token = uuid::Uuid::new_v4().to_string();
        let lasts = Policy::default().lasts(tablet.role);
        let who = (world.cell, tablet.membership);
        let opened = now().plus_seconds(-lasts.idle);
        written!(world.store, |tx| Sessions::on(&tx).open(
            &TokenHash::of(&token),
            who,
            lasts,
            None,
            opened
        ));
        let mut browser = Browser::at(&world, 1);
        browser.token = Some(token);
        let answer = browser.page(path).await;
        assert_eq!(answer.status(), StatusCode::FOUND, "{path}");
        // A professional goes on to the parcours that they came for; and whoever notices a need, to where it is said.
        let deep = [parcours.as_str(), "/signaler"].contains(&path);
        let then = if door == "/connexion" && deep {
            format!("&suite={path}")
        } else {
            String::new()
        };
        assert_eq!(
            answer.headers()[LOCATION],
            format!("{door}?refus=session{then}"),
            "{path}"
        );
        let page = browser.page(&format!("{door}?refus=session")).await;
        assert_eq!(page.status(), StatusCode::OK);
        let page = page.text().await.unwrap();
        assert!(
            page.contains("Votre session est finie. Identifiez-vous à nouveau."),
            "{page}"
        );
    }
    let stranger = Browser::at(&world, 1).page("/accueil").await;
    assert_eq!(
        stranger.headers()[LOCATION],
        "/connexion",
        "who had no session lost none"
    );
}

/// A form that somebody else made must lead nobody away.
#[tokio::test]
async fn who_signs_in_goes_on_to_a_page_of_a_parcours_and_nowhere_else() {
    let world = with_ways_in().await;
    let parcours = format!("/parcours/{}", world.parcours);
    let cases = [
        (1, parcours.as_str(), parcours.as_str()),
        (2, "https://example.org/parcours/", "/accueil"),
        (3, "//example.org/parcours/a", "/accueil"),
        (4, "/parcours//example.org", "/accueil"),
        (5, "/parcours/../api/v1/sign_out", "/accueil"),
        (6, "/parcours/a?refus=session", "/accueil"),
    ];
    for (address, then, to) in cases {
        let browser = Browser::at(&world, address);
        let fields = [("email", EMAIL), ("password", PASSWORD), ("then", then)];
        let form = browser.request("sign_in", &fields).header(ACCEPT, "text/html");
        let answer = form.send().await.unwrap();
        assert_eq!(answer.headers()[LOCATION], to, "{then}");
    }
}

#[tokio::test]
async fn after_five_wrong_codes_the_right_one_waits_too() {
    let world = with_ways_in().await;
    for number in 1..=5 {
        Browser::at(&world, number).with_card(CARD, "000000").await;
    }
    let answer = Browser::at(&world, 6).with_card(CARD, PIN).await;
    is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
}

/// A form that the browser itself sends, without any script: the page it comes to says what is wrong, in French.
#[tokio::test]
async fn a_plain_form_comes_back_to_its_page_with_the_sentence() {
    let world = with_ways_in().await;
    let browser = Browser::at(&world, 1);
    let sentences = [
        "Ces informations n’ouvrent pas de session.",
        "Ces informations n’ouvrent pas de session.",
        "Ces informations n’ouvrent pas de session.",
        "Trop d’essais. Attendez une minute, puis réessayez.",
    ];
    for sentence in sentences {
        let form = browser.request("sign_in", &[("email", EMAIL), ("password", "autre chose")]);
        let answer = form.header(ACCEPT, "text/html").send().await.unwrap();
        assert!(answer.status().is_redirection(), "{:?}", answer.status());
        let to = answer.headers()[LOCATION].to_str().unwrap();
        assert!(to.starts_with("/connexion?"), "{to}");
        assert!(!to.contains("autre"), "{to}");
        let page = browser
            .client
            .get(format!("{}{to}", world.origin()))
            .send()
            .await
            .unwrap();
        let page = page.text().await.unwrap();
        assert!(page.contains(sentence), "{page}");
    }
}

#[tokio::test]
async fn the_cookie_is_held_to_this_host_over_a_safe_link_and_out_of_reach_of_scripts() {
    let world = with_ways_in().await;
    let browser = Browser::at(&world, 1);
    let answers = [
        (browser.with_password(EMAIL, PASSWORD).await, Role::Professional),
        (browser.with_card(CARD, PIN).await, Role::Usager),
    ];
    for (answer, role) in answers {
        // Beside the session's the number by which a browser is known again, of whom has an account.
        let lasts = Policy::default().lasts(role).absolute;
        let mut kept = vec![("__Host-itineraire", lasts)];
        if role == Role::Professional {
            kept.push(("__Host-itineraire-navigateur", 400 * 24 * 3600));
        }
        let all: Vec<_> = answer.headers().get_all(SET_COOKIE).iter().collect();
        assert_eq!(all.len(), kept.len());
        for (cookie, (known, lasts)) in all.into_iter().zip(kept) {
            let mut parts = cookie.to_str().unwrap().split("; ");
            let (name, token) = parts.next().unwrap().split_once('=').unwrap();
            assert_eq!(name, known);
            assert!(token.len() >= 64, "122 bits of chance, twice");
            let mut rest: Vec<_> = parts.collect();
            rest.sort_unstable();
            let age = format!("Max-Age={lasts}");
            assert_eq!(
                rest,
                ["HttpOnly", age.as_str(), "Path=/", "SameSite=Strict", "Secure"]
            );
        }
    }
}

#[tokio::test]
async fn each_sign_in_and_each_code_is_another_session_and_ends_the_one_before() {
    let world = with_ways_in().await;
    let mut browser = Browser::at(&world, 1);
    let mut before = Vec::new();
    for _ in 0..2 {
        let answer = browser.with_card(CARD, PIN).await;
        before.push(token_of(&answer).unwrap());
        browser.token = before.last().cloned();
        assert_eq!(browser.me().await, Some(world.rose.person));
    }
    let answer = browser.ask("prove_again", &[("pin", PIN)]).await;
    let last = token_of(&answer).unwrap();
    let until: Moment = answer.json().await.unwrap();
    assert!(until > now() && until <= now().plus_seconds(FRESH_FOR));
    assert!(before[0] != before[1] && !before.contains(&last));
    for token in before {
        browser.token = Some(token);
        assert_eq!(browser.me().await, None);
    }
    browser.token = Some(last);
    assert_eq!(browser.me().await, Some(world.rose.person));
    // The tablet goes to someone else: nothing of the one before stays open.
    let rose = browser.token.clone();
    let answer = browser.with_password(EMAIL, PASSWORD).await;
    assert_eq!(browser.me().await, None);
    browser.token = token_of(&answer);
    assert_ne!(browser.token, rose);
    assert_eq!(browser.me().await, Some(world.camille.person));
}

#[tokio::test]
async fn a_wrong_code_proves_nothing_and_leaves_the_session_as_it_was() {
    let world = with_ways_in().await;
    let browser = Browser::with(&world, &world.rose);
    let answer = browser.ask("prove_again", &[("pin", "000000")]).await;
    is_refused(answer, StatusCode::UNAUTHORIZED, AppError::SignIn).await;
    assert_eq!(browser.me().await, Some(world.rose.person));
}

#[tokio::test]
async fn a_session_ends_when_nobody_used_it_and_when_it_is_old() {
    let world = with_ways_in().await;
    for tablet in [&world.rose, &world.camille, &world.lea] {
        let lasts = Policy::default().lasts(tablet.role);
        let Lasts { idle, absolute } = lasts;
        let who = (world.cell, tablet.membership);
        // Opened so many seconds ago, and used until so many seconds ago.
        let session = async |opened: i64, used: i64| {
            let token = uuid::Uuid::new_v4().to_string();
            let hash = TokenHash::of(&token);
            let ago = |seconds: i64| now().plus_seconds(-seconds);
            written!(world.store, |tx| Sessions::on(&tx).open(
                &hash,
                who,
                lasts,
                None,
                ago(opened)
            ));
            let mut at = opened;
            while at > used {
                let row = Sessions::on(world.store.reads())
                    .valid(&hash, ago(at))
                    .await
                    .unwrap()
                    .unwrap();
                at = (at - idle + 5).max(used);
                written!(world.store, |tx| Sessions::on(&tx).note_use(&row, ago(at)));
            }
            let mut browser = Browser::at(&world, 1);
            browser.token = Some(token);
            browser
        };
        let alive = session(absolute - 60, idle - 60).await;
        assert_eq!(alive.me().await, Some(tablet.person), "{:?}", tablet.role);
        for (opened, used) in [(idle, idle), (absolute, 0)] {
            let ended = session(opened, used).await;
            assert_eq!(ended.me().await, None, "{:?}", tablet.role);
            let answer = ended.ask("home", &[]).await;
            let out = AppError::Denied(Denial::SignedOut);
            is_refused(answer, StatusCode::UNAUTHORIZED, out).await;
        }
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_and_erases_the_cookie() {
    let world = with_ways_in().await;
    let other = world.again(&world.camille).await;
    let browser = Browser::with(&world, &world.camille);
    let answer = browser.ask("sign_out", &[]).await;
    let cookie = answer.headers()[SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-itineraire=;"), "{cookie}");
    assert!(cookie.ends_with("Max-Age=0"), "{cookie}");
    // What the browser kept for them goes too (`ID1`).
    assert_eq!(answer.headers()["clear-site-data"], "\"storage\"");
    assert_eq!(browser.me().await, None, "a copy of the cookie opens nothing");
    assert_eq!(Browser::with(&world, &other).me().await, Some(other.person));
}

/// All that anything in this process logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_log_holds_a_password_a_code_a_card_a_cookie_or_the_words_of_a_frame() {
    let log = Log::default();
    let everything = EnvFilter::new("trace,tungstenite::protocol=trace");
    itineraire_server::log::subscriber(everything, Logs::Json, log.clone()).init();
    let world = with_ways_in().await;
    let secrets = ["mot-de-passe-unique", "codeunique", "carteunique"];
    let [password, pin, card] = secrets;
    let lea = world.lea.person;
    let hash = hash_secret(password).unwrap();
    world
        .give_account(("lea@ml.example", &hash), &[(world.cell, world.lea.membership)])
        .await;
    let mut browser = Browser::at(&world, 1);
    let answer = browser.with_password("lea@ml.example", password).await;
    browser.token = token_of(&answer);
    assert_eq!(browser.me().await, Some(lea));
    // Wrong, half written, not even a form.
    browser.with_password("personne@ml.example", password).await;
    browser.with_card(card, pin).await;
    browser.ask("prove_again", &[("pin", pin)]).await;
    browser.ask("sign_in", &[("password", password)]).await;
    let broken = browser
        .request("sign_in_with_card", &[])
        .body(format!("{{{card} {pin}"));
    broken.send().await.unwrap();
    let token = browser.token.clone().unwrap();
    browser.ask("sign_out", &[]).await;
    let answer = Browser::at(&world, 2).with_card(CARD, PIN).await;
    let rose = token_of(&answer).unwrap();
    // A command, what everyone is told of it, and a message that is none.
    let words = "motsuniques";
    let mut socket = world.open(&world.camille).await;
    let lever = uuid::Uuid::new_v4();
    let body = json!({ "finding": [lever, { "add": { "side": "lever", "theme": "work", "words": words } }] });
    command(&mut socket, 1, 1, body).await;
    socket.send(Message::text(words)).await.unwrap();
    assert_eq!(close_code(&mut socket).await, 1002);
    let parcours = world.parcours.to_string();
    let page = |path: String| {
        reqwest::Client::new()
            .get(format!("{}{path}", world.origin()))
            .send()
    };
    page(format!("/parcours/{parcours}")).await.unwrap();
    page(format!("/nulle-part/{parcours}")).await.unwrap();

    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.contains("127.0.0.1"), "nothing was logged: {log}");
    // Each request by its route: what names a parcours is in none of them.
    let requests = log.lines().filter(|line| line.contains("itineraire::request"));
    let requests: Vec<serde_json::Value> = requests.map(|line| serde_json::from_str(line).unwrap()).collect();
    let page = |line: &&serde_json::Value| line["fields"]["route"] == "/parcours/{id}";
    assert_eq!(requests.iter().filter(page).count(), 1, "{requests:?}");
    assert!(
        requests
            .iter()
            .any(|line| line["fields"]["status"] == 404 && line["fields"]["route"] == "elsewhere")
    );
    assert!(
        requests.iter().all(|line| !line.to_string().contains(&parcours)),
        "{requests:?}"
    );
    let hidden = [password, pin, card, &hash, &token, &rose, CARD, PASSWORD, words];
    for secret in hidden {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}

#[tokio::test]
async fn whoever_runs_the_service_sets_the_figures_of_its_policy() {
    let mut world = with_ways_in().await;
    let lasts = Lasts {
        idle: 1800,
        absolute: 600,
    };
    let mut policy = Policy {
        usager: lasts,
        ..Policy::default()
    };
    policy.pin.blocked_at = 2;
    policy.tries_of_address = 5;
    world.under(policy).await;
    let rose = Browser::at(&world, 1);
    let right = rose.with_card(CARD, PIN).await;
    assert!(
        right.headers()["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=600")
    );
    let session = TokenHash::of(&token_of(&right).unwrap());
    let at = async |seconds| {
        let moment = now().plus_seconds(seconds);
        let session = Sessions::on(world.store.reads()).valid(&session, moment).await;
        session.unwrap().is_some()
    };
    assert!(at(590).await && !at(600).await, "as long as it was opened for");
    let mut tries = Vec::new();
    for pin in ["000000", "000000", PIN, PIN, PIN] {
        tries.push(rose.with_card(CARD, pin).await.status().as_u16());
    }
    assert_eq!(
        tries,
        [401, 401, 401, 401, 429],
        "blocked at two, and five tries of an address"
    );
}

/// One sign-in, two cells: the session is under one of them at a time, and changes without a password.
#[tokio::test]
async fn who_has_several_memberships_chooses_and_changes_without_signing_in_again() {
    let world = with_ways_in().await;
    let (store, elsewhere) = (&world.store, CellId(uuid::Uuid::new_v4()));
    written!(store, |tx| Cells::on(&tx).create(elsewhere, &cell_of("Duclair")));
    let of = OrganisationId(uuid::Uuid::new_v4());
    written!(store, |tx| Organisations::on(&tx).create(
        elsewhere,
        of,
        "Mission locale",
        true
    ));
    let there = PersonId(uuid::Uuid::new_v4());
    let name = FullName::new("Léa", "", "");
    let second = written!(store, |tx| Memberships::on(&tx).begin(
        elsewhere,
        &Newcomer {
            person: there,
            name: &name,
            capabilities: &[Capability::Partner],
            organisation: Some(of)
        },
        now()
    ));
    let theirs = [(world.cell, world.lea.membership), (elsewhere, second)];
    let hash = hash_secret(PASSWORD).unwrap();
    world.give_account(("lea@ml.example", &hash), &theirs).await;

    let mut browser = Browser::at(&world, 1);
    let answer = browser.with_password("lea@ml.example", PASSWORD).await;
    assert_eq!(answer.headers()[LOCATION], "/espaces");
    browser.token = token_of(&answer);
    assert_eq!(browser.me().await, Some(world.lea.person));
    let all: Vec<Membership> = browser.ask("memberships", &[]).await.json().await.unwrap();
    let communes: Vec<_> = all.iter().map(|it| (it.commune.as_str(), it.current)).collect();
    assert_eq!(communes, [("Le Trait", true), ("Duclair", false)]);
    let page = browser.page("/espaces").await.text().await.unwrap();
    assert!(page.contains("Duclair") && page.contains("Mission locale"));
    let home = browser.page("/partage").await.text().await.unwrap();
    assert!(home.contains("href=\"/espaces\""), "the way to the other one");

    // Someone else's membership, and none at all, answer alike; nothing changes.
    let choose = |browser: &Browser, membership: String| {
        let request = browser.request("choose_membership", &[("membership", &membership)]);
        async move { request.send().await.unwrap() }
    };
    for membership in [
        world.camille.membership.to_string(),
        uuid::Uuid::new_v4().to_string(),
    ] {
        let answer = choose(&browser, membership).await;
        is_refused(answer, StatusCode::NOT_FOUND, AppError::Denied(Denial::NotFound)).await;
    }
    assert_eq!(browser.me().await, Some(world.lea.person));

    let before = browser.token.clone();
    let answer = choose(&browser, second.to_string()).await;
    assert_eq!(answer.headers()[LOCATION], "/partage");
    browser.token = token_of(&answer);
    assert_ne!(browser.token, before);
    assert_eq!(browser.me().await, Some(there));
    let mut left = Browser::at(&world, 1);
    left.token = before;
    assert_eq!(left.me().await, None, "the session that was has ended");
    // A usager has a card, and no memberships to choose from.
    let rose = Browser::with(&world, &world.rose);
    let answer = rose.ask("memberships", &[]).await;
    is_refused(answer, StatusCode::NOT_FOUND, AppError::Denied(Denial::NotFound)).await;
    // Who has one membership is led straight to its pages, and sees no way to another.
    let camille = Browser::at(&world, 2).with_password(EMAIL, PASSWORD).await;
    assert_eq!(camille.headers()[LOCATION], "/accueil");
}

#[tokio::test]
async fn a_page_that_looks_again_by_itself_keeps_no_session_from_resting() {
    let world = world().await;
    // Two minutes ago, for two and a half.
    let lasts = Lasts {
        idle: 150,
        absolute: 3_600,
    };
    let (under, since) = ((world.cell, world.camille.membership), now().plus_seconds(-120));
    let token = uuid::Uuid::new_v4().to_string();
    let hash = TokenHash::of(&token);
    written!(world.store, |tx| Sessions::on(&tx)
        .open(&hash, under, lasts, None, since));
    let stands = async || {
        let sessions = Sessions::on(world.store.reads());
        sessions
            .valid(&hash, now().plus_seconds(60))
            .await
            .unwrap()
            .is_some()
    };
    let look = async |by_itself: bool| {
        let mut asked = reqwest::Client::new()
            .get(format!("{}/accueil", world.origin()))
            .header(COOKIE, format!("__Host-itineraire={token}"));
        if by_itself {
            asked = asked.header("x-itineraire-look", "1");
        }
        assert_eq!(asked.send().await.unwrap().status(), StatusCode::OK);
    };
    look(true).await;
    assert!(!stands().await);
    look(false).await;
    assert!(stands().await);
}
