//! Passing the tablet over real HTTP: what is left opens nothing, whoever has the tablet is themselves alone, and the way back
//! takes the professional's own code.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use itineraire_app::api::AppError;
use itineraire_domain::access::{Lasts, MembershipState, Policy, Role};
use itineraire_domain::ids::PersonId;
use itineraire_domain::views::pages::Me;
use itineraire_store::repositories::Memberships;
use itineraire_testing::written;
use reqwest::header::{ACCEPT, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Response, StatusCode};
use support::{CARD, EMAIL, PASSWORD, PIN, Tablet, World, now, world};

const CODE: &str = "240613";

/// Camille with a password and Rose with a card, under a policy.
async fn with_ways_in(policy: Policy) -> World {
    let mut world = world().await;
    world.under(policy).await;
    world.give_ways_in().await;
    world
}

/// More tries from one address than a person has.
fn eased() -> Policy {
    Policy::default().eased(100)
}

/// The browser of one tablet: it keeps both cookies, as it is told to.
struct Browser<'a> {
    world: &'a World,
    client: reqwest::Client,
    session: String,
    left: String,
}

impl<'a> Browser<'a> {
    fn of(world: &'a World, tablet: &Tablet) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        Self {
            world,
            client: client.unwrap(),
            session: tablet.token.clone(),
            left: String::new(),
        }
    }

    fn cookies(&self) -> String {
        let of = |name: &str, token: &str| (!token.is_empty()).then(|| format!("{name}={token}"));
        let all = [
            of("__Host-itineraire", &self.session),
            of("__Host-itineraire-rendre", &self.left),
        ];
        all.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    async fn ask(&mut self, function: &str, fields: &[(&str, &str)]) -> Response {
        let request = self
            .client
            .post(format!("{}/api/v1/{function}", self.world.origin()))
            .header(ORIGIN, self.world.origin())
            .header(COOKIE, self.cookies())
            .form(fields);
        let answer = request.send().await.unwrap();
        for line in answer.headers().get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, token) = line.split(';').next().unwrap().split_once('=').unwrap();
            assert!(line.contains("Secure; HttpOnly; SameSite=Strict"), "{line}");
            match name {
                "__Host-itineraire" => token.clone_into(&mut self.session),
                "__Host-itineraire-rendre" => token.clone_into(&mut self.left),
                // By which the browser is known again: it opens nothing.
                "__Host-itineraire-navigateur" => {}
                other => panic!("{other}"),
            }
        }
        answer
    }

    async fn hands_over(&mut self, code: &str) -> StatusCode {
        let parcours = self.world.parcours.to_string();
        let answer = self
            .ask("hand_over", &[("parcours", &parcours), ("code", code)])
            .await;
        answer.status()
    }

    async fn takes_up(&mut self, code: &str) -> Result<(), AppError> {
        let answer = self.ask("take_up", &[("code", code)]).await;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(answer.json().await.unwrap())
        }
    }

    async fn page(&self, path: &str) -> Response {
        let request = self
            .client
            .get(format!("{}{path}", self.world.origin()))
            .header(ACCEPT, "text/html")
            .header(COOKIE, self.cookies());
        request.send().await.unwrap()
    }

    async fn led_from(&self, path: &str) -> String {
        let answer = self.page(path).await;
        let to = answer.headers().get(LOCATION);
        to.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    async fn me(&mut self) -> Option<PersonId> {
        let me: Option<Me> = self.ask("me", &[]).await.json().await.unwrap();
        me.map(|me| me.person)
    }
}

#[tokio::test]
async fn what_is_left_opens_nothing_and_the_way_back_takes_the_code() {
    let world = with_ways_in(eased()).await;
    let board = format!("/parcours/{}", world.parcours);
    let mut tablet = Browser::of(&world, &world.camille);
    // None, or one that anyone would guess, is no code, and nothing has changed.
    for code in ["", "123456", "000000", "12"] {
        assert_eq!(tablet.hands_over(code).await, StatusCode::BAD_REQUEST, "{code}");
    }
    assert_eq!(tablet.me().await, Some(world.camille.person));
    assert_eq!(tablet.hands_over(CODE).await, StatusCode::OK);
    // The session is over, wherever it was; what is left is no session, under either name.
    let mut before = Browser::of(&world, &world.camille);
    assert_eq!(before.me().await, None);
    assert_eq!(tablet.me().await, None);
    assert_eq!(tablet.session, "");
    let left = tablet.left.clone();
    assert!(!left.is_empty());
    before.session = left.clone();
    assert_eq!(before.me().await, None, "the way back is no way in");
    assert!(tablet.led_from(&board).await.starts_with("/connexion"));
    // Rose is herself, and no more.
    let rose = tablet
        .ask("sign_in_with_card", &[("card", CARD), ("pin", PIN)])
        .await;
    assert_eq!(rose.status(), StatusCode::OK);
    assert_eq!(tablet.me().await, Some(world.rose.person));
    assert_eq!(tablet.page("/accueil").await.status(), StatusCode::NOT_FOUND);
    let own = tablet.page("/mon-parcours").await.text().await.unwrap();
    assert!(own.contains("Rendre l’appareil à Camille"));
    // A wrong code changes nothing.
    assert_eq!(tablet.takes_up("111213").await, Err(AppError::SignIn));
    assert_eq!(tablet.me().await, Some(world.rose.person));
    let hers = tablet.session.clone();
    let back = tablet.ask("give_back", &[]).await;
    assert_eq!(back.status(), StatusCode::OK);
    assert_eq!(tablet.me().await, None);
    assert_eq!(tablet.page("/reprendre").await.status(), StatusCode::OK);
    assert_eq!(tablet.takes_up(CODE).await, Ok(()));
    assert_eq!(tablet.me().await, Some(world.camille.person));
    assert_eq!(tablet.page(&board).await.status(), StatusCode::OK);
    // What was used is used up, hers and the way back.
    before.session = hers;
    assert_eq!(before.me().await, None);
    before.left = left;
    assert_eq!(before.takes_up(CODE).await, Err(AppError::SignIn));
    // From now on the code is known.
    assert_eq!(tablet.hands_over("").await, StatusCode::OK);
    // Whoever has the tablet need not leave it in order.
    tablet
        .ask("sign_in_with_card", &[("card", CARD), ("pin", PIN)])
        .await;
    let hers = tablet.session.clone();
    assert_eq!(tablet.takes_up(CODE).await, Ok(()));
    before.session = hers;
    assert_eq!(before.me().await, None);
}

