//! Signing in and out, and the membership that a session acts under.

use super::{Answer, AppError};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{MembershipId, ParcoursId};
use itineraire_domain::views::pages::{Me, Membership};
use leptos::prelude::*;

/// The communes that are worked for here; none, when that cannot be known now. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn communes() -> Vec<String> {
    let Ok((service, _)) = super::request::of() else {
        return Vec::new();
    };
    let communes = service.communes().await.unwrap_or_default();
    communes.iter().cloned().collect()
}

/// Whether letters are sent here. No server function.
#[cfg(feature = "ssr")]
pub(crate) fn sends_mail() -> bool {
    super::request::of().is_ok_and(|(service, _)| service.sends_mail())
}

/// A letter to an address, with which the password of its account is chosen anew.
#[server(prefix = "/api/v1", endpoint = "ask_new_password", output = Answer)]
pub async fn ask_new_password(email: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::sent(
        service.ask_new_password(&visitor, &email).await,
        request::FORGOTTEN,
    )
}

/// Another password, with the number of the letter.
#[server(prefix = "/api/v1", endpoint = "choose_new_password", output = Answer)]
pub async fn choose_new_password(secret: String, password: String, again: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service
        .choose_new_password(&visitor, &secret, (password, &again))
        .await;
    request::led(done, request::NEW_PASSWORD, None)
}

/// Signs a professional or a partner in, who wanted to go to a page of ours.
#[server(prefix = "/api/v1", endpoint = "sign_in", output = Answer)]
pub async fn sign_in(
    email: String,
    password: String,
    #[server(default)] then: Option<String>,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let then = then.as_deref().and_then(request::deep);
    request::led(
        service.sign_in(&visitor, &email, password).await,
        "/connexion",
        then,
    )
}

/// Signs a usager in, with the secret of their card and their PIN.
#[server(prefix = "/api/v1", endpoint = "sign_in_with_card", output = Answer)]
pub async fn sign_in_with_card(card: String, pin: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::led(
        service.sign_in_with_card(&visitor, &card, pin).await,
        "/carte",
        None,
    )
}

/// A signed-in usager gives their PIN again; gives until when it counts as fresh (`AG1`).
#[server(prefix = "/api/v1", endpoint = "prove_again", output = Answer)]
pub async fn prove_again(pin: String) -> Result<Moment, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let (opened, until) = request::answered(service.prove_again(&visitor, pin).await)?;
    request::kept(&opened)?;
    Ok(until)
}

/// An assigned professional opens a card again that too many wrong codes have blocked: its usager's, under the same code.
#[server(prefix = "/api/v1", endpoint = "reset_card", output = Answer)]
pub async fn reset_card(parcours: ParcoursId) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.reset_card(&visitor, parcours).await)
}

/// The memberships that whoever is signed in may act under.
#[server(name = AskMemberships, prefix = "/api/v1", endpoint = "memberships", output = Answer)]
pub async fn memberships() -> Result<Vec<Membership>, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.memberships(&visitor).await)
}

/// Goes on under another of one's memberships, without signing in again.
#[server(prefix = "/api/v1", endpoint = "choose_membership", output = Answer)]
pub async fn choose_membership(membership: MembershipId) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::led(
        service.choose_membership(&visitor, membership).await,
        "/espaces",
        None,
    )
}

/// Whoever is signed in stays: their session is used now. Gives when it ends, however much it is used.
#[server(prefix = "/api/v1", endpoint = "stay", output = Answer)]
pub async fn stay() -> Result<Moment, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.stay(&visitor).await)
}

/// Ends the session.
#[server(prefix = "/api/v1", endpoint = "sign_out", output = Answer)]
pub async fn sign_out() -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::left(request::answered(service.sign_out(&visitor).await)?)
}

/// Who is signed in, if anyone.
#[server(name = AskMe, prefix = "/api/v1", endpoint = "me", output = Answer)]
pub async fn me() -> Result<Option<Me>, AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    request::answered(service.me(&visitor).await)
}
