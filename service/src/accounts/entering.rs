//! Whoever gave their password enters, or is asked for a code first; and their browser is known from then on.

use super::ways_in::{Opened, new_token, open};
use crate::clock::now;
use crate::{Failure, Service, Visitor};
use itineraire_domain::calendar::Moment;
use itineraire_domain::ids::AccountId;
use itineraire_domain::people::Letter;
use itineraire_store::repositories::{
    Accounts, Browsers, KnownBrowser, MembershipRow, Memberships, Sessions, Throttles,
};
use itineraire_store::{TokenHash, Transaction};

/// How long half a session stands, in seconds: as long as it takes to find one's telephone.
const HALF: i64 = 10 * 60;

impl Service {
    /// Opens a session of an account under the first of its memberships; where codes are asked beside the password, half of
    /// one.
    pub(super) async fn enter(
        &self,
        transaction: &Transaction,
        visitor: &Visitor,
        (account, memberships): (AccountId, &[MembershipRow]),
        now: Moment,
    ) -> Result<Opened, Failure> {
        let [first, others @ ..] = memberships else {
            return Err(Failure::SignIn);
        };
        if Accounts::on(transaction).codes(account).await?.is_none() {
            return self
                .enter_whole(transaction, visitor, (account, first), !others.is_empty(), now)
                .await;
        }
        let token = new_token();
        let hash = TokenHash::of(&token);
        let under = (first.cell, first.id);
        if !Sessions::on(transaction)
            .open_half(&hash, under, HALF, now)
            .await?
        {
            return Err(Failure::SignIn);
        }
        Ok(Opened {
            half: true,
            lasts: HALF,
            ..self.opened(token, first.role, false)
        })
    }

    /// Opens a whole session. A browser that is not known is told to the account's address; nobody is told of their first.
    async fn enter_whole(
        &self,
        transaction: &Transaction,
        visitor: &Visitor,
        (account, under): (AccountId, &MembershipRow),
        several: bool,
        now: Moment,
    ) -> Result<Opened, Failure> {
        let lasts = self.policy.lasts(under.role);
        let membership = (under.cell, under.id);
        let token = open(transaction, visitor, membership, (lasts, None), now).await?;
        // Who forgot their code signs in: what they left with this tablet ends.
        if let Some(left) = &visitor.left {
            Sessions::on(transaction).close(left).await?;
        }
        let mut opened = self.opened(token, under.role, several);
        // Kept again each time: it ends so many days after the last.
        let number = visitor.known.clone().unwrap_or_else(new_token);
        let known = TokenHash::of(&number);
        opened.browser = Some(number);
        let is_new = Browsers::on(transaction).comes(account, &known, now).await? == KnownBrowser::New;
        if is_new && let Some(email) = Accounts::on(transaction).email(account).await? {
            let (day, hour) = self.wall(under.cell, now).await?;
            let letter = Letter::NewBrowser(visitor.browser.clone(), day, hour);
            self.write(transaction, &letter, (&email, now)).await?;
        }
        Ok(opened)
    }

    /// Gives the code that is asked beside the password: the session opens. A wrong one, one that was used, and half a session that is
    /// over answer alike.
    pub async fn give_code(&self, visitor: &Visitor, code: &str) -> Result<Opened, Failure> {
        let now = now();
        self.count_address(visitor, now).await?;
        let half = match &visitor.half {
            Some(token) => Sessions::on(self.store.reads()).half(token, now).await?,
            None => None,
        };
        let half = half.ok_or(Failure::SignIn)?;
        // Counted before it is compared: of many at once, no more are compared than may be tried.
        let transaction = self.store.begin().await?;
        let counted = Sessions::on(&transaction).counts_half(&half).await?;
        transaction.commit().await?;
        if !counted {
            return Err(Failure::SignIn);
        }
        // Also where each try is of another half session: who knows the password has so many in a day.
        self.count_code(half.account, now).await?;
        let transaction = self.store.begin().await?;
        if !self.uses_code(&transaction, half.account, code, now).await? {
            return Err(Failure::SignIn);
        }
        if !Sessions::on(&transaction).take_half(&half).await? {
            return Err(Failure::SignIn);
        }
        let theirs = Memberships::on(&transaction).of_account(half.account).await?;
        let under = theirs.iter().find(|it| (it.cell, it.id) == half.membership);
        let under = under.ok_or(Failure::SignIn)?;
        let opened = self
            .enter_whole(
                &transaction,
                visitor,
                (half.account, under),
                theirs.len() > 1,
                now,
            )
            .await?;
        transaction.commit().await?;
        self.letter_waits();
        Ok(opened)
    }

    /// A code of an account that is given.
    pub(super) async fn count_code(&self, account: AccountId, now: Moment) -> Result<(), Failure> {
        let transaction = self.store.begin().await?;
        let at_most = i64::from(self.policy.codes_a_day.max(1));
        let (name, each) = (format!("codes {account}"), 24 * 3600 * 1000 / at_most);
        let allowed = Throttles::on(&transaction)
            .allow_each(&name, at_most, each, now)
            .await?;
        transaction.commit().await?;
        allowed.then_some(()).ok_or(Failure::TooMany)
    }

    /// Whether a code is asked of this browser.
    pub async fn is_asked_for_code(&self, visitor: &Visitor) -> Result<bool, Failure> {
        let Some(token) = &visitor.half else {
            return Ok(false);
        };
        let half = Sessions::on(self.store.reads()).half(token, now()).await?;
        Ok(half.is_some())
    }
}
