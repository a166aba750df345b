//! Between a request and the service: who comes, what their browser is to keep, where they go on.

use super::AppError;
use crate::Address;
use crate::pages::{Given, Link};
use axum::extract::ConnectInfo;
use http::header::{ACCEPT, HOST, HeaderName, HeaderValue, SET_COOKIE};
use http::request::Parts;
use itineraire_domain::Denial;
use itineraire_domain::access::Role;
use itineraire_domain::ids::{MembershipId, ParcoursId};
use itineraire_domain::search::SOUGHT;
use itineraire_service::accounts::{Around, Left, Opened};
use itineraire_service::documents::qr::Square;
use itineraire_service::{Failure, KNOWN_FOR, Service, Visitor, cookie};
use leptos::prelude::use_context;
use leptos_axum::{ResponseOptions, redirect};
use std::net::SocketAddr;

/// The service, given to every request by the server, and who comes.
pub(super) fn of() -> Result<(Service, Visitor), AppError> {
    let service = use_context::<Service>().ok_or(AppError::Unavailable)?;
    let parts = use_context::<Parts>();
    let visitor = parts.map(|parts| {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Visitor::of(&parts.headers, peer.map(|it| it.0.ip()))
    });
    Ok((service, visitor.unwrap_or_default()))
}

/// The answer to a request. The one place where an error becomes the status of a response.
pub(super) fn answered<T>(done: Result<T, Failure>) -> Result<T, AppError> {
    done.map_err(|failure| AppError::from(failure).with_status())
}

/// The same, for who signs in: their browser keeps the session and goes on. A plain form that was sent without the WASM
/// comes back to its `page`, which says why; anything else reads the error itself.
pub(super) fn led(done: Result<Opened, Failure>, page: &str, then: Option<&str>) -> Result<(), AppError> {
    let done = answered(done).inspect_err(|error| {
        if is_plain_form() {
            let then = then.filter(|_| [way_in_of(false), CODE].contains(&page));
            let then = then.map(|then| format!("&suite={then}")).unwrap_or_default();
            redirect(&format!("{page}?refus={}{then}", error.word()));
        }
    })?;
    let end = end_of(page);
    if done.half {
        set_cookie(cookie::HALF, &done.token, done.lasts)?;
        let then = then.map(|then| format!("?suite={then}")).unwrap_or_default();
        redirect(&format!("{CODE}{then}{end}"));
        return Ok(());
    }
    kept(&done)?;
    if page != ACCESS {
        forgets_what_was_for_once()?;
    }
    if page == CODE {
        set_cookie(cookie::HALF, "", 0)?;
    }
    // Who signs in with a password takes the tablet: nobody has left it any more.
    if [way_in_of(false), CODE].contains(&page) && of()?.1.left.is_some() {
        set_cookie(cookie::LEFT, "", 0)?;
    }
    // Who has several memberships chooses.
    let next = if done.several {
        "/espaces"
    } else {
        then.unwrap_or_else(|| home_of(done.role))
    };
    redirect(&format!("{next}{end}"));
    Ok(())
}

/// What stands at the end of where a form leads on.
fn end_of(page: &str) -> &'static str {
    // A card's secret stands behind the `#` of the form's address, and a browser carries it on to where it is led unless
    // another stands there: it stays on the way back to the card's page, and goes here.
    if [way_in_of(true), INVITATION, NEW_PASSWORD, FIRST_RUN].contains(&page) {
        "#"
    } else {
        ""
    }
}

/// The same, for who sent a plain form: their browser goes back to its page, which says why when it was refused.
pub(super) fn back(done: Result<(), Failure>, page: &str) -> Result<(), AppError> {
    back_with(answered(done), page)
}

/// The same, where what was sent is said to have come.
pub(super) fn sent(done: Result<(), Failure>, page: &str) -> Result<(), AppError> {
    let done = answered(done);
    if done.is_ok() && is_plain_form() {
        redirect(&format!("{page}?envoye"));
        return done;
    }
    back_with(done, page)
}

