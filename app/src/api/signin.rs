//! Signing in on the server: argon2id, tries that are counted, a new token each time, the same work and the same answer
//! whatever was wrong.

use super::AppError;
use super::visit::{COOKIE_NAME, now, session, store, token_of};
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use axum::extract::ConnectInfo;
use http::header::{HeaderValue, SET_COOKIE};
use http::request::Parts;
use itineraire_domain::Refusal;
use itineraire_domain::access::pages::Role;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, PersonId};
use itineraire_store::{Store, TokenHash};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::net::SocketAddr;
use std::sync::OnceLock;

/// argon2id with 19 MiB, two passes: OWASP's figures for a small server.
fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash to keep of a password or a PIN.
pub fn hash_secret(secret: &str) -> Result<String, AppError> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = argon()
        .hash_password(secret.as_bytes(), &salt)
        .map_err(|_| AppError::Unavailable)?;
    Ok(hash.to_string())
}

/// Whether a secret matches a hash; without a hash the same work is done for nothing. Off the async threads.
async fn matches(secret: String, hash: Option<String>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let check = move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| {
            NOBODY
                .get_or_init(|| hash_secret("nobody").unwrap_or_default())
                .clone()
        });
        let right = PasswordHash::new(&hash)
            .is_ok_and(|hash| argon().verify_password(secret.as_bytes(), &hash).is_ok());
        right && known
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

/// 3 tries at once then 3 a minute per address, 6 a minute per account.
async fn throttled(store: &Store, account: &str, now: Moment) -> Result<(), AppError> {
    // Demonstrations and browser tests sign in many people from one address: a multiple, never off.
    let ease: i64 = std::env::var("ITINERAIRE_SIGN_IN_EASE")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(1);
    let address = use_context::<Parts>()
        .and_then(|parts| {
            parts
                .extensions
                .get::<ConnectInfo<SocketAddr>>()
                .map(|it| it.0.ip().to_string())
        })
        .unwrap_or_default();
    let address = store
        .allow_try(&format!("address {address}"), 3 * ease, 3 * ease, now)
        .await?;
    let account = store
        .allow_try(&format!("account {account}"), 6 * ease, 6 * ease, now)
        .await?;
    if address && account {
        Ok(())
    } else {
        Err(AppError::TooMany.with_status())
    }
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
    if !matches(password, account.as_ref().map(|it| it.hash.clone())).await {
        return Err(AppError::SignIn.with_status());
    }
    let account = account.ok_or(AppError::SignIn)?;
    open(&store, (account.cell, account.person, account.role), None, now).await?;
    leptos_axum::redirect(if account.role == Role::Partner {
        "/partage"
    } else {
        "/accueil"
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
    let card = store.card(&secret).await?;
    let right = matches(pin, card.as_ref().map(|it| it.pin_hash.clone())).await;
    let card = card.ok_or_else(|| AppError::SignIn.with_status())?;
    let proven = judge(&store, &card, right, now).await?;
    open(&store, (card.cell, card.person, Role::Usager), Some(proven), now).await?;
    leptos_axum::redirect("/mon-parcours");
    Ok(())
}

pub(super) async fn again(pin: String) -> Result<Moment, AppError> {
    let (store, now) = (store()?, now());
    let session = session().await?.ok_or(Refusal::SignedOut)?;
    let card = store.card_of(session.cell, session.person).await?;
    let right = matches(pin, card.as_ref().map(|it| it.pin_hash.clone())).await;
    let card = card.ok_or_else(|| AppError::SignIn.with_status())?;
    let proven = judge(&store, &card, right, now).await?;
    open(
        &store,
        (session.cell, session.person, session.role),
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

/// The rules of the card decide, and the count is kept before anyone is answered.
async fn judge(
    store: &Store,
    card: &itineraire_store::accounts::CardRow,
    right: bool,
    now: Moment,
) -> Result<Proven, AppError> {
    let proven = store.prove_card(card, right, now).await?;
    proven.ok_or_else(|| AppError::SignIn.with_status())
}

/// Opens a session under a new token. The one that this browser had ends: a tablet that changes hands keeps nothing.
async fn open(
    store: &Store,
    who: (CellId, PersonId, Role),
    proven: Option<Proven>,
    now: Moment,
) -> Result<(), AppError> {
    // 244 bits of randomness from the operating system.
    let token = format!(
        "{}{}",
        uuid::Uuid::new_v4().simple(),
        uuid::Uuid::new_v4().simple()
    );
    store
        .open_session(&TokenHash::of(&token), who, proven, now)
        .await?;
    if let Some(before) = token_of_request() {
        store.close_session(&before).await?;
    }
    let (_, absolute) = itineraire_store::sessions::limits(who.2);
    set_cookie(&token, absolute)
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
