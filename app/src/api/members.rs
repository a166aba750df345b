//! Who works with a cell: how it begins, who is asked to come, what becomes of a membership. Plain forms.

use super::{Answer, AppError};
use itineraire_domain::ids::MembershipId;
use itineraire_domain::people::{Founding, WrittenMember};
use leptos::prelude::*;

/// Who works with the cell. No server function: the server writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn members() -> Result<itineraire_service::members::MembersPage, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.members(&visitor).await)
}

/// One of them; with the invitation that was prepared just now, for as long as this browser keeps it. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn member(
    membership: MembershipId,
) -> Result<
    (
        itineraire_service::members::MemberPage,
        Option<crate::pages::Link>,
    ),
    AppError,
> {
    use super::request;
    let (service, visitor) = request::of()?;
    let secret = request::invitation_secret(membership);
    let page = service.member(&visitor, membership, secret.as_deref()).await;
    let page = request::answered(page)?;
    let link = secret
        .filter(|_| page.opens)
        .and_then(|secret| request::invitation_link(&secret));
    Ok((page, link))
}

/// Before a cell begins; nothing, where someone works with one already. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn setting_up() -> Result<Option<itineraire_service::accounts::SettingUp>, AppError> {
    let (service, _) = super::request::of()?;
    super::request::answered(service.setting_up().await)
}

/// A cell begins, with its first coordinator.
#[server(prefix = "/api/v1", endpoint = "set_up", output = Answer)]
pub async fn set_up(
    secret: String,
    founding: Founding,
    password: String,
    #[server(default)] again: String,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service
        .set_up(&visitor, &secret, &founding, (password, &again))
        .await;
    request::led(done, request::FIRST_RUN, Some(request::MEMBERS))
}

/// Whoever was asked to come comes, with the number of their invitation and the address that it was for.
#[server(prefix = "/api/v1", endpoint = "accept_invitation", output = Answer)]
pub async fn accept_invitation(
    secret: String,
    email: String,
    password: String,
    #[server(default)] again: String,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service
        .accept_invitation(&visitor, (&secret, &email), (password, &again))
        .await;
    request::led(done, request::INVITATION, None)
}

/// Someone is asked to come, by mail or by a link that is handed over.
#[server(prefix = "/api/v1", endpoint = "invite", output = Answer)]
pub async fn invite(written: WrittenMember, #[server(default)] by_mail: bool) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.invite(&visitor, &written, by_mail).await;
    request::invited(done, request::MEMBERS)
}

/// They are asked again, by another invitation.
#[server(prefix = "/api/v1", endpoint = "invite_again", output = Answer)]
pub async fn invite_again(
    membership: MembershipId,
    #[server(default)] by_mail: bool,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let again = service.invite_again(&visitor, membership, by_mail).await;
    let again = again.map(|secret| (membership, secret));
    request::invited(again, &request::member_page(membership))
}

/// What a membership lets its person be from now on.
#[server(prefix = "/api/v1", endpoint = "set_capabilities", output = Answer)]
pub async fn set_capabilities(
    membership: MembershipId,
    #[server(default)] can: Vec<String>,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.set_capabilities(&visitor, membership, can).await;
    request::back(done, &request::member_page(membership))
}

/// A membership opens nothing for now.
#[server(prefix = "/api/v1", endpoint = "suspend_member", output = Answer)]
pub async fn suspend_member(membership: MembershipId) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.suspend_member(&visitor, membership, true).await;
    request::back(done, &request::member_page(membership))
}

/// It counts again.
#[server(prefix = "/api/v1", endpoint = "resume_member", output = Answer)]
pub async fn resume_member(membership: MembershipId) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.suspend_member(&visitor, membership, false).await;
    request::back(done, &request::member_page(membership))
}

/// It is over, and another goes on with what its person held.
#[server(prefix = "/api/v1", endpoint = "end_member", output = Answer)]
pub async fn end_member(
    membership: MembershipId,
    #[server(default)] heir: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use super::request;
    use itineraire_domain::ids::PersonId;
    let (service, visitor) = request::of()?;
    // None is chosen at first.
    let heir: Option<PersonId> = heir.parse().ok();
    let done = service.end_member(&visitor, membership, (heir, &reason)).await;
    request::back(done, &request::member_page(membership))
}

/// Another organisation sits around the table.
#[server(prefix = "/api/v1", endpoint = "add_organisation", output = Answer)]
pub async fn add_organisation(name: String, #[server(default)] partner: bool) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.add_organisation(&visitor, &name, partner).await;
    request::back(done, request::MEMBERS)
}
