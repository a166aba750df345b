//! Plain forms, as a browser sends them, and the pages that they come back to.

use super::{Tablet, World, now};
use itineraire_domain::access::{Capability, Policy, Role};
use itineraire_domain::ids::PersonId;
use itineraire_domain::views::pages::FullName;
use itineraire_store::TokenHash;
use itineraire_store::repositories::{Memberships, Newcomer, Sessions};
use itineraire_testing::written;
use reqwest::header::{ACCEPT, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Response, StatusCode};
use uuid::Uuid;

/// Where forms are sent.
pub trait Place {
    /// The address, without a slash at the end.
    fn at(&self) -> String;
}

impl Place for World {
    fn at(&self) -> String {
        self.origin()
    }
}

impl Place for String {
    fn at(&self) -> String {
        self.clone()
    }
}

pub type Fields<'a> = Vec<(&'a str, String)>;

/// A plain form, as a browser sends it; `cookies` is all that it keeps.
pub async fn sends(place: &impl Place, cookies: &str, function: &str, fields: &Fields<'_>) -> Response {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let request = client
        .post(format!("{}/api/v1/{function}", place.at()))
        .header(ORIGIN, place.at())
        .header(ACCEPT, "text/html")
        .header(COOKIE, cookies)
        .form(fields);
    request.send().await.unwrap()
}

pub async fn shows(place: &impl Place, cookies: &str, path: &str) -> (StatusCode, String) {
    let request = reqwest::Client::new()
        .get(format!("{}{path}", place.at()))
        .header(ACCEPT, "text/html")
        .header(COOKIE, cookies);
    let answer = request.send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

pub fn session(of: &Tablet) -> String {
    format!("__Host-itineraire={}", of.token)
}

pub fn leads_to(answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::FOUND);
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// What a browser keeps of an answer under a name, as it sends it again.
pub fn cookie(answer: &Response, name: &str) -> Option<String> {
    let all = answer.headers().get_all(SET_COOKIE).iter();
    let mut lines = all.filter_map(|line| line.to_str().ok()?.split(';').next());
    lines
        .find(|line| line.split('=').next() == Some(name))
        .map(str::to_owned)
}

/// The same, with another answer.
pub fn but(mut fields: Fields<'static>, name: &str, words: &str) -> Fields<'static> {
    let field = fields.iter_mut().find(|(of, _)| *of == name).unwrap();
    words.clone_into(&mut field.1);
    fields
}

/// Someone of the cell who may be these things, signed in.
pub async fn member(world: &World, first: &str, capabilities: &[Capability]) -> (PersonId, String) {
    let person = PersonId(Uuid::new_v4());
    let newcomer = Newcomer {
        person,
        name: &FullName::new(first, "", ""),
        capabilities,
        organisation: None,
    };
    let cell = world.cell;
    let membership = written!(world.store, |tx| Memberships::on(&tx).begin(
        cell,
        &newcomer,
        now()
    ));
    let token = Uuid::new_v4().to_string();
    let lasts = Policy::default().lasts(Role::Professional);
    written!(world.store, |tx| Sessions::on(&tx).open(
        &TokenHash::of(&token),
        (cell, membership),
        lasts,
        None,
        now()
    ));
    (person, format!("__Host-itineraire={token}"))
}
