//! Signing in: tries that are counted, a new token each time, the same work and the same answer whatever was wrong.

use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::Role;
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::table::Accounts;
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, MembershipId};
use itineraire_store::accounts::CardRow;
use itineraire_store::{TokenHash, limits};
use uuid::Uuid;

/// A session that was opened: what its browser is to keep.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The token, for the cookie alone.
    pub token: String,
    /// The kind of viewer that it is for.
    pub role: Role,
    /// The longest that it stands, in seconds.
    pub lasts: i64,
    /// Its account has other memberships: it is under the oldest until someone chooses.
    pub several: bool,
}

impl Opened {
    pub(super) fn under(token: String, role: Role, several: bool) -> Self {
        let (_, lasts) = limits(role);
        Self {
            token,
            role,
            lasts,
            several,
        }
    }
}

/// 244 bits of randomness from the operating system.
pub(super) fn new_token() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

impl Service {
    /// Signs a professional or a partner in.
    pub async fn sign_in(&self, visitor: &Visitor, email: &str, password: String) -> Result<Opened, Failure> {
        let now = now();
        let email = email.trim().to_lowercase();
        self.throttled(visitor, &email, now).await?;
        let account = self.store.password_account(&email).await?;
        let hash = account.as_ref().map(|it| it.hash.clone());
        let matched = self.secrets.matches(password, hash).await;
        let memberships = account.map(|it| it.memberships).unwrap_or_default();
        let [first, others @ ..] = memberships.as_slice() else {
            return Err(Failure::SignIn);
        };
        if !matched.is_yes() {
            return Err(Failure::SignIn);
        }
        let token = self.open(visitor, (first.cell, first.id), None, now).await?;
        Ok(Opened::under(token, first.role, !others.is_empty()))
    }

    /// Signs a usager in, with the secret of their card and their PIN.
    pub async fn sign_in_with_card(
        &self,
        visitor: &Visitor,
        card: &str,
        pin: String,
    ) -> Result<Opened, Failure> {
        let now = now();
        let secret: String = card
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        self.throttled(visitor, &secret, now).await?;
        let (card, membership) = self.store.card(&secret).await?.unzip();
        let (card, proven) = self.judge(card, pin, now).await?;
        let membership = membership.ok_or(Failure::SignIn)?;
        let token = self
            .open(visitor, (card.cell, membership), Some(proven), now)
            .await?;
        Ok(Opened::under(token, Role::Usager, false))
    }

    /// A signed-in usager gives their PIN again; gives until when it counts as fresh (`AG1`).
    pub async fn prove_again(&self, visitor: &Visitor, pin: String) -> Result<(Opened, Moment), Failure> {
        let session = self
            .allowed(visitor, Operation::Accounts(Accounts::ProveAgain), None)
            .await?;
        let now = now();
        self.count_account(&session.person.to_string(), now).await?;
        let card = self.store.card_of(session.cell, session.person).await?;
        let (_, proven) = self.judge(card, pin, now).await?;
        let under = (session.cell, session.membership);
        let token = self.open(visitor, under, Some(proven), now).await?;
        let until = proven.fresh(now).map_or(now, |proof| proof.until());
        Ok((Opened::under(token, session.role, false), until))
    }

    /// Ends the session; gives what its person was.
    pub async fn sign_out(&self, visitor: &Visitor) -> Result<Option<Role>, Failure> {
        let role = self.asking(visitor, None).await?.map(|(session, _)| session.role);
        if let Some(token) = &visitor.token {
            self.store.close_session(token).await?;
        }
        Ok(role)
    }

    /// The rules of the card decide, and the count is kept before anyone is answered. Whatever is wrong, also that there is
    /// no such card: one hash, one write, one answer.
    async fn judge(
        &self,
        card: Option<CardRow>,
        pin: String,
        now: Moment,
    ) -> Result<(CardRow, Proven), Failure> {
        let hash = card.as_ref().map(|it| it.pin_hash.clone());
        let matched = self.secrets.matches(pin, hash).await;
        let proven = self.store.prove_card(card.as_ref(), matched, now).await?;
        card.zip(proven).ok_or(Failure::SignIn)
    }

    /// Opens a session under a new token. The one that this browser had ends: a tablet that changes hands keeps nothing.
    async fn open(
        &self,
        visitor: &Visitor,
        membership: (CellId, MembershipId),
        proven: Option<Proven>,
        now: Moment,
    ) -> Result<String, Failure> {
        let token = new_token();
        self.store
            .open_session(&TokenHash::of(&token), membership, proven, now)
            .await?;
        if let Some(before) = &visitor.token {
            self.store.close_session(before).await?;
        }
        Ok(token)
    }

    /// So many tries at once, then as many a minute. Tries are counted by address and by account.
    async fn counted(&self, name: &str, tries: i64, now: Moment) -> Result<(), Failure> {
        let tries = tries * self.ease;
        if self.store.allow_try(name, tries, tries, now).await? {
            Ok(())
        } else {
            Err(Failure::TooMany)
        }
    }

    /// 6 a minute per account.
    async fn count_account(&self, account: &str, now: Moment) -> Result<(), Failure> {
        self.counted(&format!("account {account}"), 6, now).await
    }

    /// 3 a minute per address, then the account. An address that asks too often spends nobody's tries: it would lock them
    /// out.
    async fn throttled(&self, visitor: &Visitor, account: &str, now: Moment) -> Result<(), Failure> {
        let address = visitor.address.map(|it| it.to_string()).unwrap_or_default();
        self.counted(&format!("address {address}"), 3, now).await?;
        self.count_account(account, now).await
    }
}
