//! Whoever was asked to come comes: with the number that they were given, and the address that it was for.

use super::password::chosen;
use super::ways_in::Opened;
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Refusal;
use itineraire_store::repositories::{Accounts, Cells, Invitation, Invitations, Memberships};

impl Service {
    /// Whoever was asked to come comes, and is signed in. Who has an account that opens something writes its password, once; whoever
    /// has none chooses one, and writes it twice. What is not an invitation, or one for another address, is told alike.
    pub async fn accept_invitation(
        &self,
        visitor: &Visitor,
        (secret, email): (&str, &str),
        (password, again): (String, &str),
    ) -> Result<Opened, Failure> {
        let secret = super::plain_secret(secret);
        self.throttled(visitor, &secret, now()).await?;
        let (email, reads) = (email.trim().to_lowercase(), self.store.reads());
        let found = Invitations::on(reads).with_secret(&secret).await?;
        let invitation = found.filter(|it| it.email == email).ok_or(Failure::SignIn)?;
        still_opens(&invitation)?;
        // A password is tried here as where one signs in.
        self.count_account(&email, now()).await?;
        // Before it is known whether there is an account: how a new password is refused tells nobody.
        let hash = if again.is_empty() {
            None
        } else {
            Some(chosen(self.secrets(), (password.clone(), again), &[&email]).await?)
        };
        let accounts = Accounts::on(reads);
        let known = accounts.of_email(&email).await?;
        let opens = match known {
            Some(account) => Memberships::on(reads).holds_any(account).await?,
            None => false,
        };
        let mut its = None;
        let hash = match known.filter(|_| opens) {
            Some(account) => {
                its = accounts.password(account).await?;
                let matched = self.secrets().matches(password, its.clone()).await;
                matched.is_yes().then_some(None).ok_or(Failure::SignIn)?
            }
            // One that opens nothing any more is theirs who is asked to come.
            None => Some(hash.ok_or(Failure::SignIn)?),
        };
        let transaction = self.store.begin().await?;
        Cells::on(&transaction).hold(invitation.cell).await?;
        let now = now();
        // First of all: of two at once the second finds it taken, and makes no second account.
        let taken = Err(Failure::Refused(Refusal::AlreadyThere));
        if !Invitations::on(&transaction).take(&invitation, now).await? {
            return taken;
        }
        let accounts = Accounts::on(&transaction);
        let account = match (known, hash) {
            (Some(account), Some(hash)) => {
                accounts.set_password(account, &hash, now).await?;
                // Its telephone may be what was lost.
                accounts.end_codes(account).await?;
                account
            }
            (Some(account), None) => {
                let its = its.unwrap_or_default();
                if !accounts.still_has(account, &its).await? {
                    return Err(Failure::SignIn);
                }
                account
            }
            (None, hash) => accounts.create(&email, &hash.unwrap_or_default(), now).await?,
        };
        let memberships = Memberships::on(&transaction);
        let under = (invitation.cell, invitation.membership);
        if !memberships.come(under, account, now).await? {
            return taken;
        }
        let theirs = memberships.of_account(account).await?;
        let this: Vec<_> = theirs.into_iter().filter(|it| it.id == under.1).collect();
        let opened = self.enter(&transaction, visitor, (account, &this), now).await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(opened)
    }
}

/// Whoever holds its number is told what became of it.
fn still_opens(invitation: &Invitation) -> Result<(), Failure> {
    if invitation.used {
        return Err(Failure::Refused(Refusal::AlreadyThere));
    }
    if now() >= invitation.until {
        return Err(Failure::Refused(Refusal::WrongStage));
    }
    Ok(())
}
