//! Boards and lists, for the usager and the professionals of the cell.

use super::{Answer, AppError};
use itineraire_domain::ids::{ClientId, ParcoursId};
use itineraire_domain::views::pages::{BoardPage, HomePage};
use leptos::prelude::*;

/// A professional's list.
#[server(prefix = "/api/v1", endpoint = "home", output = Answer)]
pub async fn home() -> Result<HomePage, AppError> {
    use super::visit;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::Home, None).await?;
    let me = visit::me_of(&store, &session).await?;
    Ok(store.home(&session, me, visit::now()).await?)
}

/// A board, for its usager or an assigned professional.
#[server(prefix = "/api/v1", endpoint = "board", output = Answer)]
pub async fn board(parcours: ParcoursId) -> Result<BoardPage, AppError> {
    use super::visit;
    use itineraire_domain::Refusal;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::Board, Some(parcours)).await?;
    let me = visit::me_of(&store, &session).await?;
    Ok(store
        .board_page(&session, me, parcours, visit::now())
        .await?
        .ok_or(Refusal::NotFound)?)
}

/// The signed-in usager's own board.
#[server(prefix = "/api/v1", endpoint = "my_board", output = Answer)]
pub async fn my_board() -> Result<BoardPage, AppError> {
    use super::visit;
    use itineraire_domain::Refusal;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::MyBoard, None).await?;
    let me = visit::me_of(&store, &session).await?;
    let parcours = me.parcours.ok_or(Refusal::NotFound)?;
    Ok(store
        .board_page(&session, me, parcours, visit::now())
        .await?
        .ok_or(Refusal::NotFound)?)
}

/// A writing hand for this page (`ID1`): bound to who asks, on a parcours where they may be.
#[server(prefix = "/api/v1", endpoint = "issue_client", output = Answer)]
pub async fn issue_client(parcours: ParcoursId) -> Result<ClientId, AppError> {
    use super::visit;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::IssueClient, Some(parcours)).await?;
    let client = ClientId(uuid::Uuid::new_v4());
    store
        .issue_client(&session, parcours, client, visit::now())
        .await?;
    Ok(client)
}
