//! Signing in: tries that are counted, a new token each time, the same work and the same answer whatever was wrong.

use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::signin::Proven;
use itineraire_domain::access::table;
use itineraire_domain::access::{Lasts, Role};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::{CellId, MembershipId};
use itineraire_store::repositories::{Accounts, CardRow, Cards, Sessions, Throttles};
use itineraire_store::{TokenHash, Transaction};
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
    /// It is half of one: a code is asked before it opens anything.
    pub half: bool,
    /// A number by which its browser is known again.
    pub browser: Option<String>,
}

/// 244 bits of randomness from the operating system.
pub(super) fn new_token() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

impl Service {
    /// What the browser of a session is to keep.
    pub(super) fn opened(&self, token: String, role: Role, several: bool) -> Opened {
        Opened {
            token,
            role,
            lasts: self.policy.lasts(role).absolute,
            several,
            half: false,
            browser: None,
        }
    }

    /// Signs a professional or a partner in.
    pub async fn sign_in(&self, visitor: &Visitor, email: &str, password: String) -> Result<Opened, Failure> {
        let now = now();
        let email = email.trim().to_lowercase();
        self.throttled(visitor, &email, now).await?;
        let accounts = Accounts::on(self.store.reads());
        let account = accounts.with_password(&email).await?;
        let hash = account.as_ref().map(|it| it.hash.clone());
        let matched = self.secrets.matches(password, hash).await;
        let Some(found) = account else {
            return Err(Failure::SignIn);
        };
        if !matched.is_yes() {
            return Err(Failure::SignIn);
        }
        let transaction = self.store.begin().await?;
        if !Accounts::on(&transaction)
            .still_has(found.account, &found.hash)
            .await?
        {
            return Err(Failure::SignIn);
        }
        let whose = (found.account, found.memberships.as_slice());
        let opened = self.enter(&transaction, visitor, whose, now).await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(opened)
    }

    /// Signs a usager in, with the secret of their card and their PIN.
    pub async fn sign_in_with_card(
        &self,
        visitor: &Visitor,
        card: &str,
        pin: String,
    ) -> Result<Opened, Failure> {
        let now = now();
        let secret = super::plain_secret(card);
        self.throttled(visitor, &secret, now).await?;
        let found = Cards::on(self.store.reads()).with_secret(&secret).await?;
        let (token, _) = self.judge(visitor, found, pin, now).await?;
        Ok(self.opened(token, Role::Usager, false))
    }

    /// A signed-in usager gives their PIN again; gives until when it counts as fresh (`AG1`).
    pub async fn prove_again(&self, visitor: &Visitor, pin: String) -> Result<(Opened, Moment), Failure> {
        let session = self
            .allowed(visitor, Operation::Accounts(table::Accounts::ProveAgain), None)
            .await?;
        let now = now();
        self.count_account(&session.person.to_string(), now).await?;
        let cards = Cards::on(self.store.reads());
        let card = cards.of(session.cell, session.person).await?;
        let found = card.zip(Some(session.membership));
        let (token, proven) = self.judge(visitor, found, pin, now).await?;
        let until = proven.fresh(now).map_or(now, |proof| proof.until());
        Ok((self.opened(token, session.role, false), until))
    }

    /// Ends the session; gives what its person was.
    pub async fn sign_out(&self, visitor: &Visitor) -> Result<Option<Role>, Failure> {
        let role = self.asking(visitor, None).await?.map(|(session, _)| session.role);
        if let Some(token) = &visitor.token {
            let transaction = self.store.begin().await?;
            Sessions::on(&transaction).close(token).await?;
            transaction.commit().await?;
        }
        Ok(role)
    }

    /// The rules of the card decide, and the count is kept before anyone is answered; a session opens in the same commit.
    /// Whatever is wrong, also that there is no such card: one hash, one write, one answer.
    async fn judge(
        &self,
        visitor: &Visitor,
        found: Option<(CardRow, MembershipId)>,
        pin: String,
        now: Moment,
    ) -> Result<(String, Proven), Failure> {
        let (card, membership) = found.unzip();
        let hash = card.as_ref().map(|it| it.pin_hash.clone());
        let matched = self.secrets.matches(pin, hash).await;
        let transaction = self.store.begin().await?;
        let proven = Cards::on(&transaction)
            .prove(card.as_ref(), matched, self.policy.pin, now)
            .await?;
        let mut opened = None;
        if let (Some(card), Some(membership), Some(proven)) = (card, membership, proven) {
            let under = (card.cell, membership);
            let lasts = self.policy.lasts(Role::Usager);
            let token = open(&transaction, visitor, under, (lasts, Some(proven)), now).await?;
            opened = Some((token, proven));
        }
        transaction.commit().await?;
        opened.ok_or(Failure::SignIn)
    }

    /// So many tries at once, then as many a minute. Tries are counted by address and by account.
    async fn counted(&self, name: &str, tries: u32, now: Moment) -> Result<(), Failure> {
        let tries = i64::from(tries);
        let transaction = self.store.begin().await?;
        let throttles = Throttles::on(&transaction);
        let allowed = throttles.allow(name, tries, tries, now).await?;
        transaction.commit().await?;
        allowed.then_some(()).ok_or(Failure::TooMany)
    }

    /// A try of an account.
    pub(super) async fn count_account(&self, account: &str, now: Moment) -> Result<(), Failure> {
        self.counted(&format!("account {account}"), self.policy.tries_of_account, now)
            .await
    }

    /// A try from an address, then of an account. An address that asks too often spends nobody's tries: it would lock them
    /// out.
    pub(super) async fn throttled(
        &self,
        visitor: &Visitor,
        account: &str,
        now: Moment,
    ) -> Result<(), Failure> {
        self.count_address(visitor, now).await?;
        self.count_account(account, now).await
    }

    /// A try from an address.
    pub(super) async fn count_address(&self, visitor: &Visitor, now: Moment) -> Result<(), Failure> {
        let address = visitor.address.map(|it| it.to_string()).unwrap_or_default();
        let tries = self.policy.tries_of_address;
        self.counted(&format!("address {address}"), tries, now).await
    }
}

/// Opens a session under a new token. The one that this browser had ends: a tablet that changes hands keeps nothing.
pub(super) async fn open(
    transaction: &Transaction,
    visitor: &Visitor,
    membership: (CellId, MembershipId),
    (lasts, proven): (Lasts, Option<Proven>),
    now: Moment,
) -> Result<String, Failure> {
    let (token, sessions) = (new_token(), Sessions::on(transaction));
    let hash = TokenHash::of(&token);
    // It may have been suspended since the secret was looked up.
    if !sessions.open(&hash, membership, lasts, proven, now).await? {
        return Err(Failure::SignIn);
    }
    sessions
        .note_browser(&hash, membership.0, &visitor.browser)
        .await?;
    if let Some(before) = &visitor.token {
        sessions.close(before).await?;
    }
    Ok(token)
}
