//! Whoever was asked to come comes: with the number that they were given, and the address that it was for.

use super::password::chosen;
use super::ways_in::{Opened, open};
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::Refusal;
use itineraire_domain::access::{MembershipState, Role};
use itineraire_store::repositories::{Accounts, Invitation, Invitations, Memberships};

impl Service {
    /// Whoever was asked to come comes, and is signed in. Who has an account already writes its password; whoever has none
    /// chooses one, and writes it twice. What is not an invitation, or one for another address, is told alike.
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
        let accounts = Accounts::on(reads);
        let known = match accounts.of_email(&email).await? {
            Some(account) => Some((account, accounts.password(account).await?)),
            None => None,
        };
        let (account, hash) = match known {
            Some((account, hash)) => {
                let matched = self.secrets().matches(password, hash).await;
                if !matched.is_yes() {
                    return Err(Failure::SignIn);
                }
                (Some(account), String::new())
            }
            None => (None, chosen(self.secrets(), (password, again), &[&email]).await?),
        };
        let transaction = self.store.begin().await?;
        let now = now();
        if !Invitations::on(&transaction).take(&invitation, now).await? {
            return Err(Failure::Refused(Refusal::AlreadyThere));
        }
        let account = match account {
            Some(account) => account,
            None => Accounts::on(&transaction).create(&email, &hash, now).await?,
        };
        let (memberships, under) = (
            Memberships::on(&transaction),
            (invitation.cell, invitation.membership),
        );
        memberships.give(under, account).await?;
        memberships
            .set_state(under.0, under.1, MembershipState::Active, now)
            .await?;
        let theirs = memberships.of_account(account).await?;
        let role = theirs.iter().find(|it| it.id == under.1).map(|it| it.role);
        let role = role.unwrap_or(Role::Professional);
        let lasts = self.policy.lasts(role);
        let token = open(&transaction, visitor, under, (lasts, None), now).await?;
        transaction.commit().await?;
        Ok(self.opened(token, role, false))
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
