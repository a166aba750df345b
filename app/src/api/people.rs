//! Someone comes to a cell: their parcours is opened, and they are given a card. Plain forms.

use super::{Answer, AppError};
use itineraire_domain::ids::{ParcoursId, PersonId, ReferralId};
use itineraire_domain::people::Written;
use leptos::prelude::*;

/// Before a parcours is opened. No server function: the server writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn opening(
    from: Option<ReferralId>,
) -> Result<itineraire_service::people::Opening, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.opening(&visitor, from).await)
}

/// Opens a parcours for someone new, or for a need that came. What is not known of them is empty.
#[server(prefix = "/api/v1", endpoint = "open_parcours", output = Answer)]
pub async fn open_parcours(
    parcours: ParcoursId,
    referent: PersonId,
    written: Written,
    #[server(default)] from: Option<ReferralId>,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service
        .open_parcours(&visitor, parcours, &written, (referent, from))
        .await;
    // Its usager is given a card next.
    let page = if done.is_ok() {
        request::card_page(parcours)
    } else {
        let from = from.map(|it| format!("?entree={it}"));
        format!("/nouveau-parcours{}", from.unwrap_or_default())
    };
    request::back(done, &page)
}

/// What is kept of the usager of a parcours, to be corrected. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn identity(parcours: ParcoursId) -> Result<Written, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.identity(&visitor, parcours).await)
}

/// Corrects it.
#[server(prefix = "/api/v1", endpoint = "correct_identity", output = Answer)]
pub async fn correct_identity(parcours: ParcoursId, written: Written) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.correct_identity(&visitor, parcours, &written).await;
    let page = if done.is_ok() {
        request::team_page(parcours)
    } else {
        format!("/parcours/{parcours}/identite")
    };
    request::back(done, &page)
}

/// Before a card is given; with the one that was given just now, for as long as this browser keeps it. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn giving_card(
    parcours: ParcoursId,
) -> Result<(itineraire_service::people::Giving, Option<crate::pages::Given>), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let secret = request::card_secret(parcours);
    let giving = service.giving_card(&visitor, parcours, secret.as_deref()).await;
    let giving = request::answered(giving)?;
    let given = secret
        .filter(|_| giving.opens)
        .and_then(|secret| request::given_card(&secret));
    Ok((giving, given))
}

/// Gives the usager of a parcours a card, under a code that they wrote twice.
#[server(prefix = "/api/v1", endpoint = "give_card", output = Answer)]
pub async fn give_card(
    parcours: ParcoursId,
    #[server(default)] code: String,
    #[server(default)] again: String,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let given = service.give_card(&visitor, parcours, (code, &again)).await;
    request::card_given(given, parcours)
}