#[tokio::test]
async fn after_five_wrong_codes_the_way_back_is_gone_and_the_password_is_asked() {
    let world = with_ways_in(eased()).await;
    let mut tablet = Browser::of(&world, &world.camille);
    assert_eq!(tablet.hands_over(CODE).await, StatusCode::OK);
    for _ in 0..5 {
        assert_eq!(tablet.takes_up("111213").await, Err(AppError::SignIn));
    }
    assert_eq!(tablet.takes_up(CODE).await, Err(AppError::SignIn));
    assert_eq!(tablet.led_from("/reprendre").await, "/connexion");
}

#[tokio::test]
async fn the_way_back_ends_with_the_time_of_a_usager_with_the_membership_and_with_the_password() {
    let world = with_ways_in(Policy {
        usager: Lasts {
            idle: 300,
            absolute: 0,
        },
        ..eased()
    })
    .await;
    let mut tablet = Browser::of(&world, &world.camille);
    assert_eq!(tablet.hands_over(CODE).await, StatusCode::OK);
    assert_eq!(tablet.takes_up(CODE).await, Err(AppError::SignIn));

    let world = with_ways_in(eased()).await;
    let mut tablet = Browser::of(&world, &world.camille);
    assert_eq!(tablet.hands_over(CODE).await, StatusCode::OK);
    let left = tablet.left.clone();
    // Who forgot the code signs in, on the same tablet.
    tablet
        .ask("sign_in", &[("email", EMAIL), ("password", PASSWORD)])
        .await;
    assert_eq!(tablet.me().await, Some(world.camille.person));
    tablet.left = left;
    assert_eq!(tablet.led_from("/reprendre").await, "/connexion");

    assert_eq!(tablet.hands_over("").await, StatusCode::OK);
    written!(world.store, |tx| Memberships::on(&tx).set_state(
        world.cell,
        world.camille.membership,
        MembershipState::Suspended,
        now()
    ));
    assert_eq!(tablet.takes_up(CODE).await, Err(AppError::SignIn));
}

#[tokio::test]
async fn of_many_codes_at_once_no_more_are_compared_than_may_be_tried() {
    let world = with_ways_in(eased()).await;
    let mut tablet = Browser::of(&world, &world.camille);
    assert_eq!(tablet.hands_over(CODE).await, StatusCode::OK);
    let compared = world.secrets.begun();
    let tries = (0..20).map(|_| async {
        let mut other = Browser::of(&world, &world.camille);
        other.left.clone_from(&tablet.left);
        other.takes_up("111213").await
    });
    let answers = futures_util::future::join_all(tries).await;
    assert!(answers.iter().all(|answer| *answer == Err(AppError::SignIn)));
    assert_eq!(world.secrets.begun() - compared, 5);
    // Tries are counted by address too, as at any way in.
    let world = with_ways_in(Policy::default()).await;
    let mut tablet = Browser::of(&world, &world.camille);
    assert_eq!(tablet.hands_over(CODE).await, StatusCode::OK);
    for _ in 0..3 {
        assert_eq!(tablet.takes_up("111213").await, Err(AppError::SignIn));
    }
    assert_eq!(tablet.takes_up(CODE).await, Err(AppError::TooMany));
}

#[tokio::test]
async fn nobody_but_an_assigned_professional_hands_a_tablet_over() {
    let world = with_ways_in(eased()).await;
    let (other, _) = world.someone_else(Role::Professional).await;
    for tablet in [&world.rose, &world.lea, &other] {
        let mut browser = Browser::of(&world, tablet);
        assert_eq!(browser.hands_over(CODE).await, StatusCode::NOT_FOUND);
        assert_eq!(browser.me().await, Some(tablet.person));
        let page = browser
            .page(&format!("/parcours/{}/passer", world.parcours))
            .await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND);
    }
}
