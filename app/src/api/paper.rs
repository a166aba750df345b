//! What a parcours says on paper. No server function: no page asks for it once it is there.

use super::{AppError, request};
use crate::{Address, locales};
use http::header::HOST;
use http::request::Parts;
use itineraire_domain::ids::ParcoursId;
use itineraire_service::documents::paper::Page;
use leptos::prelude::use_context;

/// The paper of a parcours, as one page holds it.
pub async fn paper(parcours: ParcoursId) -> Result<Page, AppError> {
    let (service, visitor) = request::of()?;
    let view = request::answered(service.paper(&visitor, parcours).await)?;
    let address = use_context::<Address>().unwrap_or_default();
    let parts = use_context::<Parts>();
    let host = parts
        .as_ref()
        .and_then(|parts| parts.headers.get(HOST)?.to_str().ok());
    let page = locales::paper(&view, &address.of_page("/carte", host));
    page.ok_or_else(|| AppError::Unavailable.with_status())
}
