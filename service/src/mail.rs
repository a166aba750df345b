//! What is written by mail, to those who work with a cell. A letter waits in the outbox until a mail server keeps it; the
//! number that one carries is made as it is sent, and stands nowhere before.

use crate::clock::now;
use crate::people::new_secret;
use crate::{Failure, Service};
use itineraire_domain::calendar::{Day, Hour, Moment};
use itineraire_domain::ids::{CellId, LetterId};
use itineraire_domain::people::{Letter, LetterState};
use itineraire_store::Transaction;
use itineraire_store::repositories::{Accounts, Invitations, Memberships, Outbox, TakenLetter};
use std::sync::Arc;
use tokio::sync::Notify;

/// How long a letter that was taken up is nobody else's, in seconds: longer than sending it takes.
const TAKEN_FOR: i64 = 10 * 60;

/// How many are looked at, at once.
const AT_ONCE: u64 = 50;

/// How long it is kept what became of a letter, in days.
const KEPT_FOR: i64 = 30;

/// Whether letters are sent, and who is to hear of a new one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Post(Option<Arc<Notify>>);

/// A letter that is to be sent now.
#[derive(Clone, Debug)]
pub struct ToSend {
    /// The letter.
    pub letter: TakenLetter,
    /// What it says.
    pub says: Says,
}

/// What a letter says, with the number that it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Someone is asked to come.
    Invitation {
        /// *Le Trait*
        commune: String,
        /// Opens their membership.
        secret: String,
        /// Until when, in the commune.
        until: (Day, Hour),
    },
    /// Someone asks for another password.
    NewPassword {
        /// Lets them choose it.
        secret: String,
    },
    /// A password was changed, on that day at that hour.
    PasswordChanged(Day, Hour),
    /// Codes are asked beside the password from then on, or no longer.
    CodesChanged(bool, Day, Hour),
    /// Someone signed in from a browser that was not known; empty, where nothing is known of it.
    NewBrowser(String, Day, Hour),
}

/// What came of sending a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server said that it keeps it.
    Sent,
    /// It will not have it.
    Refused,
    /// It could not be had, or cannot have it now.
    Again,
    /// It has all of it, and did not say whether it keeps it: it is not sent a second time.
    Unknown,
}

impl Service {
    /// The same, with letters that are sent: someone listens for them.
    #[must_use]
    pub fn with_mail(mut self) -> Self {
        self.post = Post(Some(Arc::default()));
        self
    }

    /// Whether letters are sent.
    pub fn sends_mail(&self) -> bool {
        self.post.0.is_some()
    }

    /// Writes a letter, in the commit of what it is about; none, where none are sent. After it, [`Service::letter_waits`].
    pub(crate) async fn write(
        &self,
        transaction: &Transaction,
        letter: &Letter,
        (email, now): (&str, Moment),
    ) -> Result<Option<LetterId>, Failure> {
        if !self.sends_mail() {
            return Ok(None);
        }
        let until = letter.lasts(now);
        let id = Outbox::on(transaction).put(letter, email, (now, until)).await?;
        Ok(Some(id))
    }

    /// A letter was written: whoever sends them hears of it.
    pub(crate) fn letter_waits(&self) {
        if let Some(heard) = &self.post.0 {
            heard.notify_one();
        }
    }

    /// Waits until another letter is written here. Of those that another process writes nothing is heard.
    pub async fn letter_written(&self) {
        match &self.post.0 {
            Some(heard) => heard.notified().await,
            None => std::future::pending().await,
        }
    }

    /// Letters that wait, each with when it is tried: the first first.
    pub async fn letters(&self) -> Result<Vec<(LetterId, Moment)>, Failure> {
        Ok(Outbox::on(self.store.reads()).waiting(AT_ONCE).await?)
    }

