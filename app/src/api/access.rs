//! How someone looks after their own access. Plain forms.

use super::{Answer, AppError};
use leptos::prelude::*;

/// The access of whoever is signed in. No server function: the server writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn access() -> Result<itineraire_service::accounts::Access, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.access(&visitor, request::rescues()).await)
}

/// Whether a code is asked of this browser. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn is_asked_for_code() -> bool {
    match super::request::of() {
        Ok((service, visitor)) => service.is_asked_for_code(&visitor).await.unwrap_or(false),
        Err(_) => false,
    }
}

/// The code that is asked beside the password, of who wanted to go to a page of ours.
#[server(prefix = "/api/v1", endpoint = "give_code", output = Answer)]
pub async fn give_code(code: String, #[server(default)] then: Option<String>) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let then = then.as_deref().and_then(request::deep);
    request::led(service.give_code(&visitor, &code).await, request::CODE, then)
}

/// Another password, by whoever knows the one before.
#[server(prefix = "/api/v1", endpoint = "change_password", output = Answer)]
pub async fn change_password(before: String, password: String, again: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service
        .change_own_password(&visitor, before, (password, &again))
        .await;
    request::led(done, request::ACCESS, Some(request::ACCESS))
}

/// Ends one of one's own sessions.
#[server(prefix = "/api/v1", endpoint = "end_session", output = Answer)]
pub async fn end_session(name: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::back(service.end_session(&visitor, Some(&name)).await, request::ACCESS)
}

/// Ends all of them but this one.
#[server(prefix = "/api/v1", endpoint = "end_other_sessions", output = Answer)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::back(service.end_session(&visitor, None).await, request::ACCESS)
}

/// Someone wants to be asked for codes.
#[server(prefix = "/api/v1", endpoint = "ask_codes", output = Answer)]
pub async fn ask_codes(password: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::back(service.ask_codes(&visitor, password).await, request::ACCESS)
}

/// Their telephone shows codes, and this is one.
#[server(prefix = "/api/v1", endpoint = "begin_codes", output = Answer)]
pub async fn begin_codes(code: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::rescued(service.begin_codes(&visitor, &code).await)
}

/// They are not asked for codes any more.
#[server(prefix = "/api/v1", endpoint = "end_codes", output = Answer)]
pub async fn end_codes(password: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::back(service.end_codes(&visitor, password).await, request::ACCESS)
}