fn back_with(done: Result<(), AppError>, page: &str) -> Result<(), AppError> {
    if is_plain_form() {
        match &done {
            Ok(()) => redirect(page),
            Err(error) => {
                let and = if page.contains('?') { '&' } else { '?' };
                redirect(&format!("{page}{and}refus={}", error.word()));
            }
        }
    }
    done
}

/// A browser is to keep a session that was opened, and a number by which it is known again.
pub(super) fn kept(opened: &Opened) -> Result<(), AppError> {
    set_cookie(cookie::NAME, &opened.token, opened.lasts)?;
    match &opened.browser {
        Some(number) => set_cookie(cookie::BROWSER, number, KNOWN_FOR * 24 * 3600),
        None => Ok(()),
    }
}

/// Codes that count once were given: this browser keeps them for the few minutes that it takes to write them down, and no script
/// reads them.
pub(super) fn rescued(done: Result<Vec<String>, Failure>) -> Result<(), AppError> {
    const WRITES: i64 = 10 * 60;
    let done = answered(done);
    if let Ok(codes) = &done {
        set_cookie(cookie::RESCUES, &codes.join("."), WRITES)?;
    }
    back_with(done.map(drop), ACCESS)
}

/// Those codes, as long as this browser keeps them.
pub(super) fn rescues() -> Vec<String> {
    let parts = use_context::<Parts>();
    let kept = parts
        .as_ref()
        .and_then(|parts| cookie::under(&parts.headers, cookie::RESCUES));
    kept.map(|it| it.split('.').map(str::to_owned).collect())
        .unwrap_or_default()
}

/// A browser is to keep nothing, and its person goes back to the way in that they know.
pub(super) fn left(role: Option<Role>) -> Result<(), AppError> {
    forgets()?;
    redirect(way_in_of(role == Some(Role::Usager)));
    Ok(())
}

/// The tablet is in the usager's hands: its browser keeps the way back alone, and they enter with their card.
pub(super) fn handed_over(done: Result<Left, Failure>, page: &str) -> Result<(), AppError> {
    let left = match answered(done) {
        Ok(left) => left,
        Err(error) => return back_with(Err(error), page),
    };
    forgets()?;
    set_cookie(cookie::LEFT, &left.token, left.lasts)?;
    redirect(way_in_of(true));
    Ok(())
}

/// The tablet was given back: who left it takes up their session.
pub(super) fn given_back() -> Result<(), AppError> {
    forgets()?;
    redirect(WAY_BACK);
    Ok(())
}

/// The session that was left goes on where it was.
pub(super) fn taken_up(done: Result<(Opened, ParcoursId), Failure>) -> Result<(), AppError> {
    let (opened, parcours) = match answered(done) {
        Ok(taken) => taken,
        Err(error) => return back_with(Err(error), WAY_BACK),
    };
    forgets()?;
    set_cookie(cookie::LEFT, "", 0)?;
    kept(&opened)?;
    redirect(&format!("/parcours/{parcours}"));
    Ok(())
}

/// A card was given: this browser keeps its secret for the few minutes that it takes to print it, and no script reads it.
pub(super) fn card_given(done: Result<String, Failure>, parcours: ParcoursId) -> Result<(), AppError> {
    const PRINTS: i64 = 10 * 60;
    let done = answered(done);
    if let Ok(secret) = &done {
        set_cookie(cookie::CARD, &format!("{parcours}.{secret}"), PRINTS)?;
    }
    back_with(done.map(drop), &card_page(parcours))
}

/// An invitation was prepared: of one that is handed over this browser keeps the number for the few minutes that it takes, and no
/// script reads it.
pub(super) fn invited(
    done: Result<(MembershipId, Option<String>), Failure>,
    page: &str,
) -> Result<(), AppError> {
    const HANDS_OVER: i64 = 10 * 60;
    match answered(done) {
        Ok((membership, secret)) => {
            if let Some(secret) = secret {
                set_cookie(cookie::INVITATION, &format!("{membership}.{secret}"), HANDS_OVER)?;
            }
            back_with(Ok(()), &member_page(membership))
        }
        Err(error) => back_with(Err(error), page),
    }
}

