//! The gate: who asks, and may they.

use crate::clock::now;
use crate::{Failure, Service, cookie};
use http::HeaderMap;
use http::header::USER_AGENT;
use itineraire_domain::Denial;
use itineraire_domain::access::browser;
use itineraire_domain::access::permission::{Operation, Standing, allows};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::ParcoursId;
use itineraire_store::repositories::Sessions;
use itineraire_store::{SessionRow, StoreError, TokenHash};
use std::net::IpAddr;

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The session that it names, valid or not.
    pub token: Option<TokenHash>,
    /// The session that was left with its tablet, if one was.
    pub left: Option<TokenHash>,
    /// A page that looks again by itself: that is no use of the session, which would never rest.
    pub by_itself: bool,
    /// Half a session that it names: the password was given, a code is asked.
    pub half: Option<TokenHash>,
    /// The number by which its browser is known again.
    pub known: Option<String>,
    /// Its browser, as its person knows it; empty, where nothing is known of it.
    pub browser: String,
    /// Its address, under which tries at signing in are counted.
    pub address: Option<IpAddr>,
}

/// What a page says that looks again by itself.
const BY_ITSELF: &str = "x-itineraire-look";

impl Visitor {
    /// Whoever sends a request, from an address.
    pub fn of(headers: &HeaderMap, address: Option<IpAddr>) -> Self {
        Self {
            token: cookie::token_of(headers),
            left: cookie::token_under(headers, cookie::LEFT),
            half: cookie::token_under(headers, cookie::HALF),
            known: cookie::under(headers, cookie::BROWSER).map(str::to_owned),
            browser: headers
                .get(USER_AGENT)
                .and_then(|it| it.to_str().ok())
                .map(browser)
                .unwrap_or_default(),
            by_itself: headers.contains_key(BY_ITSELF),
            address,
        }
    }
}

impl Service {
    /// Who asks, if their session is valid, and how they stand towards a parcours (`None` names none).
    pub(crate) async fn asking(
        &self,
        visitor: &Visitor,
        parcours: Option<ParcoursId>,
    ) -> Result<Option<(SessionRow, Standing)>, Failure> {
        let Some(token) = &visitor.token else {
            return Ok(None);
        };
        let now = now();
        let sessions = Sessions::on(self.store.reads());
        let mut asked = sessions.who_asks(token, parcours, now).await?;
        if let Some((session, _)) = &mut asked
            && !visitor.by_itself
        {
            self.note_use(session, now).await?;
        }
        Ok(asked)
    }

    /// Notes that a session was used: it rests from now on. A full disk keeps nobody from reading: what is written says
    /// itself why it is not kept.
    pub async fn note_use(&self, session: &mut SessionRow, now: Moment) -> Result<(), Failure> {
        if !session.is_to_be_noted(now) {
            return Ok(());
        }
        match self.write_use(session, now).await {
            Ok(()) => session.noted(now),
            Err(error) if error.trouble().is_some() => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn write_use(&self, session: &SessionRow, now: Moment) -> Result<(), StoreError> {
        let transaction = self.store.begin().await?;
        Sessions::on(&transaction).note_use(session, now).await?;
        transaction.commit().await
    }

    /// Who asks, if the permission table opens this to them; `parcours` is the one that it is asked about, if any. Someone
    /// to whom it is closed is told the same as if it did not exist (`VW2`).
    pub(crate) async fn allowed(
        &self,
        visitor: &Visitor,
        operation: Operation,
        parcours: Option<ParcoursId>,
    ) -> Result<SessionRow, Failure> {
        let (session, standing) = self.asking(visitor, parcours).await?.ok_or(Denial::SignedOut)?;
        let needs = operation.needs();
        let may = needs.is_empty() || needs.iter().any(|it| session.capabilities.contains(it));
        if may && allows(operation, standing) {
            Ok(session)
        } else {
            Err(Denial::NotFound.into())
        }
    }
}
