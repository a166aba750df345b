//! Who accompanies a person. Plain forms.

use super::{Answer, AppError};
use itineraire_domain::catalogue::Theme;
use itineraire_domain::ids::{ParcoursId, PersonId};
use leptos::prelude::*;

/// Who does. No server function: the server writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn team(parcours: ParcoursId) -> Result<itineraire_service::team::TeamPage, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.team(&visitor, parcours).await)
}

/// Someone of the cell joins, for some themes or for all of it.
#[server(prefix = "/api/v1", endpoint = "join", output = Answer)]
pub async fn join(
    parcours: ParcoursId,
    person: PersonId,
    #[server(default)] themes: Vec<Theme>,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.join(&visitor, parcours, (person, &themes)).await;
    request::back(done, &request::team_page(parcours))
}

/// Someone accompanies them no longer. Who has left goes on where their own list is.
#[server(prefix = "/api/v1", endpoint = "leave", output = Answer)]
pub async fn leave(
    parcours: ParcoursId,
    person: PersonId,
    #[server(default)] own: bool,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.leave(&visitor, parcours, person).await;
    let page = if own && done.is_ok() {
        "/accueil".to_owned()
    } else {
        request::team_page(parcours)
    };
    request::back(done, &page)
}

/// Another of them is the referent from now on.
#[server(prefix = "/api/v1", endpoint = "lead", output = Answer)]
pub async fn lead(parcours: ParcoursId, person: PersonId) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.lead(&visitor, parcours, person).await;
    request::back(done, &request::team_page(parcours))
}