/// Where a cell begins.
pub(super) const FIRST_RUN: &str = "/mise-en-place";

/// Where whoever was asked to come comes.
pub(crate) const INVITATION: &str = "/invitation";

/// Where someone looks after their own access.
pub(crate) const ACCESS: &str = "/mon-acces";

/// Where a code is asked beside the password.
pub(crate) const CODE: &str = "/deuxieme-verification";

/// Where whoever forgot their password asks for a letter.
pub(crate) const FORGOTTEN: &str = "/mot-de-passe";

/// Where they choose another.
pub(crate) const NEW_PASSWORD: &str = "/nouveau-mot-de-passe";

/// Where it is said who works with the cell.
pub(super) const MEMBERS: &str = "/membres";

/// Where it is said of one of them.
pub(super) fn member_page(membership: MembershipId) -> String {
    format!("{MEMBERS}/{membership}")
}

/// The number of the invitation that was prepared just now, as long as this browser keeps it.
pub(super) fn invitation_secret(membership: MembershipId) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let (of, secret) = cookie::under(&parts.headers, cookie::INVITATION)?.split_once('.')?;
    (of.parse() == Ok(membership)).then(|| secret.to_owned())
}

/// An invitation, as it is handed over.
pub(super) fn invitation_link(secret: &str) -> Option<Link> {
    let address = format!("{}#{secret}", whole_address(INVITATION));
    Some(Link {
        square: Square::of(&address)?,
        address,
    })
}

/// Where it is said who accompanies the usager of a parcours.
pub(super) fn team_page(parcours: ParcoursId) -> String {
    format!("/parcours/{parcours}/equipe")
}

/// Where the usager of a parcours is given a card.
pub(super) fn card_page(parcours: ParcoursId) -> String {
    format!("/parcours/{parcours}/carte")
}

/// The secret of the card that was given just now to the usager of a parcours, as long as this browser keeps it.
pub(super) fn card_secret(parcours: ParcoursId) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let (of, secret) = cookie::under(&parts.headers, cookie::CARD)?.split_once('.')?;
    (of.parse() == Ok(parcours)).then(|| secret.to_owned())
}

/// A card, as it is printed.
pub(super) fn given_card(secret: &str) -> Option<Given> {
    let page = whole_address("/carte");
    let number = secret.as_bytes().chunks(4).map(String::from_utf8_lossy);
    Some(Given {
        square: Square::of(&format!("{page}#{secret}"))?,
        number: number.collect::<Vec<_>>().join(" "),
        page,
    })
}

/// Where it is shown what is like some words.
pub(crate) const SEARCH: &str = "/recherche";

/// What someone looks for: their browser keeps it for a few minutes, so that it stands in no address, no history and no log.
pub(super) fn looks_for(words: &str) -> Result<(), AppError> {
    const LOOKS: i64 = 10 * 60;
    let words: String = words.chars().take(SOUGHT).collect();
    let kept: String = words.bytes().map(|byte| format!("{byte:02x}")).collect();
    set_cookie(cookie::SOUGHT, &kept, LOOKS)?;
    redirect(SEARCH);
    Ok(())
}

/// What this browser looked for last; nothing, where that is long ago.
pub(super) fn sought() -> String {
    let parts = use_context::<Parts>();
    let kept = parts
        .as_ref()
        .and_then(|parts| cookie::under(&parts.headers, cookie::SOUGHT));
    let pairs = kept.unwrap_or_default().as_bytes().chunks(2);
    let bytes = pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let bytes: Option<Vec<u8>> = bytes.collect();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// The whole address of a page of ours, as whoever asks knows us.
pub(super) fn whole_address(page: &str) -> String {
    let address = use_context::<Address>().unwrap_or_default();
    let parts = use_context::<Parts>();
    let host = parts
        .as_ref()
        .and_then(|parts| parts.headers.get(HOST)?.to_str().ok());
    address.of_page(page, host)
}

/// Where a tablet that was given back opens again.
const WAY_BACK: &str = "/reprendre";

/// A browser is to keep nothing of its person: no session, and not their clients (`ID1`). Once it keeps work too, that must
/// have been sent before.
fn forgets() -> Result<(), AppError> {
    set_cookie(cookie::NAME, "", 0)?;
    forgets_what_was_for_once()?;
    set_header(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"storage\""),
    )
}

