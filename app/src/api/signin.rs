//! Signing in on the server: tries that are counted, a new token each time, the same work and the same answer whatever
//! was wrong.

use super::AppError;
use super::secret::Secrets;
use super::visit::{COOKIE_NAME, allowed, now, session, store, token_of};
use axum::extract::ConnectInfo;
use http::header::{HeaderValue, SET_COOKIE};
use http::request::Parts;
use itineraire_domain::Refusal;
use itineraire_domain::access::Role;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, MembershipId};
use itineraire_store::accounts::CardRow;
use itineraire_store::{Store, TokenHash};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::net::SocketAddr;

/// Tries are counted by address and by account. Demonstrations and browser tests sign in many people from one address:
/// `ITINERAIRE_SIGN_IN_EASE` is a multiple, never off.
fn ease(setting: Option<&str>) -> i64 {
    setting.and_then(|it| it.parse().ok()).unwrap_or(1).clamp(1, 100)
}

/// So many tries at once, then as many a minute.
async fn counted(store: &Store, name: &str, tries: i64, now: Moment) -> Result<(), AppError> {
    let tries = tries * ease(std::env::var("ITINERAIRE_SIGN_IN_EASE").ok().as_deref());
    if store.allow_try(name, tries, tries, now).await? {
        Ok(())
    } else {
        Err(AppError::TooMany.with_status())
    }
}

/// 6 a minute per account.
async fn count_account(store: &Store, account: &str, now: Moment) -> Result<(), AppError> {
    counted(store, &format!("account {account}"), 6, now).await
}

/// 3 a minute per address, then the account. An address that asks too often spends nobody's tries: it would lock them
/// out.
async fn throttled(store: &Store, account: &str, now: Moment) -> Result<(), AppError> {
    let address = use_context::<Parts>()
        .and_then(|parts| {
            parts
                .extensions
                .get::<ConnectInfo<SocketAddr>>()
                .map(|it| it.0.ip().to_string())
        })
        .unwrap_or_default();
    counted(store, &format!("address {address}"), 3, now).await?;
    count_account(store, account, now).await
}

/// Given to every request by the server.
fn secrets() -> Result<Secrets, AppError> {
    use_context::<Secrets>().ok_or(AppError::Unavailable)
}

pub(super) async fn with_password(email: String, password: String) -> Result<(), AppError> {
    let tried = try_password(email, password).await;
    tried.inspect_err(|error| lead_back("/connexion", error))
}

pub(super) async fn with_card(card: String, pin: String) -> Result<(), AppError> {
    let tried = try_card(card, pin).await;
    tried.inspect_err(|error| lead_back("/carte", error))
}

/// A plain form, sent without the WASM, comes back to its page, which says why. Anything else reads the error itself.
fn lead_back(page: &str, error: &AppError) {
    let plain = use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(http::header::ACCEPT);
        accept
            .and_then(|it| it.to_str().ok())
            .is_some_and(|it| it.contains("text/html"))
    });
    if plain {
        leptos_axum::redirect(&format!("{page}?refus={}", error.word()));
    }
}

async fn try_password(email: String, password: String) -> Result<(), AppError> {
    let (store, now) = (store()?, now());
    let email = email.trim().to_lowercase();
    throttled(&store, &email, now).await?;
    let account = store.password_account(&email).await?;
    if !secrets()?
        .matches(password, account.as_ref().map(|it| it.hash.clone()))
        .await
    {
        return Err(AppError::SignIn.with_status());
    }
    let account = account.ok_or(AppError::SignIn)?;
    let [first, others @ ..] = account.memberships.as_slice() else {
        return Err(AppError::SignIn.with_status());
    };
    open(&store, (first.cell, first.id, first.role), None, now).await?;
    // Who has several memberships chooses; until then the session is under the oldest.
    leptos_axum::redirect(if others.is_empty() {
        home_of(first.role)
    } else {
        "/espaces"
    });
    Ok(())
}

