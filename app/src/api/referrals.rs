//! Needs that were noticed, on their way to the cell. Plain forms.

use super::{Answer, AppError};
use itineraire_domain::ids::{CellId, ReferralId};
use itineraire_domain::referral::WrittenReferral;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a form of the inbox does about a need; the word that it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// Asks something of who sent it.
    Ask,
    /// Names who helps better.
    Redirect,
    /// Says why not.
    Decline,
}

/// The communes where someone may ask for themselves. No server function: the server writes that page alone.
#[cfg(feature = "ssr")]
pub(crate) async fn places() -> Result<Vec<(CellId, String)>, AppError> {
    let (service, _) = super::request::of()?;
    super::request::answered(service.places().await)
}

/// What whoever notices needs has sent. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn reports() -> Result<itineraire_service::referrals::ReportPage, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.reports(&visitor).await)
}

/// What comes to the cell. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn inbox() -> Result<itineraire_service::referrals::Inbox, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.inbox(&visitor).await)
}

/// One need. No server function.
#[cfg(feature = "ssr")]
pub(crate) async fn referral(
    id: ReferralId,
) -> Result<itineraire_service::referrals::ReferralPage, AppError> {
    let (service, visitor) = super::request::of()?;
    super::request::answered(service.referral(&visitor, id).await)
}

/// Someone asks for themselves.
#[server(prefix = "/api/v1", endpoint = "ask_for_oneself", output = Answer)]
pub async fn ask_for_oneself(
    cell: CellId,
    referral: ReferralId,
    written: WrittenReferral,
) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service
        .ask_for_oneself(&visitor, (cell, referral), &written)
        .await;
    request::sent(done, "/demander")
}

/// Someone has noticed a need.
#[server(prefix = "/api/v1", endpoint = "report", output = Answer)]
pub async fn report(referral: ReferralId, written: WrittenReferral) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.report(&visitor, referral, &written).await;
    request::sent(done, "/signaler")
}

/// Whoever sent it answers what was asked of them.
#[server(prefix = "/api/v1", endpoint = "answer_question", output = Answer)]
pub async fn answer_question(referral: ReferralId, #[server(default)] words: String) -> Result<(), AppError> {
    use super::request;
    let (service, visitor) = request::of()?;
    let done = service.answer_question(&visitor, referral, words).await;
    request::back(done, "/signaler")
}

/// Something is done about one, in words for who sent it.
#[server(prefix = "/api/v1", endpoint = "move_referral", output = Answer)]
pub async fn move_referral(
    referral: ReferralId,
    does: Does,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    use super::request;
    use itineraire_domain::Refusal;
    use itineraire_domain::referral::Move;
    use itineraire_service::Failure;
    let (service, visitor) = request::of()?;
    let it = match does {
        Does::Ask => Move::Ask(words),
        Does::Redirect => Move::Redirect(words),
        Does::Decline => Move::Decline(words),
    };
    let done = service.move_referral(&visitor, referral, it).await;
    // What another has done meanwhile may have made it nothing to who asks.
    let page = match done {
        Err(Failure::Refused(Refusal::WrongStage | Refusal::NotFound)) => "/entrees".to_owned(),
        _ => format!("/entrees/{referral}"),
    };
    request::back(done, &page)
}