/// Nor what it keeps for a few minutes: it was another's, or of another cell.
fn forgets_what_was_for_once() -> Result<(), AppError> {
    for once in [cookie::CARD, cookie::INVITATION, cookie::RESCUES, cookie::SOUGHT] {
        if use_context::<Parts>().is_some_and(|parts| cookie::under(&parts.headers, once).is_some()) {
            set_cookie(once, "", 0)?;
        }
    }
    Ok(())
}

/// Where each kind of viewer begins.
pub(crate) const fn home_of(role: Role) -> &'static str {
    match role {
        Role::Usager => "/mon-parcours",
        Role::Professional => "/accueil",
        Role::Partner => "/partage",
    }
}

/// What the head of one's pages shows; nothing, where that cannot be known.
pub(crate) async fn around() -> Option<Around> {
    let (service, visitor) = of().ok()?;
    service.around(&visitor).await.unwrap_or_default()
}

/// Whether whoever is signed in has another membership to go on under.
pub(crate) async fn has_others() -> bool {
    match of() {
        Ok((service, visitor)) => service.has_others(&visitor).await.unwrap_or(false),
        Err(_) => false,
    }
}

/// A page that one comes to by a link, and goes on to after signing in: one of a parcours, and nothing else.
pub(super) fn deep(path: &str) -> Option<&str> {
    let ours = ["/parcours/", "/partage/", "/entrees/"]
        .iter()
        .any(|of| path.starts_with(of))
        || path == "/signaler";
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '/' || c == '-';
    (ours && path.len() < 120 && !path.contains("//") && path.chars().all(plain)).then_some(path)
}

/// Where someone who is signed out signs in: usagers with their card. Whoever had a session is told that it has ended.
pub(crate) async fn way_in() -> String {
    let Ok((service, visitor)) = of() else {
        return way_in_of(false).into();
    };
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned());
    way_in_to(&service, &visitor, path.as_deref().unwrap_or_default()).await
}

/// The same, for whoever wanted to go to a page of ours.
pub async fn way_in_to(service: &Service, visitor: &Visitor, path: &str) -> String {
    let usager = match service.role_before(visitor).await {
        Some(role) => role == Role::Usager,
        None => path.starts_with(home_of(Role::Usager)),
    };
    let page = way_in_of(usager);
    let word = AppError::Denied(Denial::SignedOut).word();
    let refused = visitor.token.as_ref().map(|_| format!("refus={word}"));
    let then = deep(path).filter(|_| !usager);
    let query = [refused, then.map(|then| format!("suite={then}"))];
    let query = query.into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() {
        page.to_owned()
    } else {
        format!("{page}?{query}")
    }
}

const fn way_in_of(usager: bool) -> &'static str {
    if usager { "/carte" } else { "/connexion" }
}

fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(ACCEPT);
        accept
            .and_then(|it| it.to_str().ok())
            .is_some_and(|it| it.contains("text/html"))
    })
}

fn set_cookie(name: &str, token: &str, seconds: i64) -> Result<(), AppError> {
    let value = cookie::kept(name, token, seconds).map_err(|_| AppError::Unavailable)?;
    set_header(SET_COOKIE, value)
}

fn set_header(name: HeaderName, value: HeaderValue) -> Result<(), AppError> {
    use_context::<ResponseOptions>()
        .ok_or(AppError::Unavailable)?
        .append_header(name, value);
    Ok(())
}