async fn try_card(card: String, pin: String) -> Result<(), AppError> {
    let (store, now) = (store()?, now());
    let secret: String = card
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase();
    throttled(&store, &secret, now).await?;
    let (card, membership) = store.card(&secret).await?.unzip();
    let (card, proven) = judge(&store, card, pin, now).await?;
    let membership = membership.ok_or(AppError::SignIn)?;
    open(&store, (card.cell, membership, Role::Usager), Some(proven), now).await?;
    leptos_axum::redirect(home_of(Role::Usager));
    Ok(())
}

pub(super) async fn again(pin: String) -> Result<Moment, AppError> {
    let (store, session) = allowed(Operation::ProveAgain, None).await?;
    let now = now();
    count_account(&store, &session.person.to_string(), now).await?;
    let card = store.card_of(session.cell, session.person).await?;
    let (_, proven) = judge(&store, card, pin, now).await?;
    open(
        &store,
        (session.cell, session.membership, session.role),
        Some(proven),
        now,
    )
    .await?;
    Ok(proven.fresh(now).map_or(now, |proof| proof.until()))
}

pub(super) async fn out() -> Result<(), AppError> {
    let store = store()?;
    let usager = session()
        .await?
        .is_some_and(|session| session.role == Role::Usager);
    if let Some(token) = token_of_request() {
        store.close_session(&token).await?;
    }
    set_cookie("", 0)?;
    leptos_axum::redirect(if usager { "/carte" } else { "/connexion" });
    Ok(())
}

/// The rules of the card decide, and the count is kept before anyone is answered. Whatever is wrong, also that there is
/// no such card: one hash, one write, one answer.
async fn judge(
    store: &Store,
    card: Option<CardRow>,
    pin: String,
    now: Moment,
) -> Result<(CardRow, Proven), AppError> {
    let hash = card.as_ref().map(|it| it.pin_hash.clone());
    let right = secrets()?.matches(pin, hash).await;
    let proven = store.prove_card(card.as_ref(), right, now).await?;
    card.zip(proven).ok_or_else(|| AppError::SignIn.with_status())
}

/// Opens a session under a new token. The one that this browser had ends: a tablet that changes hands keeps nothing.
async fn open(
    store: &Store,
    (cell, membership, role): (CellId, MembershipId, Role),
    proven: Option<Proven>,
    now: Moment,
) -> Result<(), AppError> {
    let token = new_token();
    store
        .open_session(&TokenHash::of(&token), (cell, membership), proven, now)
        .await?;
    if let Some(before) = token_of_request() {
        store.close_session(&before).await?;
    }
    let (_, absolute) = itineraire_store::limits(role);
    set_cookie(&token, absolute)
}

/// 244 bits of randomness from the operating system.
fn new_token() -> String {
    format!(
        "{}{}",
        uuid::Uuid::new_v4().simple(),
        uuid::Uuid::new_v4().simple()
    )
}

/// Goes on under another membership of the same account, with a new token; someone else's is nobody's.
pub(super) async fn change(to: MembershipId) -> Result<(), AppError> {
    let (store, session) = allowed(Operation::ChooseMembership, None).await?;
    let (token, now) = (new_token(), now());
    let hash = TokenHash::of(&token);
    if !store.change_membership(&session, &hash, to, now).await? {
        return Err(Refusal::NotFound.into());
    }
    let session = store.session(&hash, now).await?.ok_or(Refusal::SignedOut)?;
    let (_, absolute) = itineraire_store::limits(session.role);
    set_cookie(&token, absolute)?;
    leptos_axum::redirect(home_of(session.role));
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

fn token_of_request() -> Option<TokenHash> {
    use_context::<Parts>().and_then(|parts| token_of(&parts.headers))
}

fn set_cookie(token: &str, seconds: i64) -> Result<(), AppError> {
    let cookie =
        format!("{COOKIE_NAME}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}");
    let value = HeaderValue::from_str(&cookie).map_err(|_| AppError::Unavailable)?;
    use_context::<ResponseOptions>()
        .ok_or(AppError::Unavailable)?
        .append_header(SET_COOKIE, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::ease;

    #[test]
    fn the_ease_of_demonstrations_is_a_multiple_from_1_to_100() {
        let settings = ["10", "0", "-3", "1000000", "beaucoup"].map(|it| ease(Some(it)));
        assert_eq!(settings, [10, 1, 1, 100, 1]);
        assert_eq!(ease(None), 1);
    }
}
