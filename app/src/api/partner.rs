//! What partners read.

use super::{Answer, AppError};
use itineraire_domain::ids::ParcoursId;
use itineraire_domain::views::pages::{PartnerHome, PartnerPage};
use leptos::prelude::*;

/// The parcours with something shared with this partner's organisation.
#[server(name = AskPartnerHome, prefix = "/api/v1", endpoint = "partner_home", output = Answer)]
pub async fn partner_home() -> Result<PartnerHome, AppError> {
    use super::visit;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::PartnerHome, None).await?;
    let me = visit::me_of(&store, &session).await?;
    Ok(store.partner_home(&session, me, visit::now()).await?)
}

/// What is shared of one parcours.
#[server(prefix = "/api/v1", endpoint = "partner_board", output = Answer)]
pub async fn partner_board(parcours: ParcoursId) -> Result<PartnerPage, AppError> {
    use super::visit;
    use itineraire_domain::Refusal;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::PartnerBoard, Some(parcours)).await?;
    let me = visit::me_of(&store, &session).await?;
    Ok(store
        .partner_page(&session, me, parcours, visit::now())
        .await?
        .ok_or(Refusal::NotFound)?)
}
