//! How someone looks after their own access: their password, where they are signed in, what is asked beside the password.

use super::password::chosen;
use super::second::Codes;
use super::ways_in::Opened;
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::access::permission::Operation;
use itineraire_domain::access::table::Accounts as Table;
use itineraire_domain::calendar::{Day, Hour};
use itineraire_domain::{Denial, Refusal};
use itineraire_store::repositories::{Accounts, Memberships, Sessions, SignedIn};

/// Someone's own access, as its page shows it.
#[derive(Clone, Debug)]
pub struct Access {
    /// The address that they sign in with.
    pub email: String,
    /// Where they are signed in, the last used first.
    pub sessions: Vec<OwnSession>,
    /// How many codes are left that count once, and those that were just given; none, where no codes are asked.
    pub rescues: Option<(usize, Vec<String>)>,
    /// What their telephone is to read, if they wait for it.
    pub codes: Option<Codes>,
}

/// One of someone's sessions.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// Names it among theirs, and opens nothing.
    pub name: String,
    /// From which browser; empty, where nothing is known of it.
    pub browser: String,
    /// Since when, in their commune.
    pub since: (Day, Hour),
    /// When it was used last.
    pub seen: (Day, Hour),
    /// It is this one.
    pub is_this: bool,
}

impl Service {
    /// The access of whoever is signed in; `given` are codes that this browser keeps, if they were just given.
    pub async fn access(&self, visitor: &Visitor, given: Vec<String>) -> Result<Access, Failure> {
        let operation = Operation::Accounts(Table::PageAccess);
        let session = self.allowed(visitor, operation, None).await?;
        let account = session.account.ok_or(Denial::NotFound)?;
        let (reads, now) = (self.store.reads(), now());
        let (_, zone) = self.cell(session.cell, now).await?;
        let accounts = Accounts::on(reads);
        let sessions = Sessions::on(reads).of_account(account, now).await?;
        let own = |it: SignedIn| OwnSession {
            name: it.name(),
            since: zone.wall(it.since),
            seen: zone.wall(it.seen),
            is_this: it.token == session.token,
            browser: it.browser,
        };
        let rescues = match accounts.codes(account).await? {
            Some(_) => Some(accounts.rescues(account, given).await?),
            None => None,
        };
        Ok(Access {
            email: accounts.email(account).await?.unwrap_or_default(),
            sessions: sessions.into_iter().map(own).collect(),
            rescues,
            codes: self.codes_to_read(account).await?,
        })
    }

    /// Another password, by whoever knows the one before. Every other session ends, and this one goes on under a new token.
    pub async fn change_own_password(
        &self,
        visitor: &Visitor,
        before: String,
        password: (String, &str),
    ) -> Result<Opened, Failure> {
        let operation = Operation::Accounts(Table::ChangePassword);
        let session = self.allowed(visitor, operation, None).await?;
        let account = session.account.ok_or(Denial::NotFound)?;
        self.proves(account, before).await?;
        let email = Accounts::on(self.store.reads()).email(account).await?;
        let email = email.unwrap_or_default();
        let hash = chosen(self.secrets(), password, &[&email]).await?;
        let (transaction, now) = (self.store.begin().await?, now());
        let theirs = Memberships::on(&transaction).of_account(account).await?;
        self.change_password(&transaction, (account, &email), &theirs, (&hash, now))
            .await?;
        let under = (session.cell, session.membership);
        let lasts = (self.policy.lasts(session.role), None);
        let token = super::ways_in::open(&transaction, visitor, under, lasts, now).await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(self.opened(token, session.role, false))
    }

    /// Ends one of one's own sessions, by its name; or all but this one.
    pub async fn end_session(&self, visitor: &Visitor, name: Option<&str>) -> Result<(), Failure> {
        let operation = match name {
            Some(_) => Table::EndSession,
            None => Table::EndOtherSessions,
        };
        let session = self
            .allowed(visitor, Operation::Accounts(operation), None)
            .await?;
        let account = session.account.ok_or(Denial::NotFound)?;
        let transaction = self.store.begin().await?;
        let sessions = Sessions::on(&transaction);
        let theirs = sessions.of_account(account, now()).await?;
        let ends = |it: &&SignedIn| match name {
            Some(name) => it.name() == name,
            None => it.token != session.token,
        };
        let ended: Vec<_> = theirs.iter().filter(ends).collect();
        if name.is_some() && ended.is_empty() {
            return Err(Failure::Refused(Refusal::NotFound));
        }
        for session in ended {
            sessions.close(&session.token).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
