//! Whoever forgot their password asks for a letter to their address, and chooses another with the number that it carries.

use super::password::chosen;
use super::ways_in::Opened;
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::AccountId;
use itineraire_domain::people::{Letter, NEW_PASSWORD, email};
use itineraire_store::Transaction;
use itineraire_store::repositories::{Accounts, MembershipRow, Memberships, Sessions, Throttles};

impl Service {
    /// A letter to an address, with which the password of its account is chosen anew. Whether there is such an account nobody
    /// is told, and the same is done: who sends the letter finds out.
    pub async fn ask_new_password(&self, visitor: &Visitor, written: &str) -> Result<(), Failure> {
        let now = now();
        self.count_address(visitor, now).await?;
        let email = email(written).map_err(Failure::Unclear)?;
        let transaction = self.store.begin().await?;
        // One a minute: nobody's letters are filled by another.
        let name = format!("letter {email}");
        if !Throttles::on(&transaction).allow(&name, 1, 1, now).await? {
            return Err(Failure::TooMany);
        }
        self.write(&transaction, &Letter::NewPassword, (&email, now))
            .await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(())
    }

    /// Chooses another password, with the number of the letter: every session of the account ends, and one opens here,
    /// where no code is asked beside it.
    pub async fn choose_new_password(
        &self,
        visitor: &Visitor,
        secret: &str,
        password: (String, &str),
    ) -> Result<Opened, Failure> {
        let secret = super::plain_secret(secret);
        self.throttled(visitor, &secret, now()).await?;
        let after = now().plus_seconds(-NEW_PASSWORD);
        let accounts = Accounts::on(self.store.reads());
        let found = accounts.of_new_password(&secret, after).await?;
        let (account, email) = found.ok_or(Failure::SignIn)?;
        let hash = chosen(self.secrets(), password, &[&email]).await?;
        let (transaction, now) = (self.store.begin().await?, now());
        // Of two at once the second finds it used.
        if !Accounts::on(&transaction).take_new_password(&secret).await? {
            return Err(Failure::SignIn);
        }
        let theirs = Memberships::on(&transaction).of_account(account).await?;
        self.change_password(&transaction, (account, &email), &theirs, (&hash, now))
            .await?;
        let opened = self.enter(&transaction, visitor, (account, &theirs), now).await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(opened)
    }

    /// Gives an account another password, ends its sessions, and writes to its address that it was changed.
    pub(super) async fn change_password(
        &self,
        transaction: &Transaction,
        (account, email): (AccountId, &str),
        theirs: &[MembershipRow],
        (hash, now): (&str, Moment),
    ) -> Result<(), Failure> {
        let held = theirs.iter().map(|it| (it.cell, it.id));
        Sessions::on(transaction).hold(held).await?;
        Accounts::on(transaction).set_password(account, hash, now).await?;
        for membership in theirs {
            Sessions::on(transaction)
                .close_of(membership.cell, membership.person)
                .await?;
        }
        if let Some(first) = theirs.first() {
            let (day, hour) = self.wall(first.cell, now).await?;
            let letter = Letter::PasswordChanged(day, hour);
            self.write(transaction, &letter, (email, now)).await?;
        }
        Ok(())
    }
}
