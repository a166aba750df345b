//! What a parcours says on paper. No server function: no page asks for it once it is there.

use super::{AppError, request};
use crate::locales;
use itineraire_domain::ids::ParcoursId;
use itineraire_service::documents::paper::Page;

/// The paper of a parcours, as one page holds it.
pub async fn paper(parcours: ParcoursId) -> Result<Page, AppError> {
    let (service, visitor) = request::of()?;
    let view = request::answered(service.paper(&visitor, parcours).await)?;
    let page = locales::paper(&view, &request::whole_address("/carte"));
    page.ok_or_else(|| AppError::Unavailable.with_status())
}
