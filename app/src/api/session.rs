//! Signing in and out.

use super::{Answer, AppError};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{MembershipId, ParcoursId};
use itineraire_domain::views::pages::{Me, Membership};
use leptos::prelude::*;

/// Signs a professional or a partner in.
#[server(prefix = "/api/v1", endpoint = "sign_in", output = Answer)]
pub async fn sign_in(email: String, password: String) -> Result<(), AppError> {
    super::signin::with_password(email, password).await
}

/// Signs a usager in, with the secret of their card and their PIN.
#[server(prefix = "/api/v1", endpoint = "sign_in_with_card", output = Answer)]
pub async fn sign_in_with_card(card: String, pin: String) -> Result<(), AppError> {
    super::signin::with_card(card, pin).await
}

/// A signed-in usager gives their PIN again; gives until when it counts as fresh (`AG1`).
#[server(prefix = "/api/v1", endpoint = "prove_again", output = Answer)]
pub async fn prove_again(pin: String) -> Result<Moment, AppError> {
    super::signin::again(pin).await
}

/// An assigned professional opens a card again that too many wrong codes have blocked: its usager's, under the same code.
#[server(prefix = "/api/v1", endpoint = "reset_card", output = Answer)]
pub async fn reset_card(parcours: ParcoursId) -> Result<(), AppError> {
    use super::visit;
    use itineraire_domain::Refusal;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::ResetCard, Some(parcours)).await?;
    if store.reset_card(session.cell, parcours).await? {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// The memberships that whoever is signed in may act under.
#[server(name = AskMemberships, prefix = "/api/v1", endpoint = "memberships", output = Answer)]
pub async fn memberships() -> Result<Vec<Membership>, AppError> {
    use super::visit;
    use itineraire_domain::access::permission::Operation;
    let (store, session) = visit::allowed(Operation::Memberships, None).await?;
    match session.account {
        Some(account) => Ok(store.choices(account, session.membership).await?),
        None => Ok(Vec::new()),
    }
}

/// Goes on under another of one's memberships, without signing in again.
#[server(prefix = "/api/v1", endpoint = "choose_membership", output = Answer)]
pub async fn choose_membership(membership: MembershipId) -> Result<(), AppError> {
    super::signin::change(membership).await
}

/// Ends the session.
#[server(prefix = "/api/v1", endpoint = "sign_out", output = Answer)]
pub async fn sign_out() -> Result<(), AppError> {
    super::signin::out().await
}

/// Who is signed in, if anyone.
#[server(name = AskMe, prefix = "/api/v1", endpoint = "me", output = Answer)]
pub async fn me() -> Result<Option<Me>, AppError> {
    use super::visit;
    match visit::session().await? {
        Some(session) => Ok(Some(visit::me_of(&visit::store()?, &session).await?)),
        None => Ok(None),
    }
}
