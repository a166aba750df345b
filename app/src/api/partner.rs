//! What partners read.

use super::{Answer, AppError};
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::views::pages::{PartnerHome, PartnerPage};
use leptos::prelude::*;

/// The parcours with something shared with this partner's organisation.
#[server(name = AskPartnerHome, prefix = "/api/v1", endpoint = "partner_home", output = Answer)]
pub async fn partner_home() -> Result<PartnerHome, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.partner_home(&visitor).await)
}

/// What is shared of one parcours.
#[server(prefix = "/api/v1", endpoint = "partner_board", output = Answer)]
pub async fn partner_board(parcours: ParcoursId) -> Result<PartnerPage, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.partner_board(&visitor, parcours).await)
}