    /// Takes up a letter, with what it says now: none, when somebody else has, or when what it is about is over.
    pub async fn take_letter(&self, id: LetterId) -> Result<Option<ToSend>, Failure> {
        let (transaction, now) = (self.store.begin().await?, now());
        let outbox = Outbox::on(&transaction);
        let taken = outbox.take(id, (now, now.plus_seconds(TAKEN_FOR))).await?;
        let Some(letter) = taken else {
            return Ok(None);
        };
        let says = if now < letter.until {
            self.says(&transaction, &letter, now).await?
        } else {
            None
        };
        if says.is_none() {
            let over = (LetterState::Waiting, LetterState::Dropped);
            outbox.becomes(id, over).await?;
        }
        transaction.commit().await?;
        Ok(says.map(|says| ToSend { letter, says }))
    }

    async fn says(
        &self,
        transaction: &Transaction,
        letter: &TakenLetter,
        now: Moment,
    ) -> Result<Option<Says>, Failure> {
        let secret = new_secret();
        match &letter.letter {
            Letter::Invitation => {
                let invitations = Invitations::on(transaction);
                let Some(invitation) = invitations.of_letter(letter.id).await? else {
                    return Ok(None);
                };
                if !invitations.give_secret(&invitation, &secret, now).await? {
                    return Ok(None);
                }
                let (cell, zone) = self.cell(invitation.cell, now).await?;
                Ok(Some(Says::Invitation {
                    commune: cell.commune.clone(),
                    secret,
                    until: zone.wall(invitation.until),
                }))
            }
            Letter::NewPassword => {
                let Some(account) = Accounts::on(transaction).of_email(&letter.email).await? else {
                    return Ok(None);
                };
                let theirs = Memberships::on(transaction).of_account(account).await?;
                // To whom nothing opens a password is no use.
                if theirs.is_empty() {
                    return Ok(None);
                }
                Accounts::on(transaction)
                    .give_new_password(account, &secret, now)
                    .await?;
                Ok(Some(Says::NewPassword { secret }))
            }
            Letter::PasswordChanged(day, hour) => Ok(Some(Says::PasswordChanged(*day, *hour))),
            Letter::CodesChanged(begun, day, hour) => Ok(Some(Says::CodesChanged(*begun, *day, *hour))),
            Letter::NewBrowser(browser, day, hour) => {
                Ok(Some(Says::NewBrowser(browser.clone(), *day, *hour)))
            }
        }
    }

    /// The mail server waits for a letter: from now on it is never taken up again, unless the server says that it does not keep it.
    /// Gives whether it may be given.
    pub async fn hand_letter(&self, id: LetterId) -> Result<bool, Failure> {
        let transaction = self.store.begin().await?;
        let handed = (LetterState::Waiting, LetterState::Handed);
        let handed = Outbox::on(&transaction).becomes(id, handed).await?;
        transaction.commit().await?;
        Ok(handed)
    }

    /// What came of a letter, that was in a state.
    pub async fn letter_became(
        &self,
        letter: &TakenLetter,
        from: LetterState,
        outcome: Outcome,
    ) -> Result<(), Failure> {
        let (transaction, now) = (self.store.begin().await?, now());
        let outbox = Outbox::on(&transaction);
        match outcome {
            Outcome::Sent => drop(outbox.becomes(letter.id, (from, LetterState::Sent)).await?),
            Outcome::Refused => drop(outbox.becomes(letter.id, (from, LetterState::Refused)).await?),
            Outcome::Again => {
                let next = Letter::again(letter.tries, now);
                outbox.again(letter.id, from, next).await?;
            }
            Outcome::Unknown => {}
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The day and the hour in a cell's commune.
    pub(crate) async fn wall(&self, cell: CellId, now: Moment) -> Result<(Day, Hour), Failure> {
        Ok(self.cell(cell, now).await?.1.wall(now))
    }

    /// Letters of long ago, what became of them with them.
    pub(crate) async fn sweep_letters(transaction: &Transaction, now: Moment) -> Result<u64, Failure> {
        Ok(Outbox::on(transaction).sweep(now.plus_days(-KEPT_FOR)).await?)
    }
}
