//! Passing the tablet: a professional leaves it, whoever has it gives it back, and the professional takes up their session.

use super::{Answer, AppError};
use itineraire_domain::ids::ParcoursId;
use leptos::prelude::*;

/// Before a professional hands the tablet over. No server function: the server writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn handing_over(
    parcours: ParcoursId,
) -> Result<itineraire_service::accounts::HandingOver, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.handing_over(&visitor, parcours).await)
}

/// In whose hands this tablet is; nobody's, when that cannot be known now.
#[cfg(feature = "ssr")]
pub(crate) async fn in_hands() -> Option<itineraire_service::accounts::InHands> {
    let (service, visitor) = super::request::of().ok()?;
    service.in_hands(&visitor).await.ok().flatten()
}

/// Hands the tablet over to the usager of a parcours, with a new code, or with the one that the professional has.
#[server(prefix = "/api/v1", endpoint = "hand_over", output = Answer)]
pub async fn hand_over(parcours: ParcoursId, #[server(default)] code: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.hand_over(&visitor, parcours, code).await;
    request::handed_over(done, &format!("/parcours/{parcours}/passer"))
}

/// Gives the tablet back: whoever had it is signed out.
#[server(prefix = "/api/v1", endpoint = "give_back", output = Answer)]
pub async fn give_back() -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.sign_out(&visitor).await)?;
    request::given_back()
}

/// Takes up the session that was left with the tablet.
#[server(prefix = "/api/v1", endpoint = "take_up", output = Answer)]
pub async fn take_up(code: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::taken_up(service.take_up(&visitor, code).await)
}
