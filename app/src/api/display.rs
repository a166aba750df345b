//! How one's pages are shown.

use super::{Answer, AppError};
use itineraire_domain::access::Density;
#[cfg(feature = "ssr")]
use itineraire_domain::access::Display;
use leptos::prelude::*;

/// How they are shown now. No server function: the server writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn display() -> Result<Display, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.display(&visitor).await)
}

/// Keeps how whoever is signed in wants their pages shown. A box that is not ticked is not sent.
#[server(prefix = "/api/v1", endpoint = "set_display", output = Answer)]
pub async fn set_display(density: Density, #[server(default)] letters: bool) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let display = Display { density, letters };
    request::back(service.set_display(&visitor, display).await, "/affichage")
}
