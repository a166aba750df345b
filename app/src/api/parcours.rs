//! Boards and lists, for the usager and the professionals of the cell.

use super::{Answer, AppError};
use itineraire_domain::ids::{ClientId, ParcoursId, Seq, StepId};
use itineraire_domain::parcours::Digest;
use itineraire_domain::views::forms::Act;
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

/// What a page's plain form asks for, before its program is there: of a step whose words were these, on the board as it was at
/// `on`.
#[server(name = SendAct, prefix = "/api/v1", endpoint = "act", output = Answer)]
pub async fn act(
    parcours: ParcoursId,
    step: StepId,
    words: Digest,
    on: Seq,
    act: Act,
) -> Result<(), AppError> {
    use super::request;
    use itineraire_domain::access::Role;
    let (service, visitor) = request::of()?;
    let page = match service.role_before(&visitor).await {
        Some(Role::Professional) => format!("/parcours/{parcours}/etape/{step}"),
        _ => request::home_of(Role::Usager).to_owned(),
    };
    let done = service.act(&visitor, parcours, (act, step, words), on).await;
    request::back(done, &page)
}

/// What somebody says that they want to do, by a plain form.
#[server(name = SendProposal, prefix = "/api/v1", endpoint = "propose", output = Answer)]
pub async fn propose(parcours: ParcoursId, step: StepId, words: String) -> Result<(), AppError> {
    use super::request;
    use itineraire_domain::access::Role;
    let (service, visitor) = request::of()?;
    let done = service.propose(&visitor, parcours, step, &words).await;
    let page = if done.is_ok() {
        format!("{}?propose", request::home_of(Role::Usager))
    } else {
        "/mon-parcours/proposer".to_owned()
    };
    request::back(done, &page)
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

/// What is like the words that this browser looked for last, of what whoever is signed in may see. No server function: the server
/// writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn search() -> Result<itineraire_service::search::SearchPage, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.search(&visitor, &request::sought()).await)
}

/// Looks for something: a plain form, whose words stand in no address.
#[server(prefix = "/api/v1", endpoint = "look_for", output = Answer)]
pub async fn look_for(#[server(default)] words: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.may_search(&visitor).await)?;
    request::looks_for(&words)
}
