//! Boards and lists, for the usager and the professionals of the cell.

use super::{Answer, AppError};
use itineraire_domain::ids::{ClientId, ParcoursId};
use itineraire_domain::views::pages::{BoardPage, HomePage};
use leptos::prelude::*;

/// A professional's list.
#[server(prefix = "/api/v1", endpoint = "home", output = Answer)]
pub async fn home() -> Result<HomePage, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.home(&visitor).await)
}

/// A board, for its usager or an assigned professional.
#[server(prefix = "/api/v1", endpoint = "board", output = Answer)]
pub async fn board(parcours: ParcoursId) -> Result<BoardPage, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.board(&visitor, parcours).await)
}

/// The signed-in usager's own board.
#[server(prefix = "/api/v1", endpoint = "my_board", output = Answer)]
pub async fn my_board() -> Result<BoardPage, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.my_board(&visitor).await)
}

/// A client for this page (`ID1`): bound to who asks, on a parcours where they may be. The one that their browser kept,
/// if it is theirs; else, as when it kept none, a new one.
#[server(prefix = "/api/v1", endpoint = "issue_client", output = Answer)]
pub async fn issue_client(
    parcours: ParcoursId,
    #[server(default)] kept: String,
) -> Result<ClientId, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.issue_client(&visitor, parcours, &kept).await)
}
