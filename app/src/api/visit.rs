//! Who asks: the session behind the cookie of a request.

use super::AppError;
use http::HeaderMap;
use http::header::COOKIE;
use http::request::Parts;
use itineraire_domain::Refusal;
use itineraire_domain::access::Role;
use itineraire_domain::access::permission::{Operation, Standing, allows};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::views::pages::Me;
use itineraire_store::{SessionRow, Store, TokenHash};
use leptos::prelude::use_context;
use std::time::{SystemTime, UNIX_EPOCH};

/// The cookie's name. The prefix makes browsers hold it to this host, over a safe link, for every path.
pub const COOKIE_NAME: &str = "__Host-itineraire";

/// The service's clock.
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The session token that a request carries.
pub fn token_of(headers: &HeaderMap) -> Option<TokenHash> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, token)| TokenHash::of(token))
}

/// The store, given to every request by the server.
pub(super) fn store() -> Result<Store, AppError> {
    use_context::<Store>().ok_or(AppError::Unavailable)
}

/// Who asks, if their session is valid, and how they stand towards a parcours (`None` names none).
pub(super) async fn asking(parcours: Option<ParcoursId>) -> Result<Option<(SessionRow, Standing)>, AppError> {
    let store = store()?;
    let Some(token) = use_context::<Parts>().and_then(|parts| token_of(&parts.headers)) else {
        return Ok(None);
    };
    let now = now();
    let asked = store.who_asks(&token, parcours, now).await?;
    if let Some((session, _)) = &asked {
        // A full disk keeps nobody from reading: what is written says itself why it is not kept.
        match store.touch_session(session, now).await {
            Err(error) if error.trouble().is_none() => return Err(error.into()),
            _ => {}
        }
    }
    Ok(asked)
}

/// The session of this request, if it is valid.
pub(super) async fn session() -> Result<Option<SessionRow>, AppError> {
    Ok(asking(None).await?.map(|(session, _)| session))
}

/// Who asks, if the permission table opens this to them; `parcours` is the one that it is asked about, if any. Someone
/// to whom it is closed is told the same as if it did not exist (`VW2`).
pub(super) async fn allowed(
    operation: Operation,
    parcours: Option<ParcoursId>,
) -> Result<(Store, SessionRow), AppError> {
    let (session, standing) = asking(parcours).await?.ok_or(Refusal::SignedOut)?;
    if allows(operation, standing) {
        Ok((store()?, session))
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Where someone who is signed out signs in: usagers with their card. Whoever had a session is told that it has ended.
pub(crate) async fn way_in() -> String {
    let parts = use_context::<Parts>();
    let token = parts.as_ref().and_then(|parts| token_of(&parts.headers));
    let role = match (&token, store()) {
        (Some(token), Ok(store)) => store.role_of_session(token).await.ok().flatten(),
        _ => None,
    };
    let usager = match role {
        Some(role) => role == Role::Usager,
        None => parts.is_some_and(|parts| parts.uri.path() == "/mon-parcours"),
    };
    let page = if usager { "/carte" } else { "/connexion" };
    if token.is_some() {
        let word = AppError::Refused(Refusal::SignedOut).word();
        format!("{page}?refus={word}")
    } else {
        page.to_owned()
    }
}

/// Who is signed in, for their own page.
pub(super) async fn me_of(store: &Store, session: &SessionRow) -> Result<Me, AppError> {
    let name = store
        .person_name(session.cell, session.person)
        .await?
        .ok_or(Refusal::SignedOut)?;
    let parcours = match session.role {
        Role::Usager => store.parcours_of(session.cell, session.person).await?,
        Role::Professional | Role::Partner => None,
    };
    let organisation = match (session.role, session.organisation) {
        (Role::Partner, Some(id)) => store
            .organisation_name(session.cell, id)
            .await?
            .map(|name| (id, name)),
        _ => None,
    };
    let has_others = match session.account {
        Some(account) => store.memberships_of(account).await?.len() > 1,
        None => false,
    };
    let proven_until = session
        .proven
        .and_then(|proven| proven.fresh(now()))
        .map(|proof| proof.until());
    Ok(Me {
        person: session.person,
        role: session.role,
        name,
        proven_until,
        parcours,
        organisation,
        has_others,
    })
}
